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
        for kind in data.objects(supposition, RDF.type):
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
        for subject, value in data.subject_objects(predicate):
            assert subject not in suppositions, (subject, other)
            assert value not in suppositions, (value, other)


def test_the_ontology_gives_a_supposition_no_event_by_domain_or_range(data: Graph) -> None:
    ontology = Graph().parse(resource("ontology") / "bilateral.ttl")
    suppositions = set(some(data.subjects(RDF.type, BIL.Supposition)))
    for relation, of_subject in ((RDFS.domain, True), (RDFS.range, False)):
        for predicate, kind in some(ontology.subject_objects(relation)):
            if kind in (BIL.Event, BIL.Situation, BIL.Utterance):
                for subject, value in data.subject_objects(predicate):
                    assert (subject if of_subject else value) not in suppositions, predicate
