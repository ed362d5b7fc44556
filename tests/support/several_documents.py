"""A mapping of several small documents that share their entities, and what was built of it."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from legation_build import pipeline

from support.small_mapping import CLAIMS_FILE, write_mapping, write_text

FIRST = "freedonia-sylvania"
COUNT = 3


def write_documents(root: Path, count: int) -> Path:
    """Write a mapping of `count` documents into the folder `root`/mappings; return that folder.

    Each but the first has a number at the end of its id, and gives it as a figure.
    """
    mappings = write_mapping(root)
    for number in range(2, count + 1):
        folder = mappings / f"{FIRST}-{number}"
        shutil.copytree(mappings / FIRST, folder)
        claims = claims_file(mappings, number)
        claims.write_text(claims.read_text().replace("value: 50", f"value: {number}"))
    return mappings


def write_texts(root: Path, count: int) -> Path:
    """Write the texts of `count` documents into the folder `root`/texts and return it."""
    texts = write_text(root)
    for number in range(2, count + 1):
        shutil.copyfile(texts / f"{FIRST}.txt", texts / f"{FIRST}-{number}.txt")
    return texts


def claims_file(mappings: Path, number: int) -> Path:
    """Return the file with the claims of a document, by its number."""
    folder = FIRST if number == 1 else f"{FIRST}-{number}"
    return mappings / CLAIMS_FILE.replace(FIRST, folder, 1)


def replace_in(file: Path, old: str, new: str) -> None:
    """Replace a text in a file, which must have it."""
    text = file.read_text(encoding="utf-8")
    assert old in text, file
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def manifest(dataset: Path) -> dict[str, Any]:
    """Return the manifest of a dataset's current release."""
    found = json.loads((dataset / "current" / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def parts(cache: Path) -> dict[str, int]:
    """Return each part in the folder of what was made, with the number of its folder's inode.

    A part that was made again has another.
    """
    whole = (folder for folder in sorted(cache.glob("parts/*/*")) if folder.name[0] != ".")
    return {folder.name: folder.stat().st_ino for folder in whole}


def build_streamed(roots: Sequence[Path], output: Path, **options: Any) -> dict[str, Any]:
    """Build a release as one of very many documents is built."""
    return pipeline.build(roots, output, options=pipeline.Options(most_whole=0, **options))
