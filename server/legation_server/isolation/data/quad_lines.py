"""Read the dumps of a release as lines of N-Quads, for the engine's own loader.

Most lines pass as they are, once more for each default graph that they are copied into. A line with
a blank node is put aside, since the loader would give the node another label at each load. Nothing
is held but the line at hand, however many there are.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import IO

import pyoxigraph as ox

from legation_server.evaluation import GraphCopies

BLANK = b"_:"
TYPED = b'"^^<'
# Literals that a store keeps as they are: most of those with a type, so that few are looked at.
XSD = b"http://www.w3.org/2001/XMLSchema#"
INTEGER, DATE = XSD + b"integer", XSD + b"date"
MOST_DIGITS, DATE_CHARACTERS = 18, 10
END = b" .\n"
# Where a comment may begin: behind the end of a statement (N-Quads, section 2.1).
COMMENT = re.compile(rb"\.[ \t]*#")


class QuadLines(io.RawIOBase):
    """A stream of the lines of dumps; `aside` takes the others, `typed` those worth a look."""

    def __init__(
        self,
        lines: Iterator[bytes],
        copies: GraphCopies | None,
        aside: IO[bytes],
        typed: Callable[[bytes], None],
    ) -> None:
        """Read lines of N-Quads; without `copies` none are made."""
        self._lines = self._passed(lines)
        self._endings = _Endings(copies) if copies else None
        self._aside = aside
        self._typed = typed
        self._rest = b""
        self.quads = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Put the next bytes into a buffer; return how many, 0 at the end."""
        while not self._rest:
            try:
                self._rest = next(self._lines)
            except StopIteration:
                return 0
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _passed(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            if BLANK in line:
                self._aside.write(line)
                continue
            self.quads += 1
            if TYPED in line and not is_plain(line):
                self._typed(line)
            yield line
            if self._endings is not None:
                yield from self._endings.copies_of(line)


class _Endings:
    """Makes the copies of a line out of its end, which names its graph."""

    def __init__(self, copies: GraphCopies) -> None:
        self._copies = copies
        self._known: dict[bytes, tuple[bytes, ...]] = {}

    def copies_of(self, line: bytes) -> Iterator[bytes]:
        start, _, name = line.rpartition(b" ")[0].rpartition(b" ")
        usual = line[-3:] == END and name[:1] == b"<" and b"\\" not in name
        if not usual or start.count(b" ") < 2 or COMMENT.search(start):
            yield from self._slowly(line)
            return
        endings = self._known.get(name)
        if endings is None:
            targets = self._copies.of(name[1:-1].decode())
            endings = tuple(f" {t}".encode() if t != ox.DefaultGraph() else b"" for t in targets)
            self._known[name] = endings
        for ending in endings:
            yield start + ending + END

    def _slowly(self, line: bytes) -> Iterator[bytes]:
        for quad in ox.parse(line, ox.RdfFormat.N_QUADS):
            if isinstance(quad.graph_name, ox.NamedNode):
                for target in self._copies.of(quad.graph_name.value):
                    copy = ox.Quad(quad.subject, quad.predicate, quad.object, target)
                    yield str(copy).encode() + END


def is_plain(line: bytes) -> bool:
    """Return whether the literal of a line is one that every store keeps as it is."""
    text, _, rest = line[line.find(b'"') + 1 :].partition(TYPED)
    kind = rest[: rest.find(b">")]
    if kind == INTEGER:
        digits = text.removeprefix(b"-")
        return digits.isdigit() and digits[:1] != b"0" and len(digits) <= MOST_DIGITS
    return kind == DATE and len(text) == DATE_CHARACTERS and text.replace(b"-", b"").isdigit()
