"""What is derived is the same in any order, is complete at once, and follows the classes and types."""

import random
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build.dataset import vocabulary_of
from legation_build.dataset.bounds import Known, Link, inferred, known, times_of_named_events
from legation_build.dataset.derive import claims_by_content, derive, status_of
from legation_build.dataset.index import index_of
from legation_build.namespaces import BIL, CODE, ENTITY
from pyoxigraph import Literal, NamedNode, Triple
from support.in_turtle import HERE, triples

MODEL = """
bil:Utterance rdfs:subClassOf bil:Event . bil:Event rdfs:subClassOf bil:Content .
bil:Attribute rdfs:subClassOf bil:Situation . bil:Situation rdfs:subClassOf bil:Content .
bil:alliedWith rdfs:subPropertyOf bil:relatedTo ; a owl:SymmetricProperty .
bil:memberOf rdfs:subPropertyOf bil:relatedTo . bil:tookPartIn rdfs:subPropertyOf bil:relatedTo .
bil:contradicts rdfs:subPropertyOf bil:conflictsWith ; a owl:SymmetricProperty .
situation-type:alliance bil:standsFor bil:alliedWith ; bil:subjectRole bil:participant ;
    bil:objectRole bil:participant . situation-type:pact skos:broader situation-type:alliance .
event-type:war bil:standsFor bil:tookPartIn ; bil:subjectRole bil:participant ;
    bil:objectRole bil:namedEvent . topic:grain skos:broader topic:trade .
"""
DATA = """
:c-1 a bil:Claim ; bil:states :pact, :speech ; bil:stance stance:affirms ; bil:evidence :p-1 ;
    bil:modality modality:asserted .
:c-2 a bil:Claim ; bil:states :pact ; bil:stance stance:affirms ; bil:evidence :p-2 ;
    bil:modality modality:attributed ; bil:attributedTo id:press ; bil:claimedWhen "1925" ;
    bil:account :c-2_pact . :c-2_pact bil:accountOf :pact ; bil:givenWhen "1921" .
:c-3 a bil:Claim ; bil:states :plot ; bil:stance stance:denies ; bil:evidence :p-3 ;
    bil:modality modality:asserted ; bil:attributedTo id:envoy .
:c-4 a bil:Claim ; bil:states :war, :march ; bil:stance stance:affirms ;
    bil:modality modality:asserted .
:pact a bil:Situation ; bil:situationType situation-type:pact ; bil:topic topic:grain ;
    bil:participant id:a, id:b ; bil:when "1921-02/.." .
:speech a bil:Utterance ; bil:actor id:envoy ; bil:concerning id:b ; bil:follows :pact .
:plot a bil:Supposition ; bil:actor id:a ; bil:contradicts :pact .
:war a bil:Event ; bil:eventType event-type:war ; bil:participant id:a ; bil:namedEvent id:war ;
    bil:when "1931/1932" .
:march a bil:Event ; bil:partOfEvent id:war .
id:a rdfs:label "Ay" ; skos:exactMatch wd:Q1 . :pact rdfs:label "A pact." .
"""
WORDS = vocabulary_of(triples(MODEL))
GIVEN = triples(DATA)


def shown(found: Iterable[Triple]) -> set[tuple[str, str, str]]:
    def short(term: object) -> str:
        assert isinstance(term, NamedNode | Literal)
        if isinstance(term, Literal):
            return term.value
        for start in (HERE, ENTITY, CODE, BIL):
            if term.value.startswith(start):
                return term.value.removeprefix(start)
        return term.value.rpartition("/")[2].rpartition("#")[2]

    return {(short(s), short(p), short(o)) for s, p, o in found}


def follows(data: str) -> set[tuple[str, str, str]]:
    return shown(derive(triples(data), WORDS))


FOUND = shown(derive(GIVEN, WORDS))


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_the_order_of_what_is_given_does_not_matter(seed: int) -> None:
    mixed = random.Random(seed).sample(GIVEN, len(GIVEN))

    assert set(derive(mixed, WORDS)) == set(derive(GIVEN, WORDS))


def test_nothing_more_follows_from_what_followed() -> None:
    derived = derive(GIVEN, WORDS)

    assert derive([*GIVEN, *derived], WORDS) == []
    assert len(set(derived)) == len(derived)
    assert not set(derived) & set(GIVEN)
    assert derive([], WORDS) == []


@pytest.mark.parametrize(
    "row",
    [
        ("speech", "type", "Content"),
        ("pact", "situationType", "situation-type/alliance"),
        ("pact", "topic", "topic/trade"),
        ("pact", "statedBy", "c-2"),
        ("pact", "evidence", "p-2"),
        ("pact", "attributedTo", "press"),
        ("pact", "claimedWhen", "1925"),
        ("pact", "status", "status/stated"),
        ("c-2", "status", "status/attributed"),
        ("plot", "status", "status/denied"),
        ("plot", "deniedBy", "envoy"),
        ("pact", "earliest", "1921-02-01"),
        ("pact", "timePrecision", "unit/month"),
        ("a", "alliedWith", "b"),
        ("b", "alliedWith", "a"),
        ("a", "tookPartIn", "war"),
        ("pact", "contradicts", "plot"),
        ("pact", "conflictsWith", "plot"),
        ("plot", "conflictsWith", "pact"),
        ("a", "prefLabel", "Ay"),
        ("a", "sameAs", "Q1"),
        ("pact", "involves", "a"),
        ("speech", "involves", "envoy"),
        ("war", "involves", "war"),
        ("war", "when", "1931/1932"),
        ("war", "latest", "1932-12-31"),
        ("speech", "quotedDirectly", "false"),
        ("speech", "notBefore", "1921-02-01"),
        ("march", "notBefore", "1931-01-01"),
        ("march", "notAfter", "1932-12-31"),
        ("c-1", "account", "c-1_pact"),
        ("c-1_pact", "givenWhen", "1921-02/.."),
    ],
)
def test_what_follows_is_there(row: tuple[str, str, str]) -> None:
    assert row in FOUND


@pytest.mark.parametrize(
    "row",
    [
        ("plot", "modality", "modality/asserted"),
        ("plot", "attributedTo", "envoy"),
        ("plot", "involves", "a"),
        ("pact", "latest", "1921-02-28"),
        ("speech", "involves", "b"),
        ("pact", "quotedDirectly", "false"),
        ("pact", "prefLabel", "A pact."),
        ("pact", "notBefore", "1921-02-01"),
        ("c-2_pact", "givenWhen", "1921-02/.."),
        ("plot", "status", "status/unconfirmed"),
    ],
)
def test_what_does_not_follow_is_not_there(row: tuple[str, str, str]) -> None:
    assert row not in FOUND


@pytest.mark.parametrize(
    ("kind", "holds"),
    [("Situation", True), ("Attribute", True), ("Event", False), ("Figure", False)],
)
def test_a_type_gives_a_plain_triple_to_contents_of_its_class_alone(kind: str, holds: bool) -> None:
    found = follows(DATA.replace(":pact a bil:Situation", f":pact a bil:{kind}"))

    assert (("a", "alliedWith", "b") in found) is holds


def test_contents_have_their_claims_in_the_order_given() -> None:
    index = index_of(triples(":c-2 bil:states :x, 'text' . :c-1 bil:states :x, :y ."))

    assert claims_by_content(index) == {
        HERE + "x": [HERE + "c-2", HERE + "c-1"],
        HERE + "y": [HERE + "c-1"],
    }
    assert status_of([], index) == CODE + "status/unconfirmed"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], {}),
        (["1931"], {"when": "1931", "earliest": "1931-01-01", "latest": "1931-12-31"}),
        (["1931", "1932"], {}),
        (["1931/..", "../1933"], {}),
        (["../1933", "1932"], {"when": "../1933", "latest": "1933-12-31"}),
        (
            ["1930/1931", "1932-05"],
            {"when": "1930/1932-05", "earliest": "1930-01-01", "latest": "1932-05-31"},
        ),
        (["1930/", "1932"], {"when": "1930/", "earliest": "1930-01-01"}),
    ],
)
def test_a_named_event_reaches_over_the_times_of_its_contents(
    times: list[str], expected: dict[str, str]
) -> None:
    text = "".join(
        f":x-{n} bil:namedEvent id:war ; bil:when '{when}' ." for n, when in enumerate(times)
    )
    contents = [f"{HERE}x-{n}" for n in range(len(times))]
    found = shown(times_of_named_events(contents, index_of(triples(text))))

    assert {key: value for _, key, value in found} == expected


def test_the_nearest_of_several_bounds_holds() -> None:
    days = {
        name: Known(day, day, day)
        for name, day in (("a", date(1921, 2, 11)), ("b", date(1925, 1, 1)))
    }
    asserted = dict.fromkeys(("a", "b", "x"), True)

    def of(*links: tuple[str, Link, str]) -> object:
        return inferred(days, links, asserted)["x"]

    assert of(("x", Link.AFTER, "a"), ("x", Link.AFTER, "b")) == (days["b"].begun_from, None)
    assert of(("a", Link.AFTER, "x"), ("b", Link.AFTER, "x")) == (None, days["a"].begun_by)
    assert of(("x", Link.AFTER, "a"), ("b", Link.AFTER, "x")) == (
        days["a"].begun_from,
        days["b"].begun_by,
    )


def test_a_link_to_what_is_not_there_and_an_empty_time_say_nothing() -> None:
    nothing = {"a": Known(), "b": Known()}
    asserted = dict.fromkeys("abc", True)

    assert inferred(nothing, [("c", Link.WITHIN, "a"), ("c", Link.AFTER, "z")], asserted) == {}
    assert inferred({}, [], {}) == {}
    assert known("1921%", "", is_event=True) == Known()
