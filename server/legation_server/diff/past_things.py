"""Find a thing in whole releases: which of them have it, and what one says of it."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from legation_server.diff.changes import Contents
from legation_server.errors import LegationError
from legation_server.releases import Release, open_folder, open_regular, read_folder


def holding(iri: str, folders: Sequence[Path]) -> list[str]:
    """Return the names of the folders whose releases name the thing `iri`, in their order.

    Damaged releases are skipped. Only manifests are checked: what a release says is read elsewhere.
    """
    return [folder.name for folder in folders if _names_it(iri, folder)]


def said_of(iri: str, folders: Sequence[Path]) -> list[str]:
    """Return the triples with the thing `iri` in the first folder's release, in N-Triples, sorted.

    They are its own statements and those that point at it, not those about the build.
    """
    contents = Contents.read(open_folder(folders[0], folders[0]))
    thing = ox.NamedNode(iri)
    found = (triple for triple in contents.facts() if thing in (triple.subject, triple.object))
    return sorted({f"{triple} ." for triple in found})


def _names_it(iri: str, folder: Path) -> bool:
    try:
        release = read_folder(folder, folder)
        return any(_has(release, file.path, f"<{iri}>".encode()) for file in release.loaded_files)
    except (LegationError, OSError):
        return False


def _has(release: Release, path: str, name: bytes) -> bool:
    with open_regular(release.folder / path) as lines:
        return any(name in line for line in lines)
