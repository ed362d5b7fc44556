"""Read the codes of the documents in folders that others build on, to compare them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from legation_build.errors import MappingError
from legation_build.mapping.folder_settings import FOLDER_FILE, used_folders
from legation_build.mapping.places import document_places
from legation_build.mapping.strict_yaml import Source, parse
from legation_build.mapping.text_files import text_of
from legation_build.regular_files import is_there

CODES_FILE = "codes.yaml"


def read_used_codes(roots: Sequence[Path]) -> tuple[Source, ...]:
    """Return the codes.yaml of each document in the folders that the folders `roots` use.

    One of `roots` that another uses is among them: what it says comes first, in whichever order
    they are given. A file that is no YAML is left out, since whoever checks its own folder is told.
    Raises MappingError when a folder that is used is not there.
    """
    used = {
        folder.resolve(): folder
        for root in roots
        for folder in used_folders([root], lambda one: _read(one / FOLDER_FILE))
    }
    return tuple(source for folder in used.values() for source in _codes_in(folder))


def _codes_in(root: Path) -> Iterator[Source]:
    for place in document_places([root], may_be_empty=True):
        source = _read(root / place.id / CODES_FILE)
        if source is not None:
            yield replace(source, is_used=True)


def _read(file: Path) -> Source | None:
    if not is_there(file):
        return None
    try:
        return parse(text_of(file), os.path.normpath(file))
    except MappingError:
        return None
