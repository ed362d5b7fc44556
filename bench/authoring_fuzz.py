"""Spoil the files that authors write: each ends in a message with file and line, or builds.

`python bench/authoring_fuzz.py --cases 5000` makes the same changes for the same seed, and prints
the seed of every case that ends otherwise.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from legation_build import pipeline
from legation_build.dataset import assemble_graphs
from legation_build.errors import LegationError

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "data"
TEXT = "freedonia-sylvania.txt"
_PLACE = re.compile(r"\S+\.(yaml|csv|txt|tsv):\d+$")
# Characters and pieces that mean something in YAML, CSV or plain text, or that few editors expect.
PIECES = (
    *"\t\n\r \"'#:-[]{},&*!|>%@`?\\~=<0",
    *("\x00", "\x0b", "\x85", "\u2028", "\ufeff", "\u0301", "\ud7ff", "\U0001f600", "é", "\u00a0"),
    *("---\n", "...\n", "<<: *x\n", "!!binary ", "? ", "- ", ": ", " #", "''", '""', "|\n", ">-\n"),
    *("null", "true", "1e9", "-1", "[]", "{}", "[[", "{{", "../..", "9" * 30, "x" * 300),
)


@dataclass(frozen=True)
class Outcome:
    """How a case ended: `built`, `refused`, or what went wrong; with what was said."""

    kind: str
    said: str = ""


def example_files() -> dict[str, bytes]:
    """Return the files of the tutorial's example, and its text, by their paths."""
    mappings = EXAMPLE / "mappings"
    files = {
        f"mappings/{file.relative_to(mappings)}": file.read_bytes()
        for file in sorted(mappings.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }
    settings = b"title: Letters\npublisher: {name: Office, url: https://letters.example/}\n"
    text = (EXAMPLE / TEXT).read_bytes()
    return {**files, "mappings/folder.yaml": settings, f"texts/{TEXT}": text}


def spoilt(files: Mapping[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """Return the files with one to three changes to one of them."""
    name = chance.choice(sorted(files))
    data = files[name]
    for _ in range(chance.randint(1, 3)):
        data = _changed(data, files, chance)
    return {**files, name: data}


def _changed(data: bytes, files: Mapping[str, bytes], chance: random.Random) -> bytes:
    text = data.decode(errors="surrogateescape")
    lines = text.split("\n")
    place, line = chance.randrange(len(text) + 1), chance.randrange(len(lines))
    match chance.randrange(11):
        case 0:
            text = text[:place] + chance.choice(PIECES) + text[place:]
        case 1:
            text = text[:place] + text[place + chance.randint(1, 40) :]
        case 2:
            text = "\n".join([*lines[:line], *lines[line + 1 :]])
        case 3:
            text = "\n".join([*lines[:line], lines[line], *lines[line:]])
        case 4:
            text = "\n".join(
                [*lines[:line], " " * chance.randint(1, 3) + lines[line], *lines[line + 1 :]]
            )
        case 5:
            text = "\n".join([*lines[:line], lines[line].lstrip(), *lines[line + 1 :]])
        case 6:
            other = chance.choice(sorted(files))
            words = re.findall(r"[\w-]+", files[other].decode(errors="replace")) or ["x"]
            own = [word.span() for word in re.finditer(r"[\w-]+", text)] or [(0, 0)]
            start, end = chance.choice(own)
            text = text[:start] + chance.choice(words) + text[end:]
        case 7:
            key, colon, _ = lines[line].partition(":")
            lines[line] = key + colon + " " + chance.choice(PIECES)
            text = "\n".join(lines)
        case 8:
            text = text[:place]
        case 9:
            return data[:place] + bytes([chance.randrange(256)]) + data[place:]
        case _:
            text = text.replace("\n", "\r\n") if chance.random() < 0.5 else "\ufeff" + text
    return text.encode(errors="surrogateescape")


def outcome(files: Mapping[str, bytes], folder: Path, shapes: bool = False) -> Outcome:
    """Write files into a folder and return what a build makes of them; `shapes` are checked too."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    try:
        inputs = pipeline.load([folder / "mappings"], lambda name: None)
        texts = pipeline.checked_texts(folder / "texts", inputs.mappings)
        if shapes:
            pipeline.assemble_and_validate(inputs, texts, 1, lambda name: None)
        else:
            assemble_graphs(inputs.mappings, inputs.model, inputs.vocabulary, texts)
    except LegationError as error:
        said = str(error)
        places = [problem for problem in error.problems if problem.line and problem.file]
        if places or any(_PLACE.match(word.rstrip(":")) for word in said.split()):
            return Outcome("refused", said)
        return Outcome("refused without a place", said)
    except Exception as error:  # any other error is what this looks for
        return Outcome("failed", f"{type(error).__name__}: {error}")
    return Outcome("built")


def main() -> None:
    """Run so many cases, print what went wrong, and end with status 1 when anything did."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=5000)
    arguments.add_argument("--first", type=int, default=0, help="seed of the first case")
    arguments.add_argument("--seconds", type=float, default=float("inf"), help="stop after these")
    arguments.add_argument("--shapes", action="store_true", help="check the shapes too: slower")
    chosen = arguments.parse_args()
    files, ends, wrong = example_files(), Counter[str](), 0
    stop = time.monotonic() + chosen.seconds
    with tempfile.TemporaryDirectory() as place:
        for seed in range(chosen.first, chosen.first + chosen.cases):
            if time.monotonic() > stop:
                break
            folder = Path(place) / "case"
            end = outcome(spoilt(files, random.Random(seed)), folder, chosen.shapes)
            shutil.rmtree(folder)
            ends[end.kind] += 1
            if end.kind not in ("built", "refused"):
                wrong += 1
                print(f"seed {seed}: {end.kind}: {end.said}"[:600])  # noqa: T201
    print(dict(ends), f"next seed: {chosen.first + sum(ends.values())}")  # noqa: T201
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
