"""What statements are made of is read from the facts, or it is said why it cannot be."""

from decimal import Decimal

import pytest
from legation_build.dataset import vocabulary_of
from legation_build.dataset.index import index_of
from legation_build.namespaces import BASE, CODE, ENTITY, SCHEMA
from legation_build.wikidata.hedges.firmness import Firmness, firmness
from legation_build.wikidata.model import NO_ITEM, NOT_ASSERTED, NOT_EXACT, Snak
from legation_build.wikidata.reading import CannotSayError, Facts
from legation_build.wikidata.rules import Rule
from legation_build.wikidata.values import Item, Quantity, Time, Url
from support.in_turtle import HERE, triples

X = HERE + "x"
RULE = Rule("P530", "actor", "target")
TYPES = CODE + "event-type/"
WORLD = """
<https://w3id.org/legation/freedonia-sylvania> a bil:Document .
id:press a bil:Group ; skos:exactMatch wd:Q9 . id:a a schema:Country ; skos:exactMatch wd:Q1 .
id:b a schema:Country, schema:Place . unit:day skos:exactMatch wd:Q573 .
event-type:visit skos:broader event-type:meeting ; skos:closeMatch wd:Q7, <http://other.example/x> ;
    skos:exactMatch wd:Q8 . event-type:tea skos:broader event-type:visit .
event-type:state-visit skos:broader event-type:visit ; skos:exactMatch wd:Q5 .
"""


def facts(text: str = "") -> Facts:
    given = triples(WORLD + text)
    return Facts(index_of(given), vocabulary_of(given))


def refused(error: CannotSayError) -> tuple[str, str]:
    return error.why


@pytest.mark.parametrize(
    ("when", "qualifiers"),
    [
        ("1921", [("P585", Time(1921, 0, 0, 9))]),
        ("1921-02/1922", [("P580", Time(1921, 2, 0, 10)), ("P582", Time(1922, 0, 0, 9))]),
        ("1921/..", [("P580", Time(1921, 0, 0, 9))]),
        ("1921/", [("P580", Time(1921, 0, 0, 9))]),
    ],
)
def test_a_time_gives_a_point_or_the_ends_that_are_known(
    when: str, qualifiers: list[tuple[str, Time]]
) -> None:
    found = facts(f':x bil:when "{when}" .')

    assert [(snak.property, snak.value) for snak in found.times(RULE, X)] == qualifiers


def test_what_starts_is_told_by_its_start_and_an_undated_rule_tells_no_time() -> None:
    found = facts(':x bil:when "1921" .')
    starts, undated = Rule("P1", "a", "b", starts=True), Rule("P1", "a", "b", dated=False)

    assert list(found.times(starts, X)) == [Snak("P580", Time(1921, 0, 0, 9))]
    assert list(found.times(undated, X)) == []
    assert list(found.times(RULE, HERE + "undated")) == []


@pytest.mark.parametrize("when", ["../1921", "/1921", "1921~", "1921/1922~", "19XX", "1921?"])
def test_a_time_that_cannot_be_told_as_it_is_is_refused(when: str) -> None:
    with pytest.raises(CannotSayError) as raised:
        list(facts(f':x bil:when "{when}" .').times(RULE, X))

    assert refused(raised.value) == (NOT_EXACT, f"time {when}")


def test_a_time_that_is_the_value_may_be_about_and_must_be_one() -> None:
    assert facts(':x bil:when "1921-02" .').time(X) == (Time(1921, 2, 0, 10), ())
    time, hedges = facts(':x bil:when "1921~" .').time(X)
    assert (time, [str(snak.value) for snak in hedges]) == (Time(1921, 0, 0, 9), ["Q5727902"])
    with pytest.raises(CannotSayError, match="time 1921/1922"):
        facts(':x bil:when "1921/1922" .').time(X)
    with pytest.raises(CannotSayError, match="time not told"):
        facts().time(X)


@pytest.mark.parametrize(
    ("says", "quantity", "hedges"),
    [
        ("bil:value 2.50 ; bil:unit unit:day", Quantity(Decimal("2.50"), "Q573"), []),
        ("bil:value 5 ; bil:unit unit:person", Quantity(Decimal(5)), []),
        (
            "bil:value 5 ; bil:unit unit:item ; bil:precision precision:about",
            Quantity(Decimal(5)),
            ["Q60070514"],
        ),
        (
            "bil:value 5 ; bil:unit unit:item ; bil:precision precision:nearly",
            Quantity(Decimal(5)),
            ["Q21818619"],
        ),
    ],
)
def test_a_number_has_its_unit_and_what_says_that_it_is_not_exact(
    says: str, quantity: Quantity, hedges: list[str]
) -> None:
    told, snaks = facts(f":x {says} .").quantity(X)

    assert (told, [str(snak.value) for snak in snaks]) == (quantity, hedges)


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("bil:unit unit:day", (NOT_EXACT, "number not exact")),
        (
            "bil:value 5 ; bil:unit unit:day ; bil:precision precision:over",
            (NOT_EXACT, "number not exact"),
        ),
        ("bil:value 5 ; bil:unit unit:day ; bil:excludes id:a", (NOT_EXACT, "number not exact")),
        ("bil:value 5 ; bil:unit unit:year", (NO_ITEM, "unit/year")),
        # A number without a unit is not known to be of things or people.
        ("bil:value 5", (NO_ITEM, "")),
    ],
)
def test_a_number_that_wikidata_cannot_say_is_refused(says: str, why: tuple[str, str]) -> None:
    with pytest.raises(CannotSayError) as raised:
        facts(f":x {says} .").quantity(X)

    assert refused(raised.value) == why


@pytest.mark.parametrize(
    ("address", "part_of", "expected"),
    [
        ("https://example.org/f-s", "", [("P854", Url("https://example.org/f-s"))]),
        (
            "https://example.org/f-s",
            "id:press",
            [("P248", Item("Q9")), ("P854", Url("https://example.org/f-s"))],
        ),
        (
            "https://en.wikipedia.org/wiki/F",
            "id:press",
            [("P143", Item("Q9")), ("P4656", Url("https://en.wikipedia.org/wiki/F"))],
        ),
        (
            "https://en.wikipedia.org/wiki/F",
            "",
            [("P4656", Url("https://en.wikipedia.org/wiki/F"))],
        ),
        # What it is part of has no item.
        ("https://example.org/f-s", "id:b", [("P854", Url("https://example.org/f-s"))]),
        ("https://wikipedia.org.example/", "", [("P854", Url("https://wikipedia.org.example/"))]),
    ],
)
def test_a_reference_names_the_page_and_the_work_it_is_part_of(
    address: str, part_of: str, expected: list[tuple[str, Item | Url]]
) -> None:
    whole = f" ; dcterms:isPartOf {part_of}" if part_of else ""
    text = f"<https://w3id.org/legation/freedonia-sylvania> schema:url <{address}>{whole} ."
    found = facts(text).reference(BASE + "freedonia-sylvania")

    assert [(snak.property, snak.value) for snak in found] == expected


def test_only_things_of_the_class_fit_a_rule() -> None:
    found = facts(":x bil:actor id:b, id:press, id:a .")

    assert found.fitting(X, "actor", "") == [ENTITY + name for name in ("a", "b", "press")]
    assert found.fitting(X, "actor", SCHEMA + "Country") == [ENTITY + "a", ENTITY + "b"]
    assert found.fitting(X, "target", "") == []


def test_a_code_matches_items_exactly_or_closely_and_nothing_else() -> None:
    found = facts(":x bil:eventType event-type:tea .")

    assert found.matched(TYPES + "visit") == ["Q8", "Q7"]
    assert found.matched(TYPES + "tea") == []
    assert found.codes(X, "eventType", "measure") == [
        TYPES + "tea",
        TYPES + "meeting",
        TYPES + "visit",
    ]


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["visit", "meeting"], ["visit"]),
        (["tea", "visit"], ["tea"]),
        # Of two that are narrower, the one with an item says enough.
        (["tea", "state-visit", "visit"], ["state-visit"]),
        (["war"], []),
        ([], []),
    ],
)
def test_the_types_of_an_event_are_the_narrowest_below_the_rules_code(
    types: list[str], expected: list[str]
) -> None:
    text = "".join(f":x bil:eventType event-type:{name} ." for name in types)

    assert facts(text).types(X, TYPES + "meeting") == [TYPES + name for name in expected]


def test_an_entity_is_named_by_a_document_whose_things_name_it() -> None:
    found = facts(":x bil:actor id:a ; bil:eventType event-type:visit . id:b bil:x id:press . ")

    assert found.documents_by_entity() == {ENTITY + "a": {BASE + "freedonia-sylvania"}}


def test_claims_that_affirm_are_told_from_those_that_deny() -> None:
    found = facts(":c-1 bil:stance stance:affirms . :c-2 bil:stance stance:denies .")
    claims = [HERE + "c-1", HERE + "c-2", HERE + "c-3"]

    assert found.affirming(claims) == [HERE + "c-1"]


def how(*claims: str) -> Firmness:
    """Return how firmly some claims, each a stance, modalities and a speaker, say a thing."""
    text = ""
    for number, claim in enumerate(claims):
        stance, modalities, *speaker = claim.split()
        names = ", ".join(f"modality:{name}" for name in modalities.split("+"))
        text += f":c-{number} bil:stance stance:{stance} ; bil:modality {names} ."
        text += "".join(f":c-{number} bil:attributedTo id:{name} ." for name in speaker)
    return firmness(facts(text), [f"{HERE}c-{number}" for number in range(len(claims))])


@pytest.mark.parametrize(
    ("claims", "qualifiers", "plain", "hedged"),
    [
        (["affirms asserted"], [], True, False),
        (["affirms asserted", "affirms alleged press"], [], True, False),
        (["affirms attributed press"], ["P3680 Q9"], False, False),
        (["affirms alleged press"], ["P5102 Q32188232", "P3680 Q9"], False, True),
        # Who only reports a thing does not support it.
        (["affirms reported press"], ["P1480 Q59783740"], False, True),
        (
            ["affirms alleged", "denies alleged press"],
            ["P5102 Q32188232", "P1480 Q18912752", "P1310 Q9"],
            False,
            True,
        ),
    ],
)
def test_how_firmly_a_thing_is_said_is_in_the_qualifiers(
    claims: list[str], qualifiers: list[str], plain: bool, hedged: bool
) -> None:
    found = how(*claims)

    assert [f"{snak.property} {snak.value}" for snak in found.qualifiers] == qualifiers
    assert (found.plain, found.hedged) == (plain, hedged)


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        (["affirms planned"], (NOT_ASSERTED, "planned")),
        (["affirms alleged+opinion"], (NOT_ASSERTED, "opinion")),
        (["denies asserted"], (NOT_ASSERTED, "denied")),
        (["affirms alleged", "denies asserted"], (NOT_ASSERTED, "denied")),
        (["affirms attributed envoy"], (NO_ITEM, "envoy")),
        (["affirms attributed"], (NO_ITEM, "whose word it is")),
    ],
)
def test_what_no_checked_item_says_is_not_said(claims: list[str], why: tuple[str, str]) -> None:
    with pytest.raises(CannotSayError) as raised:
        how(*claims)

    assert refused(raised.value) == why
