"""Put triples in order, and find the prefixes that they use, by their lines of N-Triples.

Sorting and splitting lines as bytes is many times faster than working on triples as objects.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

import pyoxigraph as ox

from legation_server.namespaces import LOCAL_NAME, RDF_TYPE, XSD

# Literals that Turtle writes without quotes and datatype (RDF 1.1 Turtle, section 2.5.2, 2.5.3).
BARE_IN_TURTLE = {
    f"{XSD}{name}".encode(): re.compile(pattern)
    for name, pattern in (
        ("boolean", rb"true|false"),
        ("integer", rb"[+-]?\d+"),
        ("decimal", rb"[+-]?\d*\.\d+"),
        ("double", rb"[+-]?(?:\d+\.\d*|\.?\d+)[eE][+-]?\d+"),
    )
}
# N-Triples escapes control characters, so these occur nowhere else.
TYPE = f" <{RDF_TYPE}> ".encode()
TYPE_FIRST = b" \x01 "
IRI_END = b"\x00"
LAST = b" ."
# What is found of IRIs is kept, but not of long ones.
IRIS_KEPT, LONGEST_KEPT_BYTES = 4_096, 500


def as_text(triples: list[ox.Triple]) -> bytes:
    """Return triples as N-Triples (RDF 1.1 N-Triples, section 2)."""
    return ox.serialize(triples, None, ox.RdfFormat.N_TRIPLES) or b""


def sortable_lines(text: bytes) -> list[bytes]:
    """Return the lines of `as_text`; sorted, they bring rdf:type first and blank nodes last.

    They have control characters in the place of rdf:type and at the end of IRIs, so that a name
    comes before longer names.
    """
    return text.replace(TYPE, TYPE_FIRST).replace(b"> ", IRI_END + b" ").split(b"\n")[:-1]


def in_order(triples: list[ox.Triple], lines: list[bytes]) -> list[ox.Triple]:
    """Return triples sorted by their sortable lines, without repetition."""
    found = dict(zip(lines, triples, strict=True))
    return [found[line] for line in sorted(found)]


class Prefixes:
    """Prefixes, and which of them shorten an IRI; what was found of an IRI is kept."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Take prefixes with their namespaces."""
        self.namespaces = prefixes
        # No local name has a slash or a hash: a namespace that ends in one is all of an IRI up to
        # its last.
        self._closed: dict[str, list[str]] = {}
        self._open: list[str] = []
        for prefix, namespace in prefixes.items():
            if namespace.endswith(("/", "#")):
                self._closed.setdefault(namespace, []).append(prefix)
            else:
                self._open.append(prefix)
        self._shortening = lru_cache(IRIS_KEPT)(self._found)

    def used(self, lines: Collection[bytes]) -> dict[str, str]:
        """Return those that shorten an IRI in the Turtle of triples with these sortable lines.

        rdf:type needs none, since it is `a` in Turtle.
        """
        names: set[str] = set()
        for term in _terms(lines):
            short = len(term) <= LONGEST_KEPT_BYTES
            names.update((self._shortening if short else self._found)(term))
        return {name: self.namespaces[name] for name in sorted(names)}

    def _found(self, term: bytes) -> list[str]:
        """Return the prefixes that shorten a term, if it is an IRI as it stands in a line."""
        if not term.startswith(b"<"):
            return []
        iri = term[1:-1].decode()
        begin = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        return [
            prefix
            for prefix in (*self._closed.get(begin, ()), *self._open)
            if iri.startswith(namespace := self.namespaces[prefix])
            and LOCAL_NAME.fullmatch(iri, len(namespace))
        ]


def _terms(lines: Collection[bytes]) -> set[bytes]:
    """Return subjects, predicates and IRIs in sortable lines, and the datatypes Turtle writes."""
    columns = zip(*[line.split(b" ", 2) for line in lines], strict=True)
    subjects, predicates, objects = map(set, columns) if lines else ((), (), ())
    terms = {*subjects, *predicates}
    for value in objects:
        if value.startswith(b"<"):
            terms.add(value[: -len(LAST)])
        elif value.endswith(IRI_END + LAST):
            text, _, datatype = value[1 : -len(IRI_END + LAST)].rpartition(b'"^^<')
            bare = BARE_IN_TURTLE.get(datatype)
            if bare is None or not bare.fullmatch(text):
                terms.add(b"<" + datatype + IRI_END)
    return terms
