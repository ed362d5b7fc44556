"""An index gives back the triples that it was made of, and names for what is in them."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.namespaces import DCTERMS, RDF_TYPE, RDFS, SCHEMA, SKOS
from legation_server.rdf import LABELS, GraphIndex
from legation_server.rdf.index import is_literal, last_part, local_name, name_of

BASE = "https://example.org/"

nodes = st.sampled_from(["a", "b", "c#d"]).map(lambda name: ox.NamedNode(BASE + name))
blanks = st.sampled_from(["x", "y"]).map(ox.BlankNode)
predicates = st.sampled_from([RDF_TYPE, RDFS + "label", BASE + "p"]).map(ox.NamedNode)
literals = st.builds(
    lambda text, language: ox.Literal(text, language=language),
    st.sampled_from(["one", "two"]),
    st.sampled_from(["en", "de", None]),
)
triples = st.lists(
    st.builds(ox.Triple, nodes | blanks, predicates, nodes | blanks | literals),
    max_size=10,
    unique=True,
)


@given(triples)
def test_every_triple_is_found_by_its_subject(rows: list[ox.Triple]) -> None:
    index = GraphIndex(rows)

    found = {
        (subject, predicate, value)
        for subject in {name_of(row.subject) for row in rows}
        for predicate, values in index.properties(subject).items()
        for value in values
    }
    assert found == {(name_of(t.subject), t.predicate.value, t.object) for t in rows}


@given(triples)
def test_every_thing_that_is_pointed_at_knows_what_points_at_it(rows: list[ox.Triple]) -> None:
    index = GraphIndex(rows)
    pointing = [row for row in rows if not is_literal(row.object)]

    found = [
        (subject, predicate, name)
        for name in {name_of(row.object) for row in pointing}
        for predicate, subjects in index.references(name).items()
        for subject in subjects
    ]
    assert sorted(found) == sorted(
        (name_of(t.subject), t.predicate.value, name_of(t.object)) for t in pointing
    )


@given(triples, st.lists(predicates.map(lambda node: node.value), unique=True, max_size=3))
def test_values_are_names_and_literals_together(rows: list[ox.Triple], wanted: list[str]) -> None:
    index = GraphIndex(rows)

    for name in {name_of(row.subject) for row in rows}:
        values = index.values(name, *wanted)
        parts = [*index.names(name, *wanted), *map(str, index.literals(name, *wanted))]
        assert sorted(parts) == sorted(
            str(value) if is_literal(value) else name_of(value) for value in values
        )


@given(triples)
def test_things_of_a_class_are_sorted_and_have_it(rows: list[ox.Triple]) -> None:
    index = GraphIndex(rows)
    kinds = {name for row in rows for name in index.types(name_of(row.subject))}

    for kind in kinds:
        found = index.of_type(kind)
        assert found == sorted(found)
        assert all(kind in index.types(name) for name in found)


def test_looking_for_what_is_not_there_changes_nothing() -> None:
    index = GraphIndex([])

    assert index.properties("x:a") == index.references("x:a") == {}
    assert index.values("x:a", "x:p") == index.subjects("x:p", "x:a") == index.of_type("x:a") == []
    assert (index.text("x:a", "x:p"), index.label(BASE + "a")) == ("", "example.org/a")


def thing(*literals: tuple[str, str, str | None]) -> GraphIndex:
    return GraphIndex(
        ox.Triple(ox.NamedNode(BASE + "a"), ox.NamedNode(p), ox.Literal(text, language=language))
        for p, text, language in literals
    )


def test_labels_come_in_the_order_of_their_properties() -> None:
    rows: list[tuple[str, str, str | None]] = [(name, name, "en") for name in reversed(LABELS)]

    for number, name in enumerate(LABELS):
        kept = [row for row in rows if row[0] in LABELS[number:]]
        assert thing(*kept).label(BASE + "a") == name
    assert LABELS == (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title", SCHEMA + "name")


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        ([("de", "de"), ("en", "en")], "en"),
        ([("de", "de"), ("none", None)], "none"),
        ([("fr", "fr"), ("de", "de")], "fr"),
        ([("en", "en"), ("none", None)], "en"),
    ],
)
def test_english_and_texts_without_a_language_come_first(
    texts: list[tuple[str, str | None]], label: str
) -> None:
    assert thing(*((RDFS + "label", *text) for text in texts)).label(BASE + "a") == label


@pytest.mark.parametrize(
    ("iri", "label"),
    [
        (BASE + "ns#hasEventType", "has event type"),
        (BASE + "id/F%C3%A9lix", "Félix"),
        (BASE, "example.org"),
        ("_:b1", "_:b1"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("https://other.example/x%20y", "other.example/x y"),
    ],
)
def test_what_has_no_label_is_named_by_its_iri(iri: str, label: str) -> None:
    assert GraphIndex([], [BASE]).label(iri) == label


@pytest.mark.parametrize(
    ("iri", "last"),
    [("a/b", "b"), ("a/b/", "b"), ("a#b", "b"), ("a/b#", "b"), ("a#b/c", "c"), ("", ""), ("/", "")],
)
def test_the_last_part_is_what_follows_the_last_separator(iri: str, last: str) -> None:
    assert last_part(iri) == last


@given(st.text(st.characters(categories=["Ll"]), min_size=1))
def test_names_without_capitals_stay_as_they_are(name: str) -> None:
    assert local_name(BASE + "ns#" + name.replace("%", "")) == name.replace("%", "")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("exactMatch", "exact match"),
        ("hasURL", "hasURL"),
        ("SPARQLAskExecutable", "SPARQL ask executable"),
        ("Claim", "Claim"),
    ],
)
def test_names_in_camel_case_are_read_as_words(name: str, words: str) -> None:
    assert local_name(BASE + name) == words
