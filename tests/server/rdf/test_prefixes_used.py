"""Exactly those prefixes are declared that shorten an IRI of a graph."""

import re

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from legation_server.namespaces import RDF, RDF_TYPE, XSD
from legation_server.rdf.canonical_order import (
    LONGEST_KEPT_BYTES,
    Prefixes,
    as_text,
    in_order,
    sortable_lines,
)

# Namespaces within others, with each kind of end, twice the same, and one without any end.
PREFIXES = {
    "a": "http://e/",
    "b": "http://e/b/",
    "twin": "http://e/b/",
    "c": "http://e/b#",
    "colon": "urn:x:",
    "open": "http://e/b/op",
    "xsd": XSD,
    "rdf": RDF,
}
LOCALS = st.sampled_from(["x", "op", "open", "b", "1-a", "a.b", "a/b", "a#b", "é", "%20"])
SPACES = st.sampled_from(sorted({*PREFIXES.values(), "http://other/", "urn:y"}))
IRIS = (
    st.builds(str.__add__, SPACES, LOCALS).filter(lambda iri: iri.count("#") < 2).map(ox.NamedNode)
)
NODES = IRIS | st.just(ox.NamedNode(RDF_TYPE))
LITERALS = st.builds(
    lambda text, kind: ox.Literal(text, datatype=kind),
    st.sampled_from(["1", "-1", "1.5", ".5", "1e3", "true", "x", "", "1 ", "٣"]),
    st.sampled_from(["boolean", "integer", "decimal", "double", "date"]).map(
        lambda name: ox.NamedNode(XSD + name)
    )
    | IRIS,
)
ROWS = st.lists(st.builds(ox.Triple, NODES, NODES, IRIS | LITERALS), max_size=6)


def used(rows: list[ox.Triple]) -> dict[str, str]:
    return Prefixes(PREFIXES).used(sortable_lines(as_text(rows)))


def in_turtle(rows: list[ox.Triple], prefixes: dict[str, str]) -> str:
    return (ox.serialize(rows, None, ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def body(turtle: str) -> str:
    return "".join(line for line in turtle.splitlines(True) if not line.startswith("@prefix"))


@given(ROWS)
def test_no_prefix_is_missing_and_none_too_many(rows: list[ox.Triple]) -> None:
    # Where two have the same namespace, or one is the beginning of a name, the engine chooses.
    few = {name: space for name, space in PREFIXES.items() if name not in ("twin", "open")}
    found = Prefixes(few).used(sortable_lines(as_text(rows)))

    # Names that would need an escape are left whole.
    assume("\\" not in in_turtle(rows, few))
    assert body(in_turtle(rows, found)) == body(in_turtle(rows, few))
    without = [{n: s for n, s in found.items() if n != name} for name in found]
    assert all(body(in_turtle(rows, less)) != body(in_turtle(rows, few)) for less in without)


@given(ROWS)
def test_prefixes_come_in_the_order_of_their_names(rows: list[ox.Triple]) -> None:
    found = used(rows)

    assert list(found) == sorted(found)
    assert found.items() <= PREFIXES.items()


@given(ROWS, ROWS)
def test_the_prefixes_of_two_graphs_are_those_of_both_together(
    one: list[ox.Triple], other: list[ox.Triple]
) -> None:
    assert used(one + other) == dict(sorted((used(one) | used(other)).items()))


def test_a_graph_without_triples_has_no_prefix_and_no_line() -> None:
    assert sortable_lines(as_text([])) == []
    assert used([]) == {}


@pytest.mark.parametrize("length", [LONGEST_KEPT_BYTES - 100, LONGEST_KEPT_BYTES + 100])
def test_a_long_name_is_shortened_as_a_short_one_is(length: int) -> None:
    node = ox.NamedNode("http://e/b/" + "x" * length)
    prefixes = Prefixes(PREFIXES)
    lines = sortable_lines(as_text([ox.Triple(node, node, node)]))

    assert prefixes.used(lines) == prefixes.used(lines)
    assert prefixes.used(lines) == {"b": "http://e/b/", "twin": "http://e/b/"}


@given(ROWS)
def test_sorted_triples_are_the_same_ones_with_types_before_the_rest(
    rows: list[ox.Triple],
) -> None:
    found = in_order(rows, sortable_lines(as_text(rows)))

    assert set(found) == set(rows)
    assert len(found) == len(set(rows))
    seen: set[object] = set()
    for before, triple in zip([None, *found], found, strict=False):
        if before is not None and before.subject == triple.subject:
            is_type = triple.predicate.value == RDF_TYPE
            assert not (is_type and before.predicate.value != RDF_TYPE)
        else:
            # All triples of a subject stand together.
            assert triple.subject not in seen
            seen.add(triple.subject)


def test_a_name_comes_before_those_that_begin_with_it() -> None:
    names = ["a", "a!b", "a-b", "ab", "a/b"]
    rows = [
        ox.Triple(ox.NamedNode(f"http://e/{name}"), ox.NamedNode("urn:p"), ox.Literal(""))
        for name in names
    ]

    found = in_order(rows, sortable_lines(as_text(rows)))

    order = [re.sub(".*/e/", "", str(triple.subject))[:-1] for triple in found]
    assert order == sorted(names)
