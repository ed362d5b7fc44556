"""Describe a release in RDF: VoID, DCAT and Dublin Core terms. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from legation_build.dataset import CC0, NamedGraph
from legation_build.formats import DUMP_FORMATS
from legation_build.namespaces import BASE, BIL, DCTERMS, GRAPH, RDF, RDFS, XSD

DATASET = NamedNode(BASE + "dataset")
DESCRIPTION_GRAPH = NamedNode(GRAPH + "release")
PUBLISHER = NamedNode(BASE + "maintainers")
NAME = "Legation"
TITLE = "Legation: what documents say about the relations of states"
_VOID = "http://rdfs.org/ns/void#"
_SD = "http://www.w3.org/ns/sparql-service-description#"


def describe(
    graphs: Sequence[NamedGraph], quads: Sequence[Quad], digest: str, modified: str
) -> list[Triple]:
    """Return the description of the release whose data are `graphs`, as canonical `quads`.

    Implements VoID (W3C Interest Group Note 2011): statistics, class and property partitions,
    dumps and the endpoint.
    """
    return list(dict.fromkeys(_triples(graphs, quads, digest, modified)))


def class_counts(quads: Sequence[Quad]) -> dict[str, int]:
    """Return class IRI → number of things that have the class as their type, sorted."""
    typed = {
        (quad.subject, quad.object.value)
        for quad in quads
        if quad.predicate.value == RDF + "type" and isinstance(quad.object, NamedNode)
    }
    return dict(sorted(Counter(kind for _, kind in typed).items()))


def predicate_counts(quads: Sequence[Quad]) -> dict[str, int]:
    """Return predicate IRI → number of different triples that have it, sorted."""
    triples = {quad.triple for quad in quads}
    return dict(sorted(Counter(triple.predicate.value for triple in triples).items()))


def _triples(
    graphs: Sequence[NamedGraph], quads: Sequence[Quad], digest: str, modified: str
) -> Iterator[Triple]:
    triples = {quad.triple for quad in quads}
    yield _is_a(DATASET, _VOID + "Dataset")
    yield Triple(DATASET, NamedNode(RDFS + "label"), Literal(NAME, language="en"))
    yield Triple(DATASET, NamedNode(DCTERMS + "title"), Literal(TITLE, language="en"))
    yield Triple(DATASET, NamedNode(DCTERMS + "license"), NamedNode(CC0))
    for role in ("creator", "publisher"):
        yield Triple(DATASET, NamedNode(DCTERMS + role), PUBLISHER)
    yield Triple(DATASET, NamedNode(DCTERMS + "identifier"), Literal(f"sha256:{digest}"))
    date = Literal(modified, datatype=NamedNode(XSD + "date"))
    yield Triple(DATASET, NamedNode(DCTERMS + "modified"), date)
    yield Triple(DATASET, NamedNode(_VOID + "uriSpace"), Literal(BASE))
    yield Triple(DATASET, NamedNode(_VOID + "sparqlEndpoint"), NamedNode(BASE + "sparql"))
    yield Triple(DATASET, NamedNode(_VOID + "vocabulary"), NamedNode(BIL))
    for form in DUMP_FORMATS:
        file = NamedNode(f"{BASE}dumps/legation.{form.name}")
        yield Triple(DATASET, NamedNode(_VOID + "dataDump"), file)
    yield _count(DATASET, "triples", len(triples))
    yield _count(DATASET, "distinctSubjects", len({t.subject for t in triples}))
    properties = predicate_counts(quads)
    yield _count(DATASET, "properties", len(properties))
    classes = class_counts(quads)
    yield _count(DATASET, "classes", len(classes))
    for number, (kind, count) in enumerate(sorted(classes.items()), 1):
        yield from _partition("class", number, kind, "entities", count)
    for number, (name, count) in enumerate(properties.items(), 1):
        yield from _partition("property", number, name, "triples", count)
    for graph in graphs:
        yield Triple(DATASET, NamedNode(_VOID + "subset"), graph.name)
        yield _is_a(graph.name, _VOID + "Dataset")
        yield _is_a(graph.name, _SD + "NamedGraph")
        yield Triple(graph.name, NamedNode(_SD + "name"), graph.name)
        yield Triple(graph.name, NamedNode(RDFS + "label"), Literal(graph.title, language="en"))
        yield Triple(graph.name, NamedNode(DCTERMS + "license"), NamedNode(graph.license))
        yield _count(graph.name, "triples", len(graph.quads))


def _partition(sort: str, number: int, of: str, unit: str, count: int) -> Iterator[Triple]:
    node = NamedNode(f"{BASE}dataset#{sort}-{number}")
    yield Triple(DATASET, NamedNode(f"{_VOID}{sort}Partition"), node)
    yield Triple(node, NamedNode(f"{_VOID}{sort}"), NamedNode(of))
    yield _count(node, unit, count)


def _is_a(node: NamedNode, kind: str) -> Triple:
    return Triple(node, NamedNode(RDF + "type"), NamedNode(kind))


def _count(node: NamedNode, of: str, number: int) -> Triple:
    value = Literal(str(number), datatype=NamedNode(XSD + "integer"))
    return Triple(node, NamedNode(_VOID + of), value)
