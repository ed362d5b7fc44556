"""Fetch what the store knows about one thing, in rings around it.

The rings: the thing itself and what points at it; the things of the same document that these
name; and what those name in turn (a content, the claims that state it, their passages). A code
list comes with its codes, an ontology with the whole graph that declares it. Last come the labels
of everything named, and the plain property that a named type of content stands for. Each ring is
one query or a few, which `construct` runs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from legation_server.descriptions.queries import (
    MOST_REFERENCES,
    about_query,
    blank_query,
    describe_query,
    graph_query,
    labels_query,
    members_query,
    named_parts_query,
    parts_query,
    pointing_at_parts_query,
    references_query,
    term,
)
from legation_server.namespaces import OWL, RDF_TYPE, SKOS
from legation_server.rdf import LABELS

MOST_NAMES_A_RING = 4_000
NAMES_A_QUERY = 500
NAMES_A_LABELS_QUERY = 2_000
# What a type of content says of the plain property that its contents stand for.
STANDS_FOR = ("standsFor", "subjectRole", "objectRole")

Construct = Callable[[str], list[ox.Triple]]


@dataclass(frozen=True)
class Surroundings:
    """Which things belong to which part of the dataset; all values are IRIs."""

    base: str
    documents: frozenset[str]
    hash_namespaces: frozenset[str]

    def in_document(self, iri: str) -> bool:
        """Return whether a thing was minted for one document."""
        # Of the many documents only those are looked at whose IRI this one may begin with.
        end = iri.find("/", len(self.base)) if iri.startswith(self.base) else -1
        while end >= 0 and iri[:end] not in self.documents:
            end = iri.find("/", end + 1)
        return end >= 0

    def is_vocabulary(self, iri: str) -> bool:
        """Return whether a thing is a term, a code or a graph, which half of the data points at."""
        parts = ("ns#", "ns/", "code/", "graph/")
        return iri == self.base + "ns" or iri.startswith(tuple(self.base + p for p in parts))


@dataclass(frozen=True)
class Description:
    """The triples about `subject`, without repetition.

    `subject` is the thing asked for, or the ontology of which it is a version. `cut` says that
    the store has more about the thing, or around it, than is here.
    """

    subject: str
    triples: list[ox.Triple]
    cut: bool = False


def describe(iri: str, around: Surroundings, construct: Construct) -> Description:
    """Return what is known about a thing; without triples when it does not occur.

    `construct` runs a CONSTRUCT or DESCRIBE query.
    """
    found = _Found(construct)
    found.add(about_query(iri))
    subject = found.ontology_with_version(iri)
    if subject:
        found.add(about_query(subject))
    else:
        subject = iri
    found.cut = any(
        count >= MOST_REFERENCES
        for count in (
            sum(_points_at(triple, subject) for triple in found.triples),
            sum(_is_about(triple, subject) for triple in found.triples),
        )
    )
    if found.is_a(subject, OWL + "Ontology"):
        # The graph is fetched with its blank nodes, so those found so far would come twice.
        found.remove_blank()
        found.add(graph_query(subject))
    if subject + "#" in around.hash_namespaces:
        _add_terms(found, subject)
    if not found.triples:
        return Description(subject, [])
    if found.is_a(subject, SKOS + "ConceptScheme"):
        found.add(members_query(subject))
    others = _add_parts(found, subject)
    _add_rings(found, subject, around)
    if not around.is_vocabulary(subject):
        _add_references(found, subject, others)
    _add_labels(found, around)
    return Description(subject, list(found.triples), found.cut)


class _Found:
    """The triples found so far, in order, and whether some were left out."""

    def __init__(self, construct: Construct) -> None:
        self._construct = construct
        self.triples: dict[ox.Triple, None] = {}
        self.cut = False
        # Every IRI in the triples, in the order of appearance.
        self.names: dict[str, None] = {}
        # The things with all their own triples here.
        self.whole: set[str] = set()

    def add(self, query: str) -> int:
        """Add the result of a query; return how many triples it has."""
        return len(self._add(query))

    def add_whole(self, query: str) -> None:
        """Add the result of a query for all triples of things, with those of their blank nodes."""
        subjects = (triple.subject for triple in self._add(query))
        self.whole.update(s.value for s in subjects if isinstance(s, ox.NamedNode))

    def _add(self, query: str) -> list[ox.Triple]:
        result = self._construct(query)
        for triple in result:
            known = len(self.triples)
            self.triples[triple] = None
            if len(self.triples) > known:
                self._add_names(triple)
        return result

    def remove_blank(self) -> None:
        """Forget the triples with blank nodes."""
        self.triples = {triple: None for triple in self.triples if not _has_blank(triple)}
        self.names = {}
        for triple in self.triples:
            self._add_names(triple)

    def _add_names(self, triple: ox.Triple) -> None:
        for part in triple:
            if isinstance(part, ox.NamedNode):
                self.names[part.value] = None

    def is_a(self, iri: str, kind: str) -> bool:
        """Return whether a thing is known to be of a class."""
        wanted = ox.Triple(ox.NamedNode(iri), ox.NamedNode(RDF_TYPE), ox.NamedNode(kind))
        return wanted in self.triples

    def ontology_with_version(self, iri: str) -> str:
        """Return the ontology of which an IRI is a version; empty when there is none."""
        for triple in self.triples:
            if triple.predicate.value == OWL + "versionIRI" and _points_at(triple, iri):
                return str(triple.subject)[1:-1]
        return ""


def _add_terms(found: _Found, subject: str) -> None:
    """Add the triples of what a document defines in its hash namespace."""
    # The own graph of an ontology is here already.
    is_ontology = found.is_a(subject, OWL + "Ontology")
    found.add_whole(parts_query(subject, elsewhere=is_ontology))
    if is_ontology:
        typed = (str(t.subject)[1:-1] for t in found.triples if t.predicate.value == RDF_TYPE)
        found.whole.update(name for name in typed if name.startswith(subject + "#"))


def _add_parts(found: _Found, subject: str) -> list[str]:
    """Add the triples of a document's parts, which have its IRI and a fragment.

    Return those that it does not name itself.
    """
    if _parts_to_add(found, subject):
        found.add_whole(named_parts_query(subject))
    others: list[str] = []
    # A part may be named by another part alone.
    while fresh := _parts_to_add(found, subject):
        others += fresh
        found.whole.update(fresh)
        for names in _batches(fresh, NAMES_A_QUERY):
            found.add(describe_query(names))
            found.add(blank_query(names))
    return others


def _parts_to_add(found: _Found, subject: str) -> list[str]:
    """Return the parts that are named and not whole yet; the namespace itself is none."""
    start = subject + "#"
    known = found.whole | {start}
    return [name for name in found.names if name.startswith(start) and name not in known]


def _add_rings(found: _Found, subject: str, around: Surroundings) -> None:
    """Add the triples of things of the same document that are named, and of what those name."""
    known, looked_at = {subject}, 0
    for _ in range(1 if around.is_vocabulary(subject) else 2):
        named = list(found.names)[looked_at:]
        looked_at += len(named)
        ring = [name for name in named if around.in_document(name) and name not in known]
        found.cut = found.cut or len(ring) > MOST_NAMES_A_RING
        known.update(ring)
        for names in _batches(ring[:MOST_NAMES_A_RING], NAMES_A_QUERY):
            found.add(describe_query(names))
            found.whole.update(names)


def _add_references(found: _Found, subject: str, others: list[str]) -> None:
    """Add what points at the parts of a document; `others` are those it does not name itself."""
    pointing = [references_query(names) for names in _batches(others, NAMES_A_QUERY)]
    if any(name.startswith(subject + "#") for name in found.whole):
        pointing.append(pointing_at_parts_query(subject))
    for query in pointing:
        found.cut = found.add(query) >= MOST_REFERENCES or found.cut


def _add_labels(found: _Found, around: Surroundings) -> None:
    """Add the labels of everything named that has none yet; and what types of content stand for."""
    further = [f"{around.base}ns#{name}" for name in STANDS_FOR]
    labelled = {str(t.subject) for t in found.triples if t.predicate.value in LABELS}
    unlabelled = [
        name for name in found.names if name not in found.whole and term(name) not in labelled
    ]
    for names in _batches(unlabelled, NAMES_A_LABELS_QUERY):
        found.add(labels_query(names, further))


def _is_about(triple: ox.Triple, iri: str) -> bool:
    return isinstance(triple.subject, ox.NamedNode) and triple.subject.value == iri


def _points_at(triple: ox.Triple, iri: str) -> bool:
    return isinstance(triple.object, ox.NamedNode) and triple.object.value == iri


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _batches(names: list[str], size: int) -> Iterable[list[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))
