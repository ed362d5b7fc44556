"""Write triples for people: sorted Turtle with its prefixes, compact JSON-LD, sound RDF/XML."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain, islice, takewhile
from typing import IO

import pyoxigraph as ox

from legation_server.errors import Problem

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# Beyond this many triples a graph is written as it comes, since sorting holds it in memory.
SORTED_UP_TO = 50_000

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
NATIVE = {
    "http://www.w3.org/2001/XMLSchema#boolean": re.compile(r"true|false"),
    "http://www.w3.org/2001/XMLSchema#integer": re.compile(r"-?(?:0|[1-9]\d{0,14})"),
}
LOCAL_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*")
XML_NAME_END = re.compile(r"[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\uD7FF][\w.-]*$")

Subject = ox.NamedNode | ox.BlankNode | ox.Triple


def write_graph(
    triples: Iterable[ox.Triple], name: str, prefixes: Mapping[str, str], output: IO[bytes]
) -> None:
    """Write triples to a binary stream in the format of a short name.

    Graphs of up to SORTED_UP_TO triples come out sorted by subject and predicate. Raises Problem
    `not-acceptable` when RDF/XML has no way to write a predicate (RDF 1.1 XML Syntax, 2.2).
    """
    rows = iter(triples)
    first = list(islice(rows, SORTED_UP_TO + 1))
    small = len(first) <= SORTED_UP_TO
    if small:
        first.sort(key=_sort_key)
    every: Iterable[ox.Triple] = first if small else chain(first, rows)
    if name == "jsonld" and small and not any(_has_triple_term(t) for t in first):
        output.write(json.dumps(as_json_ld(first, prefixes), indent=2, ensure_ascii=False).encode())
        return
    if name == "rdf":
        every = _writable_in_xml(every)
    used = used_prefixes(first, prefixes) if name in ("ttl", "trig", "rdf") else None
    ox.serialize(every, output, RDF_FORMATS[name], prefixes=used)


def graph_bytes(triples: Iterable[ox.Triple], name: str, prefixes: Mapping[str, str]) -> bytes:
    """Return triples in the format of a short name; see write_graph."""
    output = BytesIO()
    write_graph(triples, name, prefixes, output)
    return output.getvalue()


def used_prefixes(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return those prefixes that shorten some IRI of the triples, `a` for rdf:type apart."""
    iris: set[str] = set()
    for triple in triples:
        typed = triple.predicate.value == RDF + "type"
        for term in (triple.subject, None if typed else triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode):
                iris.add(term.value)
            elif isinstance(term, ox.Literal) and not term.language:
                iris.add(term.datatype.value)
    ordered = sorted(iris)
    return {
        prefix: namespace
        for prefix, namespace in sorted(prefixes.items())
        if any(LOCAL_NAME.fullmatch(iri, len(namespace)) for iri in _within(ordered, namespace))
    }


def _within(ordered: list[str], namespace: str) -> Iterator[str]:
    """Yield those of some sorted IRIs that begin with a namespace."""
    start = bisect_left(ordered, namespace)
    return takewhile(lambda iri: iri.startswith(namespace), islice(ordered, start, None))


def as_json_ld(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, object]:
    """Return a JSON-LD document, one object a subject, with the prefixes used as its context.

    The triples must be without triple terms, which JSON-LD 1.1 cannot express.
    """
    kept = list(triples)
    schemes = {
        iri.partition(":")[0]
        for t in kept
        for term in (t.subject, t.predicate, t.object)
        if isinstance(term, ox.NamedNode) and "//" not in (iri := term.value)
    }
    # A prefix that is also the scheme of some IRI would change that IRI's meaning.
    context = {p: ns for p, ns in used_prefixes(kept, prefixes).items() if p and p not in schemes}
    shorten = _Shortener(context)
    nodes: dict[str, dict[str, object]] = {}
    for triple in kept:
        subject = _identifier(triple.subject, shorten)
        node = nodes.setdefault(subject, {"@id": subject})
        if triple.predicate.value == RDF + "type" and isinstance(triple.object, ox.NamedNode):
            _append(node, "@type", shorten(triple.object.value))
        else:
            _append(node, shorten(triple.predicate.value), _json_value(triple.object, shorten))
    return {"@context": context, "@graph": list(nodes.values())}


class _Shortener:
    def __init__(self, context: Mapping[str, str]) -> None:
        self._context = sorted(context.items(), key=lambda row: -len(row[1]))

    def __call__(self, iri: str) -> str:
        for prefix, namespace in self._context:
            if iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri


def _append(node: dict[str, object], key: str, value: object) -> None:
    held = node.get(key)
    if held is None:
        node[key] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        node[key] = [held, value]


def _identifier(term: object, shorten: _Shortener) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _json_value(term: object, shorten: _Shortener) -> object:
    if not isinstance(term, ox.Literal):
        return {"@id": _identifier(term, shorten)}
    datatype = term.datatype.value
    if term.language:
        direction = {"@direction": str(term.direction)} if term.direction else {}
        return {"@value": term.value, "@language": term.language, **direction}
    if datatype == XSD_STRING:
        return term.value
    if datatype in NATIVE and NATIVE[datatype].fullmatch(term.value):
        return json.loads(term.value)
    return {"@value": term.value, "@type": shorten(datatype)}


def _has_triple_term(triple: ox.Triple) -> bool:
    return isinstance(triple.object, ox.Triple) or isinstance(triple.subject, ox.Triple)


def _sort_key(triple: ox.Triple) -> tuple[int, str, int, str, str]:
    return (
        isinstance(triple.subject, ox.BlankNode),
        str(triple.subject),
        triple.predicate.value != RDF + "type",
        triple.predicate.value,
        str(triple.object),
    )


def _writable_in_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        if not XML_NAME_END.search(triple.predicate.value):
            raise Problem(
                "not-acceptable",
                f"RDF/XML cannot write the predicate <{triple.predicate.value}>.",
                members={"predicate": triple.predicate.value},
            )
        yield triple
