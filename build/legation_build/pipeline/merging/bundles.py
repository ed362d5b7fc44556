"""Take the parts of documents in bundles, so that what is made of some is kept for the next build.

A bundle ends after a document whose id says so: one that comes, goes or changes changes one bundle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from legation_build.pipeline.documents.cache import keep_folder
from legation_build.pipeline.documents.parts import PartRecord
from legation_build.pipeline.merging.blocks import Kept
from legation_build.regular_files import is_there

# One document of so many ends a bundle.
DOCUMENTS = 32


@dataclass(frozen=True)
class Bundle:
    """The folders of some parts that follow one another, each named by its part's key."""

    folders: tuple[Path, ...]

    def kept(self, kept: Kept, write: Callable[[Path], None], *of: str) -> Path:
        """Return the folder that `write` fills; what it holds depends on the parts and `of`."""
        place = kept.place(*of, *(folder.name for folder in self.folders))
        if not is_there(place):
            keep_folder(place, write)
        return place


def bundles(parts: Sequence[tuple[Path, PartRecord]]) -> list[Bundle]:
    """Return parts in bundles, in the order given."""
    found: list[Bundle] = []
    folders: list[Path] = []
    for folder, record in parts:
        folders.append(folder)
        if not crc32(record.id.encode()) % DOCUMENTS:
            found.append(Bundle(tuple(folders)))
            folders = []
    return [*found, Bundle(tuple(folders))] if folders else found
