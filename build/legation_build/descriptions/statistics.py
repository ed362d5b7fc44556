"""Count what a dataset holds: triples, classes, properties, links to Wikidata. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, Triple

from legation_build.descriptions.linksets import is_link
from legation_build.namespaces import BIL, RDF, SCHEMA


@dataclass(frozen=True)
class Statistics:
    """How much of what there is: `classes` and `predicates` are sorted by their IRIs.

    `subjects` and `objects` are None where counting different ones would take too long. `links` are
    those to Wikidata, by predicate; `sources` documents with their addresses, in order.
    """

    triples: int
    classes: Mapping[str, int]
    predicates: Mapping[str, int]
    subjects: int | None = None
    objects: int | None = None
    links: Mapping[str, int] = field(default_factory=dict)
    sources: Sequence[tuple[str, str]] = ()


def statistics_of(triples: Iterable[Triple]) -> Statistics:
    """Return how much there is of what in some triples, each of which counts once."""
    known = dict.fromkeys(triples)
    return Statistics(
        len(known),
        class_counts(known),
        predicate_counts(known),
        len({subject for subject, _, _ in known}),
        len({value for _, _, value in known}),
        link_counts(known),
        _sources(known),
    )


def link_counts(triples: Iterable[Triple]) -> dict[str, int]:
    """Return predicate IRI → number of links to Wikidata, sorted; each triple is given once."""
    return dict(sorted(Counter(t.predicate.value for t in triples if is_link(t)).items()))


def class_counts(rows: Iterable[Quad | Triple]) -> dict[str, int]:
    """Return class IRI → number of things that have the class as their type, sorted."""
    kind = NamedNode(RDF + "type")
    pairs = {
        (row.subject, row.object.value)
        for row in rows
        if row.predicate == kind and isinstance(row.object, NamedNode)
    }
    return dict(sorted(Counter(kind for _, kind in pairs).items()))


def predicate_counts(rows: Iterable[Quad | Triple]) -> dict[str, int]:
    """Return predicate IRI → number of different triples that have it, sorted."""
    triples = {row.triple if isinstance(row, Quad) else row for row in rows}
    found = Counter(triple.predicate for triple in triples)
    return dict(sorted((predicate.value, count) for predicate, count in found.items()))


def _sources(triples: Iterable[Triple]) -> list[tuple[str, str]]:
    rows = list(triples)
    kind, address = NamedNode(BIL + "Document"), NamedNode(SCHEMA + "url")
    documents = {t.subject for t in rows if t.object == kind and t.predicate.value == RDF + "type"}
    return [
        (t.subject.value, t.object.value)
        for t in rows
        if t.predicate == address
        and t.subject in documents
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
    ]
