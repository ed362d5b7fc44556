"""Write tables as CSV by RFC 4180: the engine leaves commas in IRIs and triple terms unquoted."""

import re

from legation_server.rdf import Writer

ESCAPE = re.compile(rb"\\([tbnrf\"'\\])")
ESCAPED = {b"t": b"\t", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"f": b"\f"}
TO_BE_QUOTED = re.compile(rb'[,"\r\n]')


class CsvWriter:
    """A stream that takes a table in TSV, which is unambiguous, and passes it on as CSV.

    Terms are written as SPARQL 1.1 Query Results CSV and TSV Formats, section 3, says; triple
    terms as in TSV. A row that is a single empty field is `""`: readers skip empty lines.
    """

    def __init__(self, output: Writer) -> None:
        """Pass CSV on to a stream of bytes."""
        self._output = output
        self._held: list[bytes] = []
        self._begun = False

    def write(self, data: bytes) -> int:
        """Take bytes of TSV and pass on the rows that are whole."""
        lines, end, rest = data.rpartition(b"\n")
        if end:
            self._pass_on(b"".join((*self._held, lines, end)))
            self._held.clear()
        self._held.append(rest)
        return len(data)

    def finish(self) -> None:
        """Pass on what has no line end: a truth value."""
        self._output.write(b"".join(self._held))
        self._held.clear()

    def flush(self) -> None:
        """Do nothing: the maker of the output flushes it."""

    def _pass_on(self, lines: bytes) -> None:
        if not self._begun:
            self._begun = True
            header, _, lines = lines.partition(b"\n")
            self._output.write(header.replace(b"?", b"").replace(b"\t", b",") + b"\r\n")
        if lines:
            self._output.write(as_csv(lines))


def as_csv(lines: bytes) -> bytes:
    r"""Return rows of TSV, each with its line end, as rows of CSV.

    >>> as_csv(b'<http://e/a,b>\t"x"@en\n')
    b'"http://e/a,b",x\r\n'
    """
    rows = (b",".join(map(_field, line.split(b"\t"))) for line in lines[:-1].split(b"\n"))
    return b"".join([(row or b'""') + b"\r\n" for row in rows])


def _field(term: bytes) -> bytes:
    """Return the field of a term that is written as in TSV."""
    if term[:1] == b'"':
        value = term[1 : term.rindex(b'"')]
        if b"\\" in value:
            value = ESCAPE.sub(lambda found: ESCAPED.get(found[1], found[1]), value)
    elif term[:1] == b"<" and term[:3] != b"<<(":
        value = term[1:-1]
    else:
        value = term
    if not TO_BE_QUOTED.search(value):
        return value
    return b'"' + value.replace(b'"', b'""') + b'"'
