"""A log file with a largest size, whole lines only, whatever happens to the disk it is on."""

import errno
import os
import stat
from contextlib import suppress
from itertools import pairwise
from threading import Lock

from legation_server.errors import LogError
from legation_server.standard_error import StandardErrorStream


class LogFile:
    """A file, and the last few before it: `name.1`, `name.2` and so on.

    `lost` counts the lines that could not be written. That this happens, and that it is over, is
    said once on standard error.
    """

    def __init__(
        self, path: str, size_bytes: int, files: int, operator: StandardErrorStream
    ) -> None:
        """Append to a file; at `size_bytes` begin a new one and keep `files` old ones.

        Raises LogError when it cannot be written, or is neither a file nor a character device.
        """
        self._path = path
        self._limit = size_bytes
        self._files = files
        self._operator = operator
        self._lock = Lock()
        self._lost_in_a_row = 0
        self.lost = 0
        try:
            self._descriptor, self._size = _open(path)
            if self._size and not _ends_a_line(path):
                self._put(b"\n")
        except OSError as error:
            raise LogError(f"The query log {path} cannot be written: {error.strerror}.") from error

    def write(self, line: str) -> None:
        """Write a line, or count it as lost."""
        # Lone surrogates cannot be written as UTF-8.
        data = line.encode("utf-8", "replace") + b"\n"
        with self._lock:
            try:
                if self._size and self._size + len(data) > self._limit:
                    self._begin_anew()
                self._put(data)
            except OSError as error:
                self._lose(error)
            else:
                self._recover()

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def _put(self, data: bytes) -> None:
        """Append all of some bytes, or nothing; raises OSError."""
        written = os.write(self._descriptor, data)
        if written < len(data):
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if stat.S_ISREG(os.fstat(self._descriptor).st_mode):
            self._size += written

    def _begin_anew(self) -> None:
        """Rename the files, and open a new one; raises OSError."""
        names = [self._path, *(f"{self._path}.{number + 1}" for number in range(self._files))]
        for old, new in reversed(list(pairwise(names))):
            with suppress(FileNotFoundError):
                os.replace(old, new)
        before = self._descriptor
        self._descriptor, self._size = _open(self._path)
        os.close(before)

    def _lose(self, error: OSError) -> None:
        self.lost += 1
        self._lost_in_a_row += 1
        if self._lost_in_a_row == 1:
            said = f"The query log {self._path} cannot be written: {error.strerror}."
            self._operator.write(f"{said} Queries go on; what is lost is counted in /metrics.")

    def _recover(self) -> None:
        if self._lost_in_a_row:
            lost = f"{self._lost_in_a_row:,} lines were lost"
            self._operator.write(f"The query log {self._path} is written again; {lost}.")
            self._lost_in_a_row = 0


def _open(path: str) -> tuple[int, int]:
    """Return the descriptor and the size of a file to append to; raises OSError."""
    with suppress(FileNotFoundError):
        _check_kind(os.stat(path), path)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o666)
    try:
        found = os.fstat(descriptor)
        _check_kind(found, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor, found.st_size


def _check_kind(found: os.stat_result, path: str) -> None:
    """Raise OSError for a pipe, whose reader could keep its writer waiting, and the like."""
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISCHR(found.st_mode)):
        raise OSError(errno.EINVAL, "It is no regular file", path)


def _ends_a_line(path: str) -> bool:
    """Return whether a file ends a line, as one may not whose writer was ended."""
    try:
        with open(path, "rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"
    except OSError:
        # It may be written and not read.
        return True
