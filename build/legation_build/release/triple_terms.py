"""Reify the plain triples that contents stand for (RDF 1.2): named, not asserted. Pure.

Implements triple terms and `rdf:reifies` (RDF 1.2 Concepts, section 3.1). The content is the
reifier: its status, its claims and its sentences are those of the triple that it stands for.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, Triple

from legation_build.dataset import (
    TYPES,
    Index,
    content_patterns,
    index_of,
    plain_relations,
    values,
    vocabulary_of,
)
from legation_build.namespaces import BIL, RDF

REIFIES = NamedNode(RDF + "reifies")
# A content of the class stands for plain triples by these types alone, whatever else it has.
_TYPES_BY_CLASS = {BIL + "Situation": ("situationType",), BIL + "Event": ("eventType",)}


class PlainTriple(NamedTuple):
    """A triple, by the IRIs of its parts, and the IRI of the content that stands for it."""

    subject: str
    predicate: str
    object: str
    content: str


def plain_triples(triples: Iterable[Triple]) -> Iterator[PlainTriple]:
    """Yield the plain triples that contents stand for, whatever their status, sorted."""
    given = list(triples)
    index, words = index_of(given), vocabulary_of(given)
    found = set()
    for content in index:
        if index[content].get(BIL + "statedBy"):
            types = _types(content, index)
            for pattern in content_patterns(content, index, words.patterns, words.broader, types):
                found |= {
                    PlainTriple(*p, content) for p in plain_relations(content, index, pattern)
                }
    yield from sorted(found, key=lambda plain: (plain.content, plain))


def _types(content: str, index: Index) -> tuple[str, ...]:
    """Return the local names of the properties whose types say what a content stands for."""
    own = [
        name
        for kind in values(index, content, RDF + "type")
        for name in _TYPES_BY_CLASS.get(kind, ())
    ]
    return tuple(own) or TYPES


def reified(quads: Iterable[Quad]) -> list[Quad]:
    """Return for each plain triple that a content stands for the statement that reifies it.

    It is in the graph that has the content.
    """
    known = list(quads)
    status = NamedNode(BIL + "status")
    graphs = {quad.subject: quad.graph_name for quad in known if quad.predicate == status}
    found = []
    for plain in plain_triples(quad.triple for quad in known):
        content = NamedNode(plain.content)
        parts = (NamedNode(iri) for iri in plain[:3])
        found.append(Quad(content, REIFIES, Triple(*parts), graphs[content]))
    return found
