"""Count the rows of a table while it is written, and end it at the limit."""

from dataclasses import dataclass

from legation_server.rdf import Writer


@dataclass(frozen=True)
class RowMark:
    """The bytes that mark a row in a format.

    `mark` occurs once a row, at its start or end, and never inside a value, where quotes, angle
    brackets and line ends are escaped. `extra` is how many more marks than rows have passed at
    the end of the last row allowed; `kept` is how many bytes of the last mark belong to that row.
    """

    mark: bytes
    extra: int
    kept: int


ROW_MARKS = {
    "json": RowMark(b'},{"', 0, 1),
    "xml": RowMark(b"<result>", 1, 0),
    "csv": RowMark(b"\n", 1, 1),
    "tsv": RowMark(b"\n", 1, 1),
}


class EnoughRowsError(Exception):
    """The table has more rows than the limit; all rows up to the limit are written."""


class RowCounter:
    """A stream that passes a table on, up to the end of the last row allowed.

    In JSON, rows without a bound variable have no mark and do not count.
    """

    def __init__(self, output: Writer, format_name: str, limit: int) -> None:
        """Pass on at most `limit` rows of a table in a format, given by its short name."""
        self._output = output
        self._mark = ROW_MARKS[format_name]
        self._left = limit + self._mark.extra
        self._quotes = format_name == "csv"
        self._held = b""
        self._quoted = False

    def write(self, data: bytes) -> int:
        """Pass bytes on; raise EnoughRowsError when they have a row too many."""
        mark = self._mark.mark
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
        # Keep the bytes of an unfinished mark, so that it is neither counted twice nor missed.
        whole = len(seen) - (len(mark) - 1)
        self._output.write(seen[: max(0, whole)])
        self._held = seen[max(0, whole) :]
        return len(data)

    def finish(self) -> None:
        """Pass the last bytes on."""
        self._output.write(self._held)
        self._held = b""

    def flush(self) -> None:
        """Do nothing: the maker of the output flushes it."""

    def _end(self, data: bytes) -> int:
        """Return the offset in `data` of the end of the last row allowed."""
        if self._left <= 0:
            return 0
        place = -1
        for _ in range(self._left):
            place = data.index(self._mark.mark, place + 1)
        return place + self._mark.kept

    def _outside_quotes(self, data: bytes) -> bytes:
        """Return CSV of the same length, without line ends inside quotes."""
        parts = data.split(b'"')
        for index in range(not self._quoted, len(parts), 2):
            if b"\n" in parts[index]:
                parts[index] = b" " * len(parts[index])
        self._quoted ^= len(parts) % 2 == 0
        return b'"'.join(parts)
