"""What a reader of another vocabulary concludes: no hedged event becomes an event to anybody."""

from pathlib import Path

import pytest
from legation_build.resources import resource
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from support.some import some

BIL = Namespace("https://w3id.org/legation/ns#")
OTHERS = (
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "http://www.w3.org/ns/prov#",
    "https://schema.org/",
    "http://purl.org/spar/cito/",
)
# Any content is a thing of these to a reader who is told so; they say nothing of what happened.
HARMLESS = {str(RDFS.Resource), str(OWL.Thing)}


@pytest.fixture(scope="module")
def data(published: Path) -> Graph:
    return Graph().parse(published / "current" / "dumps" / "legation.nt")


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(resource("ontology") / "alignments.ttl")


def above(graph: Graph, relation: URIRef, term: URIRef) -> set[URIRef]:
    """Return all that a term leads to by a relation, itself included."""
    return {URIRef(str(found)) for found in graph.transitive_objects(term, relation)}


def test_no_supposition_has_a_type_of_another_vocabulary(data: Graph, alignments: Graph) -> None:
    for supposition in some(set(data.subjects(RDF.type, BIL.Supposition))):
        for kind in some(data.objects(supposition, RDF.type)):
            reached = set(map(str, above(alignments, RDFS.subClassOf, URIRef(str(kind)))))
            assert not {c for c in reached - HARMLESS if c.startswith(OTHERS)}, supposition


def test_no_supposition_stands_in_a_relation_of_another_vocabulary(
    data: Graph, alignments: Graph
) -> None:
    suppositions = set(data.subjects(RDF.type, BIL.Supposition))
    reached = {
        (predicate, other)
        for predicate in some(set(data.predicates()))
        for other in above(alignments, RDFS.subPropertyOf, URIRef(str(predicate)))
        if str(other).startswith(OTHERS) and str(other) != str(predicate)
    }
    for predicate, other in some(reached):
        related = {term for pair in data.subject_objects(predicate) for term in pair}
        assert not related & suppositions, other


def test_no_property_makes_an_event_of_what_has_it() -> None:
    ontology = Graph().parse(resource("ontology") / "bilateral.ttl")
    concluded = set(some(ontology.objects(None, RDFS.domain))) | set(
        some(ontology.objects(None, RDFS.range))
    )

    assert not concluded & {BIL.Event, BIL.Situation, BIL.Utterance, BIL.Attribute}
