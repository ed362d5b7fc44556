"""Find where rows begin or end in the bytes of a table, as these come in pieces."""

import re
from typing import Protocol


class Marks(Protocol):
    """Finds the marks of rows in one table, piece by piece."""

    def find(self, seen: bytes) -> tuple[int, int]:
        """Return how many bytes can be judged, and how many marks these have.

        The bytes beyond come again, at the beginning of the next piece.
        """

    def end(self, count: int) -> int:
        """Return the offset of the mark with a number, from 1, in what was judged last."""


class PlainMarks:
    """Marks that never occur inside a value, as values have them escaped."""

    def __init__(self, mark: bytes) -> None:
        """Look for some bytes."""
        self._mark = mark
        self._text = b""

    def find(self, seen: bytes) -> tuple[int, int]:
        """Return how many bytes can be judged, and how many marks these have."""
        self._text = seen
        # An unfinished mark comes again, so that it is neither counted twice nor missed.
        return max(0, len(seen) - len(self._mark) + 1), self._text.count(self._mark)

    def end(self, count: int) -> int:
        """Return the offset of the mark with a number."""
        return _nth(self._text, self._mark, count)


class CsvMarks:
    """The line ends of CSV that are not inside quotes."""

    def __init__(self) -> None:
        """Begin outside quotes."""
        self._quoted = False
        self._text = b""

    def find(self, seen: bytes) -> tuple[int, int]:
        """Return how many bytes can be judged, and how many marks these have."""
        self._text, self._quoted = without_strings(seen, self._quoted)
        return len(seen), self._text.count(b"\n")

    def end(self, count: int) -> int:
        """Return the offset of the mark with a number."""
        return _nth(self._text, b"\n", count)


class JsonMarks:
    r"""The `},{` between two rows in the engine's JSON, which has no white space.

    Inside a string the next quote closes it, and a comma or a brace follows; other quotes are
    escaped. So `},{"` before anything else is between rows, without a look at what is before. Only
    for others (a row without values, a string with `},{`) it has to be known whether they are in a
    string. `_since` are the pieces from the last place where that is known, `_quoted`, on.
    """

    MARK = b"},{"
    SURE = b'},{"'
    EACH = re.compile(rb'\},\{(?:"(?=[^,}]))?')
    # As many bytes as have to be seen after the first of a mark.
    AHEAD = 4

    def __init__(self) -> None:
        """Begin outside strings."""
        self._quoted = False
        self._since: list[bytes] = []
        self._text = b""
        self._judged = 0

    def find(self, seen: bytes) -> tuple[int, int]:
        """Return how many bytes can be judged, and how many marks these have."""
        # A mark that is not here as a whole comes again.
        unsure = seen.find(b"}", max(0, len(seen) - self.AHEAD))
        whole = len(seen) if unsure < 0 else unsure
        found = self.EACH.findall(seen, 0, whole)
        if found.count(self.SURE) < len(found):
            return self._find_outside_strings(seen, whole)
        self._text, self._judged = seen, whole
        if found:
            last = seen.rfind(self.SURE, 0, whole)
            self._since, self._quoted = [seen[last + len(self.MARK) : whole]], False
        else:
            self._since.append(seen[:whole])
        return whole, len(found)

    def end(self, count: int) -> int:
        """Return the offset of the mark with a number."""
        return _nth(self._text, self.MARK, count)

    def _find_outside_strings(self, seen: bytes, whole: int) -> tuple[int, int]:
        before = b"".join(self._since)
        text = before + seen[:whole]
        # An escape that is not here as a whole comes again.
        if (len(text) - len(text.rstrip(b"\\"))) % 2:
            whole -= 1
            text = text[:-1]
        text = text.replace(b"\\\\", b"  ").replace(b'\\"', b"  ")
        text, self._quoted = without_strings(text, self._quoted)
        self._since = []
        self._text = text[len(before) :]
        return whole, self._text.count(self.MARK)


def without_strings(text: bytes, quoted: bool) -> tuple[bytes, bool]:
    r"""Return a text of the same length with blanks inside quotes, and whether its end is inside.

    `quoted` says whether its beginning is inside. Quotes that stand for themselves are doubled.

    >>> without_strings(b'a,"b\n"\n', False)
    (b'a,"  "\n', False)
    """
    parts = text.split(b'"')
    for index in range(not quoted, len(parts), 2):
        parts[index] = b" " * len(parts[index])
    return b'"'.join(parts), quoted ^ (len(parts) % 2 == 0)


def _nth(text: bytes, mark: bytes, count: int) -> int:
    place = -1
    for _ in range(count):
        place = text.index(mark, place + 1)
    return place
