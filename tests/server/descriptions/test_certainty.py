"""How firmly something is said comes from its status alone, and hedges only put it into words."""

from itertools import combinations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.descriptions import Standing, hedged_pattern
from legation_server.descriptions.certainty import KINDS
from legation_server.namespaces import RDF_TYPE, SKOS
from legation_server.rdf import GraphIndex

NS = "https://example.org/ns#"
CODE = "https://example.org/code/"
THING = "https://example.org/doc/thing"
STATUSES = ("stated", "attributed", "prospective", "unconfirmed", "denied")
ASSERTED = {"stated", "attributed"}
MODALITIES = ("asserted", "attributed", "reported", "alleged", "estimated")
PLAIN = {"asserted", "attributed"}


def graph(kind: str, statuses: list[str], modalities: list[str]) -> list[ox.Triple]:
    """Return the triples of one thing, and the labels of its codes."""
    thing = ox.NamedNode(THING)
    own = [(RDF_TYPE, NS + kind)]
    own += [(NS + "status", CODE + "status/" + name) for name in statuses]
    own += [(NS + "modality", CODE + "modality/" + name) for name in modalities]
    labels = [
        ox.Triple(ox.NamedNode(code), ox.NamedNode(SKOS + "prefLabel"), ox.Literal(name))
        for name in MODALITIES
        for code in [CODE + "modality/" + name]
    ]
    return [ox.Triple(thing, ox.NamedNode(p), ox.NamedNode(o)) for p, o in own] + labels


def doubts(kind: str, statuses: list[str], modalities: list[str]) -> tuple[str, ...]:
    return Standing(GraphIndex(graph(kind, statuses, modalities)), NS).doubts(THING)


kinds = st.sampled_from(KINDS)
some_statuses = st.lists(st.sampled_from(STATUSES), unique=True)
some_modalities = st.lists(st.sampled_from(MODALITIES), unique=True)


@given(kinds, some_statuses, some_modalities)
def test_what_is_asserted_by_every_status_raises_no_doubt_and_all_else_does(
    kind: str, statuses: list[str], modalities: list[str]
) -> None:
    asserted = bool(statuses) and ASSERTED.issuperset(statuses)

    assert (doubts(kind, statuses, modalities) == ()) == asserted


@given(kinds, some_statuses, some_modalities)
def test_doubts_name_the_hedges_in_order_and_the_denial_last(
    kind: str, statuses: list[str], modalities: list[str]
) -> None:
    denial = ["denies" if kind == "Claim" else "denied"] if "denied" in statuses else []
    words = [*sorted({*modalities} - PLAIN), *denial] or ["unconfirmed"]

    assert doubts(kind, statuses, modalities) in ((), tuple(words))


@given(kinds, some_statuses, some_modalities)
def test_the_order_of_triples_does_not_matter(
    kind: str, statuses: list[str], modalities: list[str]
) -> None:
    assert doubts(kind, statuses, modalities) == doubts(kind, statuses[::-1], modalities[::-1])


@given(some_statuses, some_modalities)
def test_what_has_no_status_by_its_kind_is_never_doubted(
    statuses: list[str], modalities: list[str]
) -> None:
    others = [status for status in statuses if status not in ASSERTED]

    assert doubts("Passage", others, modalities) == ()


@pytest.mark.parametrize(
    ("kind", "statuses", "modalities", "words"),
    [
        ("Supposition", ["unconfirmed"], ["alleged"], ("alleged",)),
        ("Supposition", ["unconfirmed"], [], ("unconfirmed",)),
        ("Supposition", ["denied"], ["reported"], ("reported", "denied")),
        ("Claim", ["denied"], ["asserted"], ("denies",)),
        ("Figure", ["stated"], ["asserted", "estimated"], ()),
        ("Event", [], ["asserted"], ("unconfirmed",)),
    ],
)
def test_doubts_are_said_in_the_words_of_codes(
    kind: str, statuses: list[str], modalities: list[str], words: tuple[str, ...]
) -> None:
    assert doubts(kind, statuses, modalities) == words


@given(some_statuses)
def test_a_thing_is_denied_where_one_status_says_so(statuses: list[str]) -> None:
    standing = Standing(GraphIndex(graph("Claim", statuses, [])), NS)

    assert standing.denies(THING) == ("denied" in statuses)


@pytest.mark.parametrize(
    "statuses", [list(each) for size in (1, 2) for each in combinations(STATUSES, size)]
)
def test_the_pattern_finds_what_has_a_status_that_asserts_nothing(statuses: list[str]) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in graph("Event", statuses, []))

    found = store.query(f"ASK {{ {hedged_pattern(NS)} }}")

    assert bool(found) == (not ASSERTED.issuperset(statuses))
