"""Where Virtuoso answers otherwise than the specifications say, and how that is evened out.

docs/engines.md lists these and what remains; tests/server/isolation/test_other_engines.py holds
both against the engine itself.
"""

import re
from collections.abc import Callable
from email.message import Message

import pyoxigraph as ox

READ_BYTES = 65_536
# When its time is up it answers with what it has, and says so in a header.
STATE, INCOMPLETE = "X-SQL-State", "S1TAT"
# When it leaves out rows it says how many it gives.
ROW_LIMIT = "X-SPARQL-MaxRows"
# Values of terms in SPARQL JSON results, with the member before them.
LABEL = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")([^"]*)"')
TRUTH = re.compile(rb'(XMLSchema#boolean"\s*,\s*"value"\s*:\s*")([01])"')
NO_LABEL = re.compile(rb"[^A-Za-z0-9]")


def says_incomplete(headers: Message) -> bool:
    """Tell whether an answer is only what was found until the time was up."""
    return headers.get(STATE) == INCOMPLETE


def rows_given(headers: Message) -> int | None:
    """Return the number of rows after which an answer ends, if the engine limits it."""
    value = headers.get(ROW_LIMIT, "")
    return int(value) if value.isdecimal() else None


def truth(table: ox.QuerySolutions) -> ox.QueryBoolean:
    """Return the answer to ASK that came as a table: of one row for true, of none for false."""
    held = "true" if next(table, None) else "false"
    answer = ox.parse_query_results(f'{{"head":{{}},"boolean":{held}}}', ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QueryBoolean)
    return answer


class RepairedTable:
    """SPARQL JSON results, read as a file: blank nodes with valid labels, truth values in words.

    An exchange says `{"type": "bnode", "value": "nodeID://b1"}`, and 1 for true.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        """Read what `read` gives when asked for a number of bytes."""
        self._read = read
        self._held = b""
        self._ready = bytearray()
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, at most `size` if that is not negative, and none at the end."""
        while not self._ready and not self._ended:
            self._fill()
        count = len(self._ready) if size < 0 else size
        piece = bytes(self._ready[:count])
        del self._ready[:count]
        return piece

    def _fill(self) -> None:
        piece = self._read(READ_BYTES)
        self._ended = not piece
        # What is repaired lies within one term, which ends with a brace.
        whole, brace, rest = (self._held + piece).rpartition(b"}")
        self._held = b"" if self._ended else rest
        self._ready += repaired(whole + brace)
        if self._ended:
            self._ready += rest


def repaired(table: bytes) -> bytes:
    """Return a part of a table with valid labels and truth values.

    >>> repaired(b'{"type": "bnode", "value": "nodeID://b1"}')
    b'{"type": "bnode", "value": "nodeID3a2f2fb1"}'
    """
    table = LABEL.sub(
        lambda found: found[1] + NO_LABEL.sub(lambda odd: odd[0].hex().encode(), found[2]) + b'"',
        table,
    )
    return TRUTH.sub(
        lambda found: found[1] + (b"true" if found[2] == b"1" else b"false") + b'"', table
    )
