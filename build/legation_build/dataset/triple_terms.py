"""Reify the plain triples that contents stand for (RDF 1.2): named, not asserted. Pure.

Implements triple terms and `rdf:reifies` (RDF 1.2 Concepts, section 3.1). The content is the
reifier: its status, its claims and its sentences are those of the triple that it stands for.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, Triple

from legation_build.namespaces import BIL, RDF

REIFIES = NamedNode(RDF + "reifies")
_PARTS = {BIL + name: name for name in ("subject", "predicate", "object")}


class PlainTriple(NamedTuple):
    """A triple, by the IRIs of its parts, and the IRI of the content that stands for it."""

    subject: str
    predicate: str
    object: str
    content: str


def plain_triples(quads: Iterable[Quad]) -> Iterator[PlainTriple]:
    """Yield the plain triples that contents stand for, whatever their status, sorted."""
    parts: dict[str, dict[str, set[str]]] = {}
    for quad in quads:
        name = _PARTS.get(quad.predicate.value)
        if name and isinstance(quad.object, NamedNode):
            assert isinstance(quad.subject, NamedNode)
            values = parts.setdefault(quad.subject.value, {})
            values.setdefault(name, set()).add(quad.object.value)
    for content, values in sorted(parts.items()):
        for subject in sorted(values.get("subject", ())):
            for predicate in sorted(values.get("predicate", ())):
                for other in sorted(values.get("object", ())):
                    yield PlainTriple(subject, predicate, other, content)


def reified(quads: Iterable[Quad]) -> list[Quad]:
    """Return for each plain triple that a content stands for the statement that reifies it.

    It is in the graph that has the content.
    """
    known = list(quads)
    graphs = {quad.subject: quad.graph_name for quad in known if quad.predicate.value in _PARTS}
    found = []
    for plain in plain_triples(known):
        content = NamedNode(plain.content)
        parts = (NamedNode(iri) for iri in plain[:3])
        found.append(Quad(content, REIFIES, Triple(*parts), graphs[content]))
    return found
