"""Graphs in order: which, with which prefixes, and that nothing of them is lost."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.namespaces import RDF, XSD
from legation_server.rdf.canonical_order import Prefixes
from legation_server.rdf.writer import RDF_FORMATS, graph_bytes

PREFIXES = {"ex": "http://e/", "xsd": XSD, "rdf": RDF}
EX = PREFIXES["ex"]
KNOWN = Prefixes(PREFIXES)

iris = st.sampled_from([f"{EX}{name}" for name in ("a", "ab", "a1", "b", "c")] + [RDF + "type"])
nodes = st.builds(ox.NamedNode, iris)
texts = st.text(st.sampled_from('ab> <"\\\n\r\t\x00\x01\x0b\x85\u2028é')) | st.just(
    f"> <{RDF}type> <{EX}a>"
)
literals = (
    st.builds(ox.Literal, texts)
    | st.builds(lambda text: ox.Literal(text, language="en"), texts)
    | st.builds(lambda text, node: ox.Literal(text, datatype=node), texts, nodes)
)
triples = st.builds(ox.Triple, nodes, nodes, nodes | literals)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def written(name: str, *rows: tuple[object, object, object]) -> str:
    return graph_bytes([ox.Triple(*row) for row in rows], name, PREFIXES).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["ttl", "nt", "trig"])
@given(st.lists(triples, max_size=8))
def test_a_graph_is_whole_and_each_triple_there_once(name: str, rows: list[ox.Triple]) -> None:
    read = [q.triple for q in ox.parse(graph_bytes(rows + rows, name, PREFIXES), RDF_FORMATS[name])]

    assert len(read) == len(set(rows))
    assert set(read) == set(rows)


@given(st.lists(triples, max_size=8))
def test_the_order_of_triples_does_not_depend_on_how_they_came(rows: list[ox.Triple]) -> None:
    assert graph_bytes(rows, "ttl", PREFIXES) == graph_bytes(rows[::-1], "ttl", PREFIXES)


@pytest.mark.parametrize("name", ["ttl", "trig", "jsonld"])
@given(st.lists(triples, max_size=8))
def test_what_is_known_of_earlier_graphs_changes_nothing(name: str, rows: list[ox.Triple]) -> None:
    assert graph_bytes(rows, name, KNOWN) == graph_bytes(rows, name, PREFIXES)


def test_types_come_first_and_blank_nodes_last() -> None:
    rows = [
        (ox.BlankNode("b"), node("a"), node("a")),
        (node("ab"), node("a"), node("a")),
        (node("a"), node("ab"), node("a")),
        (node("a"), node("a"), node("a")),
        (node("a"), ox.NamedNode(RDF + "type"), node("b")),
    ]

    assert written("ttl", *rows) == (
        "@prefix ex: <http://e/> .\n"
        "ex:a a ex:b ;\n\tex:a ex:a ;\n\tex:ab ex:a .\n"
        "ex:ab ex:a ex:a .\n"
        "_:b ex:a ex:a .\n"
    )


def test_a_number_written_short_needs_no_prefix() -> None:
    number = ox.Literal(5)
    date = ox.Literal("2020-01-01", datatype=ox.NamedNode(XSD + "date"))

    assert "xsd:" not in written("ttl", (node("a"), node("b"), number))
    odd = ox.Literal("five", datatype=ox.NamedNode(XSD + "integer"))
    for literal in (date, odd):
        assert "@prefix xsd:" in written("ttl", (node("a"), node("b"), literal))


def test_a_prefix_in_a_text_is_not_used() -> None:
    text = ox.Literal(f"<{XSD}date> <{RDF}type> xsd:date")

    assert written("ttl", (node("a"), node("b"), text)).count("@prefix") == 1


@pytest.mark.parametrize("name", ["1922-war", "a.b", "é", "_x"])
def test_every_name_that_needs_no_escape_is_shortened(name: str) -> None:
    text = written("ttl", (node(name), node(name), node(name)))

    assert "@prefix ex: <http://e/> .\n" in text
    assert text.count(f"ex:{name}") == 3
