"""Count the rows of a table while it is written, by what separates them in each format."""

from typing import Protocol

from legation_server.errors import Problem

# None of these can occur inside a value: quotes, angle brackets and line ends are escaped there.
BEFORE_ROW = {"json": b'},{"', "xml": b"<result>", "tsv": b"\n"}


class Writer(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes) -> int:
        """Take bytes and return how many."""


class RowCounter:
    """A stream that passes a table on and raises Problem when it has too many rows."""

    def __init__(self, output: Writer, format_name: str, limit: int) -> None:
        """Count rows of a format given by its short name, up to a limit."""
        self._output = output
        self._mark = BEFORE_ROW.get(format_name)
        self._limit = limit
        self._tail = b""
        self._quoted = False
        self.rows = 0

    def write(self, data: bytes) -> int:
        """Pass bytes on."""
        self.rows += self._marks(data) if self._mark else self._lines(data)
        if self.rows > self._limit:
            raise Problem(
                "result-too-large",
                f"The result has more than {self._limit:,} rows.",
                members={"limit": self._limit},
            )
        return self._output.write(data)

    def flush(self) -> None:
        """Do nothing: whoever made the output flushes it."""

    def _marks(self, data: bytes) -> int:
        assert self._mark
        seen = self._tail + data
        # Short of a whole mark, so that none is counted twice.
        kept = len(self._mark) - 1
        self._tail = seen[-kept:] if kept else b""
        return seen.count(self._mark)

    def _lines(self, data: bytes) -> int:
        """Count the ends of lines outside quotes, as CSV has them."""
        parts = data.split(b'"')
        lines = sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0
        return lines
