"""Remove the data on disk of releases that nobody serves any more.

A folder that is removed loses its name first. So a removal that is killed leaves nothing that could
be taken for whole; what is left of it goes with the next one.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from legation_server.releases.manifest import RELEASES, Release
from legation_server.releases.store_folder import (
    MAKING,
    PART,
    STORES,
    USED,
    locked,
    store_folder_of,
)

GOING = ".removed-"


@dataclass(frozen=True)
class Removal:
    """What became of a store folder: `in_use` when a server has it open, so that it stays."""

    folder: Path
    in_use: bool


def remove_stores(
    dataset: Path, stores: str, names: list[str], kept: Release | None = None
) -> list[Removal]:
    """Remove the store folders of the releases in folders with some names, but that of `kept`.

    In the place of one dataset alone, that is without `stores`, those that belong to no release of
    the dataset go too. Raises OSError.
    """
    place = Path(stores or dataset / STORES)
    keep = store_folder_of(kept, stores).name if kept else ""
    own = {path.name for path in (dataset / RELEASES).glob("[!.]*")}
    for path in place.glob(f"{GOING}*"):
        shutil.rmtree(path, ignore_errors=True)
    found = []
    for folder in _folders(place):
        release = folder.name.rpartition("-")[0]
        stray = kept is not None and not stores and release not in own
        if folder.name != keep and (release in names or stray):
            found.append(Removal(folder, not _removed(folder)))
    return found


def _folders(place: Path) -> Iterator[Path]:
    """Yield the store folders in a place, also those of which only the beginning is there."""
    names = {
        path.name.removesuffix(PART)
        for path in place.glob("[!.]*-*")
        if path.is_dir() and not path.is_symlink()
    }
    yield from (place / name for name in sorted(names))


def _removed(folder: Path) -> bool:
    """Remove a store folder with all that stands beside it; tell whether nobody was using it."""
    held = []
    try:
        for ending in (USED, MAKING):
            held.append(locked(folder, ending, fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        for descriptor in held:
            os.close(descriptor)
        return False
    try:
        for path in (folder, folder.with_name(folder.name + PART)):
            going = folder.with_name(f"{GOING}{path.name}")
            with suppress(FileNotFoundError):
                path.rename(going)
                shutil.rmtree(going)
        for ending in (USED, MAKING):
            folder.with_name(folder.name + ending).unlink(missing_ok=True)
    finally:
        for descriptor in held:
            os.close(descriptor)
    return True
