"""Keep results by what they were made of: a folder or file that is there is whole.

Whatever is written gets its name in the last step, so that a build that is killed leaves no half
results. Two that make the same result make the same bytes: the first stays.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from legation_build.errors import ReleaseError
from legation_build.left_overs import own_prefix, remove_left_overs
from legation_build.regular_files import is_there

WRITING = ".writing-"
_SHELF_DIGITS = 2


def key_of(*parts: Any) -> str:
    """Return the digest of some JSON data.

    >>> key_of("one", {"b": 1, "a": 2}) == key_of("one", {"a": 2, "b": 1})
    True
    """
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def place_of(folder: Path, key: str) -> Path:
    """Return where the result with a `key` is in a folder, if there is one.

    >>> place_of(Path("parts"), "3beef4").as_posix()
    'parts/3b/3beef4'
    """
    return folder / key[:_SHELF_DIGITS] / key


def keep_folder(place: Path, write: Callable[[Path], None]) -> None:
    """Have `write` fill a folder aside, and call it `place` when it is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=own_prefix(WRITING), dir=place.parent))
    try:
        write(aside)
        aside.rename(place)
    except OSError:
        # Another process was first, or there is no room.
        if not place.is_dir():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def keep_file(place: Path, data: bytes) -> None:
    """Write a file aside, and call it `place` when it is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=own_prefix(WRITING), dir=place.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    os.replace(aside, place)


class Kept:
    """The folder of what is kept of files that documents share, and what of it was used."""

    def __init__(self, folder: Path, program: str) -> None:
        """Take the folder, and the digest of the program."""
        self._folder, self._program = folder, program
        self.used: set[str] = set()

    def folder(self, write: Callable[[Path], None], *of: str) -> Path:
        """Return the folder that `write` fills, now or in an earlier build.

        What it holds depends on the program and `of`.
        """
        key = key_of(self._program, *of)
        self.used.add(key)
        place = place_of(self._folder, key)
        if not is_there(place):
            keep_folder(place, write)
        return place


@contextmanager
def locked(folder: Path, waits: Callable[[str], None] = lambda text: None) -> Iterator[None]:
    """Let no other build work in a folder meanwhile: it waits, and is let in if this one dies.

    `waits` is told for whom this one waits, if it has to. Raises ReleaseError when the folder
    cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ".lock").open("a+b")
    except OSError as error:
        raise not_written(folder.parent, error) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().decode(errors="replace").strip() or "unknown"
            waits(f"Waiting for another build, process {holder}, which works in {folder}.")
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.truncate(0)
        stream.write(f"{os.getpid()}\n".encode())
        stream.flush()
        yield


def not_written(folder: Path, error: OSError) -> ReleaseError:
    """Return the error that says that a folder cannot be written, and what to do."""
    remedy = "Choose another folder with --output, or make room in it."
    return ReleaseError(f"{folder} cannot be written: {error.strerror}. {remedy}")


def remove_unused(folder: Path, used: Iterable[str]) -> None:
    """Remove the results in a folder whose keys are not `used`, and what killed builds left."""
    kept = set(used)
    for shelf in folder.glob("*") if folder.is_dir() else ():
        remove_left_overs(shelf, WRITING)
        for place in shelf.iterdir():
            if place.name.partition(".")[0] in kept or place.name.startswith("."):
                continue
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)
