"""Read regular files alone: a pipe would keep its reader waiting, a device never ends."""

import errno
import os
import stat
from pathlib import Path

# No mapping and no source text is larger.
MOST_BYTES = 64 * 1024 * 1024


def read_regular(file: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """Return what a regular file of at most so many bytes holds; raises OSError."""
    # Opening some devices does something already, so this looks before and after.
    _check(file.stat(), file)
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:
        _check(os.fstat(stream.fileno()), file)
        data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise OSError(errno.EFBIG, f"it has more than {most_bytes:,} bytes", str(file))
    return data


def is_there(file: Path) -> bool:
    """Return whether there is anything at a path, be it no file or a link to nothing."""
    return os.path.lexists(file)


def _check(found: os.stat_result, file: Path) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file", str(file))
