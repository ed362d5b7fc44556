"""Terms are put into words: labels first, then what an IRI itself shows."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.descriptions import LinkedText, Wording, natural
from legation_server.namespaces import RDFS, SCHEMA, SKOS, WIKIDATA_ENTITY
from legation_server.rdf import GraphIndex

NS = "https://example.org/ns#"
BASE = "https://example.org/"
LABEL = RDFS + "label"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(name if ":" in name else BASE + name)


def wording(*rows: tuple[str, str, ox.Literal | ox.NamedNode]) -> Wording:
    triples = [ox.Triple(node(s), ox.NamedNode(p), o) for s, p, o in rows]
    return Wording(GraphIndex(triples, [BASE]), NS, lambda iri: f"/local/{iri}")


def test_a_literal_is_its_text_with_its_language() -> None:
    words = wording()

    assert words.value(ox.Literal("Zwei", language="de")) == LinkedText("Zwei", language="de")
    assert words.value(ox.Literal(7)) == LinkedText("7")
    assert words.value(ox.Literal("a\nb")) == LinkedText("a\nb", verbatim=True)


def test_a_thing_is_its_label_its_address_and_its_description() -> None:
    words = wording(
        ("x", LABEL, ox.Literal("Freedonia", language="en")),
        ("x", SCHEMA + "description", ox.Literal("A state.", language="en")),
    )

    assert words.value(node("x")) == LinkedText("Freedonia", f"/local/{BASE}x", "A state.")


@pytest.mark.parametrize("predicate", [SCHEMA + "description", SKOS + "definition"])
def test_a_definition_will_do_as_a_description(predicate: str) -> None:
    assert wording(("x", predicate, ox.Literal("What."))).named(BASE + "x").note == "What."


def test_without_a_label_the_iri_is_read() -> None:
    assert wording().named(BASE + "ns#hasEventType").text == "has event type"
    assert wording().named("https://elsewhere.example/a%20b/").text == "elsewhere.example/a b/"


def test_an_item_of_wikidata_shows_its_id_beside_the_label() -> None:
    item = WIKIDATA_ENTITY + "Q227"

    assert wording((item, LABEL, ox.Literal("Azerbaijan"))).named(item).text == "Azerbaijan (Q227)"
    assert wording((item, LABEL, ox.Literal("Q227"))).named(item).text == "Q227"


def test_english_comes_before_other_languages_whatever_their_order() -> None:
    german, english = (ox.Literal(text, language=text) for text in ("de", "en"))

    for literals in ((german, english), (english, german)):
        assert wording(*(("x", LABEL, each) for each in literals)).label(BASE + "x") == "en"


@pytest.mark.parametrize(
    ("contents", "label"),
    [
        (["b"], "Label b"),
        (["c", "b"], "Label b (and 1 more)"),
        (["d", "c", "b"], "Label b (and 2 more)"),
    ],
)
def test_a_claim_without_a_label_has_that_of_its_first_content(
    contents: list[str], label: str
) -> None:
    rows = [("claim", NS + "states", node(content)) for content in contents]
    labels = [(content, LABEL, ox.Literal(f"Label {content}")) for content in contents]

    assert wording(*rows, *labels).label(BASE + "claim") == label
    named = ("claim", LABEL, ox.Literal("Its own"))
    assert wording(*rows, *labels, named).label(BASE + "claim") == "Its own"


def test_a_blank_node_is_what_is_said_of_it() -> None:
    blank = ox.BlankNode("b")
    triples = [
        ox.Triple(blank, ox.NamedNode(NS + "firstWords"), ox.Literal("On 3 May")),
        ox.Triple(blank, ox.NamedNode(NS + "inDocument"), node("doc")),
    ]
    words = Wording(GraphIndex(triples, [BASE]), NS, str)

    assert words.value(blank).text == "first words: On 3 May; in document: doc"
    assert words.value(ox.BlankNode("c")).text == "_:c"


@given(st.lists(st.integers(0, 10**30), max_size=6), st.text(st.characters(categories=["L"])))
def test_numbers_are_put_in_order_by_their_size(numbers: list[int], before: str) -> None:
    names = [f"{before}{number}" for number in numbers]

    assert sorted(names, key=natural) == [f"{before}{number}" for number in sorted(numbers)]


@given(st.text(), st.text())
def test_capitals_make_no_difference_to_the_order(one: str, other: str) -> None:
    assert (natural(one.casefold()) < natural(other)) == (natural(one) < natural(other.casefold()))
