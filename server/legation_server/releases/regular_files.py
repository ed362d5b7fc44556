"""Open regular files alone: a pipe would keep its reader waiting, a device never ends."""

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

# What differs when a file has been changed, even when it is as large and said to be as old.
Stamp = tuple[int, ...]


def is_inside(path: Path, folder: Path) -> bool:
    """Return whether a path leads to a place in a folder, wherever links on the way may lead."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        # Links that lead in a circle.
        return False


def open_regular(path: Path) -> BufferedReader:
    """Return a regular file opened for reading; raises OSError for anything else."""
    # Opening some devices does something already, so this looks before and after.
    _check_regular(path.stat(), path)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    stream = os.fdopen(descriptor, "rb")
    try:
        _check_regular(os.fstat(descriptor), path)
    except OSError:
        stream.close()
        raise
    return stream


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Return what a regular file of at most so many bytes holds; raises OSError."""
    with open_regular(path) as stream:
        data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise OSError(errno.EFBIG, f"it has more than {most_bytes:,} bytes", str(path))
    return data


def stamp_of(stream: BufferedReader) -> Stamp:
    """Return the stamp of an open file."""
    found = os.fstat(stream.fileno())
    # The time of the last change of the inode can be set by nobody.
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def size_of(stream: BufferedReader) -> int:
    """Return the size of an open file in bytes."""
    return os.fstat(stream.fileno()).st_size


def sha256_of(stream: BufferedReader) -> str:
    """Return the SHA-256 (hex) of what follows in an open file."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def _check_regular(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
