"""Tell operators something on standard error, which may be closed, full, or read by nobody."""

import logging
import os
import select
import sys
from threading import Lock

# So much a pipe takes at once, or nothing (POSIX, pipe(7)).
PIECE_BYTES = select.PIPE_BUF


class StandardErrorStream:
    """Standard error, line by line; writing never raises and never waits.

    `lost` counts the lines that could not be written.
    """

    def __init__(self) -> None:
        """Begin with none lost."""
        self.lost = 0
        self._torn = False
        self._lock = Lock()

    def write(self, text: str) -> bool:
        """Write a line, or several; return whether that was possible."""
        with self._lock:
            written = self._write(text)
            self.lost += not written
            return written

    def _write(self, text: str) -> bool:
        try:
            descriptor = sys.stderr.fileno()
        except (AttributeError, OSError, ValueError):
            return _print(text)
        data = (b"\n" if self._torn else b"") + f"{text}\n".encode("utf-8", "backslashreplace")
        written = _put(descriptor, data)
        if written:
            self._torn = written < len(data)
        return written == len(data)


class StandardErrorHandler(logging.Handler):
    """Writes what is logged to standard error."""

    def __init__(self, output: StandardErrorStream) -> None:
        """Write as `output` does."""
        super().__init__()
        self.setFormatter(logging.Formatter("[%(asctime)s] %(levelname)s: %(message)s"))
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self._output.write(self.format(record))


def say(text: str) -> None:
    """Tell the operator something."""
    StandardErrorStream().write(text)


def open_standard_streams() -> None:
    """Open the null device in the place of standard streams that are closed.

    Otherwise what is opened next takes their numbers, and what is meant for them goes there.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _put(descriptor: int, data: bytes) -> int:
    """Write as many bytes as are taken at once, and return how many that was."""
    written = 0
    while written < len(data) and _takes_more(descriptor):
        try:
            written += os.write(descriptor, data[written : written + PIECE_BYTES])
        except OSError:
            break
    return written


def _takes_more(descriptor: int) -> bool:
    poller = select.poll()
    poller.register(descriptor, select.POLLOUT)
    return bool(poller.poll(0))


def _print(text: str) -> bool:
    """Write to what stands for standard error inside this program, as in its tests."""
    if sys.stderr is None:
        return False
    try:
        print(text, file=sys.stderr, flush=True)  # noqa: T201 (this is where operators look)
    except (OSError, ValueError):
        return False
    return True
