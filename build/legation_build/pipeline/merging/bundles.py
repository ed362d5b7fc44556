"""Take the parts of documents in bundles, so that what is made of some is kept for the next build.

A bundle ends after a document whose id says so: one that comes, goes or changes changes one bundle.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from legation_build.pipeline.documents.cache import Kept

# One document of so many ends a bundle.
DOCUMENTS = 16


@dataclass(frozen=True)
class Bundle:
    """The folders of some parts that follow one another, each named by its part's key."""

    folders: tuple[Path, ...]

    def kept(self, kept: Kept, write: Callable[[Path], None], *of: str) -> Path:
        """Return the folder that `write` fills; what it holds depends on the parts and `of`."""
        return kept.folder(write, *of, *(folder.name for folder in self.folders))


def bundles(parts: Iterable[tuple[Path, str]]) -> list[Bundle]:
    """Return parts, each a folder with the id of its document, in bundles, in the order given."""
    found: list[Bundle] = []
    folders: list[Path] = []
    for folder, document in parts:
        folders.append(folder)
        if not crc32(document.encode()) % DOCUMENTS:
            found.append(Bundle(tuple(folders)))
            folders = []
    return [*found, Bundle(tuple(folders))] if folders else found
