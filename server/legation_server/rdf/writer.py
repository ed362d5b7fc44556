"""Write triples for people: sorted Turtle with its prefixes, compact JSON-LD, valid RDF/XML."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from itertools import chain, islice
from typing import IO, cast
from xml.parsers.expat import ExpatError, ParserCreate

import pyoxigraph as ox

from legation_server.errors import Problem
from legation_server.namespaces import RDF
from legation_server.rdf.blank_labels import numbered
from legation_server.rdf.canonical_order import Prefixes, as_text, in_order, sortable_lines
from legation_server.rdf.json_ld import Words, as_json_ld
from legation_server.rdf.well_formed_xml import WellFormedXml

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# Larger graphs are written unsorted, since sorting takes memory.
MOST_SORTED_TRIPLES = 50_000

# The engine splits a predicate before the longest name at its end (NCName, Namespaces in XML).
NAME_START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
XML_NAME_END = re.compile(
    rf"(?s:.)([{NAME_START}][{NAME_START}0-9.\-\u00b7\u0300-\u036f\u203f-\u2040]*)\Z"
)
XMLNS = "http://www.w3.org/2000/xmlns/"
# The search above takes quadratic time, and its results are cached by predicate.
MOST_CHARACTERS_IN_XML = 2_000
# Names with a meaning of their own in RDF/XML (section 7.2.2 of its specification).
RESERVED_IN_XML = frozenset(
    RDF + name
    for name in (
        *("Description", "ID", "RDF", "about", "annotation", "annotationNodeID", "bagID"),
        *("aboutEach", "aboutEachPrefix", "datatype", "li", "nodeID", "parseType"),
        *("resource", "version"),
    )
)


def write_graph(
    triples: Iterable[ox.Triple],
    name: str,
    prefixes: Mapping[str, str] | Prefixes,
    output: IO[bytes],
    words: Words | None = None,
    subject: str | None = None,
    number: bool = False,
) -> None:
    """Write triples to a binary stream in the format of a short name.

    `words` is the context of JSON-LD, by default the prefixes alone; Prefixes that are given again
    know the IRIs of earlier graphs. The triples of `subject`, an
    IRI, come before the others. With `number` blank nodes are named in the order they come in.

    Graphs of up to MOST_SORTED_TRIPLES triples are sorted by subject and predicate. Raises Problem
    `not-acceptable` when RDF/XML cannot write a predicate (RDF 1.1 XML Syntax, section 2.2).
    """
    known = prefixes if isinstance(prefixes, Prefixes) else Prefixes(prefixes)
    rows = iter(triples)
    first = list(islice(rows, MOST_SORTED_TRIPLES + 1))
    small = len(first) <= MOST_SORTED_TRIPLES
    text = as_text(first)
    # Few graphs have blank nodes, and looking at each triple takes longer than at the text.
    if number and (not small or b"_:" in text):
        rows = numbered(chain(first, rows))
        first = list(islice(rows, MOST_SORTED_TRIPLES + 1))
        text = as_text(first)
    lines = sortable_lines(text)
    if small:
        first = in_order(first, lines)
    if small and subject:
        about = ox.NamedNode(subject)
        first.sort(key=lambda triple: triple.subject != about)
    every: Iterable[ox.Triple] = first if small else chain(first, rows)
    if name == "jsonld" and small and not any(_has_triple_term(t) for t in first):
        document = as_json_ld(first, words or Words(known.namespaces))
        output.write(json.dumps(document, indent=2, ensure_ascii=False).encode())
        return
    if name == "jsonld":
        every = _writable_in_json_ld(every)
    if name == "rdf":
        every = _writable_in_xml(every)
        output = cast("IO[bytes]", WellFormedXml(output))
    used = known.used(lines) if name in ("ttl", "trig", "rdf") else None
    if small and name != "rdf":
        # All of it at once takes less time than piece by piece.
        output.write(ox.serialize(every, None, RDF_FORMATS[name], prefixes=used) or b"")
    else:
        ox.serialize(every, output, RDF_FORMATS[name], prefixes=used)


def graph_bytes(
    triples: Iterable[ox.Triple],
    name: str,
    prefixes: Mapping[str, str] | Prefixes,
    words: Words | None = None,
    subject: str | None = None,
) -> bytes:
    """Return triples in the format of a short name; see write_graph."""
    output = BytesIO()
    write_graph(triples, name, prefixes, output, words, subject)
    return output.getvalue()


def _has_triple_term(triple: ox.Triple) -> bool:
    return isinstance(triple.object, ox.Triple) or isinstance(triple.subject, ox.Triple)


def _writable_in_json_ld(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        if _has_triple_term(triple):
            raise Problem("not-acceptable", "JSON-LD cannot write triple terms (RDF 1.2).")
        yield triple


def _writable_in_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        predicate = triple.predicate.value
        if len(predicate) > MOST_CHARACTERS_IN_XML or not _is_writable_in_xml(predicate):
            raise Problem(
                "not-acceptable",
                f"RDF/XML cannot write the predicate <{predicate}>.",
                members={"predicate": predicate},
            )
        yield triple


@lru_cache(1024)
def _is_writable_in_xml(predicate: str) -> bool:
    """Return whether a predicate ends with a name that all XML readers accept, old ones too."""
    name = XML_NAME_END.search(predicate)
    if not name or predicate in RESERVED_IN_XML or predicate.startswith(XMLNS):
        return False
    try:
        ParserCreate().Parse(f"<{name[1]}/>".encode(), True)
    except ExpatError:
        return False
    return True
