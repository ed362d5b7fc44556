"""Count the rows of a table while it is written, and end it at the limit."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from legation_server.evaluation.tables.row_marks import CsvMarks, JsonMarks, Marks, PlainMarks
from legation_server.rdf import Writer

# The marks of so many bytes are looked for at a time.
PIECE_BYTES = 65_536


@dataclass(frozen=True)
class RowFormat:
    """Where the rows of a format are.

    `marks` finds what occurs once a row, at its start or end. `extra` is how many more marks than
    rows have passed at the end of the last row allowed; `kept` is how many bytes of the last mark
    belong to that row.
    """

    marks: Callable[[], Marks]
    extra: int
    kept: int


ROW_FORMATS = {
    "json": RowFormat(JsonMarks, 0, 1),
    "xml": RowFormat(partial(PlainMarks, b"<result>"), 1, 0),
    "csv": RowFormat(CsvMarks, 1, 1),
    "tsv": RowFormat(partial(PlainMarks, b"\n"), 1, 1),
}


class EnoughRowsError(Exception):
    """The table has more rows than the limit; all rows up to the limit are written."""


class RowCounter:
    """A stream that passes a table on, up to the end of the last row allowed."""

    def __init__(self, output: Writer, format_name: str, limit: int) -> None:
        """Pass on at most `limit` rows of a table in a format, given by its short name."""
        self._output = output
        self._format = ROW_FORMATS[format_name]
        self._marks: Marks | None = None
        self._left = limit + self._format.extra
        self._held: list[bytes] = []
        self._held_bytes = 0

    def write(self, data: bytes) -> int:
        """Pass bytes on, some time; raise EnoughRowsError when they have a row too many."""
        self._held.append(data)
        self._held_bytes += len(data)
        # A row has a byte at least, so what is held is well within the limit.
        if self._held_bytes >= min(PIECE_BYTES, self._left):
            self._pass_on()
        return len(data)

    def finish(self) -> None:
        """Pass the last bytes on."""
        if self._held_bytes >= self._left:
            self._pass_on()
        self._output.write(b"".join(self._held))
        self._held.clear()

    def flush(self) -> None:
        """Do nothing: the maker of the output flushes it."""

    def _pass_on(self) -> None:
        """Pass on what can be judged of what is held."""
        seen = b"".join(self._held)
        if self._marks is None:
            # Most tables are too small for one.
            self._marks = self._format.marks()
        judged, count = self._marks.find(seen)
        if count >= self._left:
            cut = self._marks.end(self._left) + self._format.kept if self._left > 0 else 0
            self._output.write(seen[:cut])
            self._held.clear()
            self._left = self._held_bytes = 0
            if len(seen) > cut:
                raise EnoughRowsError
            return
        self._left -= count
        self._output.write(seen[:judged])
        self._held = [seen[judged:]]
        self._held_bytes = len(self._held[0])
