"""Remember the digests of files, so that only those are read again that may have changed.

As git's index does: a file whose size, number and times are the same is the same. The time of its
last change (ctime) is what tells: no program can set it back.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from legation_build.left_overs import remove_left_overs
from legation_build.pipeline.documents.cache import WRITING, keep_file
from legation_build.regular_files import read_regular

# A change that comes within the same tick of the file system's clock as the one before leaves no
# trace in the times. The coarsest clocks in use tick every two seconds.
_TICK_NANOSECONDS = 2_000_000_000
Seen = list[int | str]


class KnownDigests:
    """The SHA-256 of files, by their paths, with what told that they have not changed."""

    def __init__(self, known: dict[str, Seen]) -> None:
        """Take what was known when the digests were last used."""
        self._before = known
        self._now: dict[str, Seen] = {}

    def __call__(self, file: Path) -> str:
        """Return the SHA-256 of a regular file, in hexadecimal; raises OSError."""
        path = os.path.abspath(file)
        marks = _marks(path)
        match self._before.get(path):
            case [*before, str(digest)] if before == marks:
                self._now[path] = [*marks, digest]
                return digest
        # What is read is at least as new as what was looked at before.
        long_ago = time.time_ns() - _TICK_NANOSECONDS
        digest = sha256(read_regular(file)).hexdigest()
        if marks[-1] < long_ago:
            self._now[path] = [*marks, digest]
        return digest

    def used(self) -> dict[str, Seen]:
        """Return what is known of the files that were asked for, and may be relied on later."""
        return self._now


def _marks(path: str) -> list[int]:
    """Return what changes when a file does: device, number, size, time of writing, of change."""
    found = os.stat(path)
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


@contextmanager
def known_digests(place: Path) -> Iterator[KnownDigests]:
    """Give the digests that are remembered in a file, and then remember those that were used."""
    # What is remembered only spares reading: a build goes on without it.
    try:
        known = json.loads(place.read_bytes())
    except (OSError, ValueError):
        known = {}
    digests = KnownDigests(known if isinstance(known, dict) else {})
    yield digests
    if (used := digests.used()) != known:
        with suppress(OSError):
            remove_left_overs(place.parent, WRITING)
            keep_file(place, json.dumps(used).encode())
