"""The commands, programs and queries in a page of docs/, and how to run them as a reader would."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.other_clients import ROOT, run

HERE = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
PROGRAMS = {
    "python": ("recipe.py", "python recipe.py"),
    "javascript": ("recipe.mjs", "node recipe.mjs"),
    "r": ("recipe.R", "Rscript --vanilla recipe.R"),
}


@dataclass(frozen=True)
class Recipe:
    """A block of a page: what to run, and what it prints, None where the page does not say."""

    heading: str
    language: str
    text: str
    printed: str | None


def recipes(page: str) -> list[Recipe]:
    """Return the blocks of a page in docs/; each command of a console block is one."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    found: list[Recipe] = []
    for number, block in enumerate(blocks):
        language, code = block[1], block[2]
        heading = HEADING.findall(BLOCK.sub("", text[: block.start()]))[-1]
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if language == "console":
            found += [Recipe(heading, language, *command) for command in commands(code)]
        elif language in PROGRAMS:
            printed = following[2] if following and following[1] == "text" else None
            found.append(Recipe(heading, language, code, printed))
        elif language == "sparql":
            found.append(Recipe(heading, language, code, None))
    return found


def cases(
    found: Iterable[Recipe], mark: Callable[[Recipe], pytest.MarkDecorator | None]
) -> list[Any]:
    """Return recipes as parameters of a test; `mark` says of each what it needs, if anything."""
    return [
        pytest.param(recipe, marks=mark(recipe) or (), id=f"{recipe.heading}-{number}")
        for number, recipe in enumerate(found)
    ]


def commands(console: str) -> list[tuple[str, str | None]]:
    """Return the commands of a console block and what they print.

    A command goes on to the end of a here-document.
    """
    found: list[list[str]] = []
    ending = ""
    printed: list[list[str]] = []
    for line in console.splitlines():
        if ending or (found and found[-1][-1].endswith("\\")):
            found[-1].append(line)
            ending = "" if line == ending else ending
        elif line.startswith("$ "):
            found.append([line[2:]])
            printed.append([])
            ending = match[1] if (match := re.search(r"<<'(\w+)'", line)) else ""
        else:
            printed[-1].append(line)
    return [
        ("\n".join(command), "\n".join(lines) if lines else None)
        for command, lines in zip(found, printed, strict=True)
    ]


def follow(recipe: Recipe, folder: Path, address: str, elsewhere: str = "") -> str:
    """Run a recipe in a folder and return what it prints, addresses as on the page.

    `address` is that of the server, `elsewhere` that of the endpoint that stands in for Wikidata's.
    """
    replaced = {HERE: address, "https://query.wikidata.org/sparql": elsewhere}
    text = recipe.text
    for written, real in replaced.items():
        text = text.replace(written, real or written)
    if recipe.language == "console":
        command = text.replace("curl ", "curl --fail-with-body --silent --show-error ")
    else:
        name, command = PROGRAMS[recipe.language]
        (folder / name).write_text(text, encoding="utf-8")
    printed = run(command, folder)
    for written, real in replaced.items():
        printed = printed.replace(real, written) if real else printed
    return "\n".join(line.rstrip() for line in printed.replace("\r\n", "\n").splitlines())


def expected(recipe: Recipe) -> str:
    """Return what a page says a recipe prints."""
    return "\n".join(line.rstrip() for line in (recipe.printed or "").splitlines())
