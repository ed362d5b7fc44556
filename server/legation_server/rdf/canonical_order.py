"""Put triples in order, and find the prefixes that they use, by their lines of N-Triples.

Sorting and splitting lines as bytes is many times faster than working on triples as objects.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

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


def sortable_lines(triples: list[ox.Triple]) -> list[bytes]:
    """Return a line for each triple; sorted, they bring rdf:type first and blank nodes last.

    They are N-Triples (RDF 1.1 N-Triples, section 2) with control characters in the place of
    rdf:type and at the end of IRIs, so that a name comes before longer names.
    """
    text = ox.serialize(triples, None, ox.RdfFormat.N_TRIPLES) or b""
    return text.replace(TYPE, TYPE_FIRST).replace(b"> ", IRI_END + b" ").split(b"\n")[:-1]


def in_order(triples: list[ox.Triple], lines: list[bytes]) -> list[ox.Triple]:
    """Return triples sorted by their sortable lines, without repetition."""
    found = dict(zip(lines, triples, strict=True))
    return [found[line] for line in sorted(found)]


def used_prefixes(lines: list[bytes], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that shorten an IRI in the Turtle of triples with these sortable lines.

    rdf:type needs none, since it is `a` in Turtle.
    """
    ordered = sorted(_iris(lines))
    used = {}
    # No local name has one of these: a namespace that ends in one is all of an IRI up to its last.
    begun = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in ordered}
    known = [
        (prefix, namespace)
        for prefix, namespace in prefixes.items()
        if namespace in begun or namespace[-1:] not in ("/", "#")
    ]
    for prefix, namespace in sorted(known):
        for place in range(bisect_left(ordered, namespace), len(ordered)):
            if not ordered[place].startswith(namespace):
                break
            if LOCAL_NAME.fullmatch(ordered[place], len(namespace)):
                used[prefix] = namespace
                break
    return used


def _iris(lines: Iterable[bytes]) -> set[str]:
    """Return the IRIs in sortable lines, and of datatypes those that Turtle writes."""
    columns = [set(column) for column in zip(*(line.split(b" ", 2) for line in lines), strict=True)]
    subjects, predicates, objects = columns or (set(), set(), set())
    terms = subjects | predicates
    typed: set[bytes] = set()
    for value in objects:
        if value.startswith(b"<"):
            terms.add(value[: -len(LAST)])
        elif value.endswith(IRI_END + LAST):
            typed.add(value[1 : -len(IRI_END + LAST)])
    iris = {term[1:-1].decode() for term in terms if term.startswith(b"<")}
    written: set[bytes] = set()
    for value in typed:
        text, _, datatype = value.rpartition(b'"^^<')
        if datatype not in written:
            bare = BARE_IN_TURTLE.get(datatype)
            if bare is None or not bare.fullmatch(text):
                written.add(datatype)
    iris.update(datatype.decode() for datatype in written)
    return iris
