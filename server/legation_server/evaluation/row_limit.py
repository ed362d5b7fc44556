"""Count the rows of a table while it is written, and end it where it has enough of them."""

from dataclasses import dataclass

from legation_server.rdf.well_formed_xml import Writer


@dataclass(frozen=True)
class Shape:
    """How rows can be told apart in a format.

    `mark` occurs once a row, at its start or end, and never inside a value: quotes, angle
    brackets and line ends are escaped there. `extra` is how many more marks than rows there are
    when the last row allowed has come to its end; `kept` how much of that mark belongs to it.
    """

    mark: bytes
    extra: int
    kept: int


SHAPES = {
    "json": Shape(b'},{"', 0, 1),
    "xml": Shape(b"<result>", 1, 0),
    "csv": Shape(b"\n", 1, 1),
    "tsv": Shape(b"\n", 1, 1),
}


class EnoughRowsError(Exception):
    """The table has more rows than it may have; those that it may have are written."""


class RowCounter:
    """A stream that passes a table on up to the end of the last row allowed.

    Rows in which no variable is bound have no mark in JSON and do not count there.
    """

    def __init__(self, output: Writer, format_name: str, limit: int) -> None:
        """Pass on at most `limit` rows of a format given by its short name."""
        self._output = output
        self._shape = SHAPES[format_name]
        self._left = limit + self._shape.extra
        self._quotes = format_name == "csv"
        self._held = b""
        self._quoted = False

    def write(self, data: bytes) -> int:
        """Pass bytes on; raise EnoughRowsError when they are of a row too many."""
        mark = self._shape.mark
        seen = self._held + data
        found = self._outside_quotes(seen) if self._quotes else seen
        count = found.count(mark)
        if self._left - count <= 0:
            cut = self._end(found)
            self._output.write(seen[:cut])
            self._held, self._left = b"", 0
            if len(seen) > cut:
                raise EnoughRowsError
            return len(data)
        self._left -= count
        # Short of a whole mark, so that none is counted twice or torn in two.
        whole = len(seen) - (len(mark) - 1)
        self._output.write(seen[: max(0, whole)])
        self._held = seen[max(0, whole) :]
        return len(data)

    def finish(self) -> None:
        """Pass the last bytes on."""
        self._output.write(self._held)
        self._held = b""

    def flush(self) -> None:
        """Do nothing: whoever made the output flushes it."""

    def _end(self, data: bytes) -> int:
        """Return the offset in `data` where the last row allowed ends."""
        if self._left <= 0:
            return 0
        place = -1
        for _ in range(self._left):
            place = data.index(self._shape.mark, place + 1)
        return place + self._shape.kept

    def _outside_quotes(self, data: bytes) -> bytes:
        """Return CSV of the same length with nothing inside its quotes that could be a mark."""
        parts = data.split(b'"')
        for index in range(not self._quoted, len(parts), 2):
            if b"\n" in parts[index]:
                parts[index] = b" " * len(parts[index])
        self._quoted ^= len(parts) % 2 == 0
        return b'"'.join(parts)
