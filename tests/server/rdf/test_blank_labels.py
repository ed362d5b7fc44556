"""The labels of blank nodes depend on the triples and their order alone."""

import pyoxigraph as ox
import pytest
from legation_server.rdf.blank_labels import numbered

P = ox.NamedNode("http://e/p")


def lines(triples: list[ox.Triple]) -> list[str]:
    return [str(triple) for triple in numbered(triples)]


def shaped(a: ox.BlankNode, b: ox.BlankNode) -> list[ox.Triple]:
    """Return triples with blank nodes in every place that one may have."""
    held = ox.Triple(b, P, ox.Triple(P, P, a))
    return [
        ox.Triple(P, P, ox.Literal("_:x")),
        ox.Triple(P, P, b),
        ox.Triple(a, P, b),
        ox.Triple(P, P, held),
        ox.Triple(a, P, held),
    ]


def test_labels_are_numbers_in_the_order_in_which_nodes_come() -> None:
    found = lines(shaped(ox.BlankNode("z"), ox.BlankNode("b0")))

    assert found == [
        '<http://e/p> <http://e/p> "_:x"',
        "<http://e/p> <http://e/p> _:b0",
        "_:b1 <http://e/p> _:b0",
        "<http://e/p> <http://e/p> <<( _:b0 <http://e/p> <<( <http://e/p> <http://e/p> _:b1 )>> )>>",
        "_:b1 <http://e/p> <<( _:b0 <http://e/p> <<( <http://e/p> <http://e/p> _:b1 )>> )>>",
    ]


@pytest.mark.parametrize("names", [("b0", "b1"), ("b1", "b0"), ("a" * 32, "f0-c14n7")])
def test_labels_do_not_depend_on_those_before(names: tuple[str, str]) -> None:
    fresh = lines(shaped(ox.BlankNode(), ox.BlankNode()))

    assert lines(shaped(*map(ox.BlankNode, names))) == fresh


def test_a_graph_keeps_its_shape() -> None:
    triples = shaped(ox.BlankNode(), ox.BlankNode())
    before, after = ox.Dataset(), ox.Dataset()
    for triple, new in zip(triples[:3], numbered(triples[:3]), strict=True):
        before.add(ox.Quad(triple.subject, triple.predicate, triple.object))
        after.add(ox.Quad(new.subject, new.predicate, new.object))
    for dataset in (before, after):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    assert before == after
