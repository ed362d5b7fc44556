"""A statement is read with its claims, speakers, passages, topics and codes, in their order."""

from dataclasses import replace
from datetime import date

import pytest
from legation_server.site_index import (
    SiteIndex,
    Source,
    Statement,
    accounts,
    claim_at,
    claims,
    links_from,
    links_to,
    parties,
    speakers,
    stated_by,
    statement_at,
    statements,
)
from support.some import some
from support.written_index import Cells, index_fixture, written_index
from support.written_world import (
    ALLIED,
    BOUND,
    C_DENIAL,
    C_OTHER_SUM,
    C_RECOGNIZED,
    C_SPIES,
    C_SUM,
    DEFENCE,
    ECONOMY,
    FIREFLY,
    HERALD,
    OIL,
    PART,
    RATIO,
    RECOGNIZED,
    SAID,
    SPIES,
    SUM,
    SYLVANIA,
    TRADE,
    UNDATED,
    VISITED,
    WORDS,
    WORLD,
)

UNKNOWN = 10**9


index = index_fixture(WORLD, WORDS)


def one(index: SiteIndex, number: int) -> Statement:
    (found,) = statements(index, [number])
    return found


def test_statements_come_as_asked_for_each_once(index: SiteIndex) -> None:
    found = statements(index, [SPIES, RECOGNIZED, UNKNOWN, SPIES])

    assert [each.id for each in found] == [SPIES, RECOGNIZED]
    assert statements(index, []) == []


def test_more_statements_are_read_than_a_query_of_sqlite_may_name(index: SiteIndex) -> None:
    assert [each.id for each in statements(index, [*range(5_000, 7_000), SUM])] == [SUM]


def test_what_a_statement_lacks_is_none_or_empty(index: SiteIndex) -> None:
    found = one(index, UNDATED)

    assert (found.earliest, found.latest, found.not_before, found.not_after) == (None,) * 4
    assert (found.year, found.type, found.figure, found.ordinal) == (None,) * 4
    assert (found.qualifier, found.words, found.note) == ((), (), ())
    assert (found.sources, found.topics, found.codes, found.passages, found.speakers) == ((),) * 5
    assert found.bookkeeping is True


def test_days_are_days_of_the_calendar(index: SiteIndex) -> None:
    assert one(index, RECOGNIZED).earliest == date(1922, 5, 3)
    assert (one(index, BOUND).not_before, one(index, BOUND).not_after) == (
        date(1931, 6, 1),
        date(1931, 8, 31),
    )
    assert one(index, RECOGNIZED).bookkeeping is False


def test_a_cell_with_several_values_has_one_a_line(index: SiteIndex) -> None:
    found = one(index, SPIES)

    assert found.qualifier == ("in secret", "at times")
    assert found.sources[0].modality == ("reported", "alleged")
    assert one(index, RATIO).words == ("a large part",)


def test_claims_that_affirm_and_that_deny_are_told_apart(index: SiteIndex) -> None:
    found = one(index, SPIES)

    assert [each.id for each in found.affirming] == [C_SPIES]
    assert [each.id for each in found.denying] == [C_DENIAL]
    assert found.modality == ("reported", "alleged")
    assert [who.id for who in found.speakers] == [HERALD, FIREFLY]
    assert [each.position for each in found.passages] == [2, 3]


def test_what_is_only_denied_rests_on_the_passages_of_its_denial(index: SiteIndex) -> None:
    found = one(index, ALLIED)

    assert found.affirming == ()
    assert [each.position for each in found.passages] == [3]
    assert found.speakers == ()
    assert found.modality == ()


def test_speakers_stand_in_the_order_of_the_document(index: SiteIndex) -> None:
    claim = claim_at(index, "freedonia-sylvania/c-spies")

    assert claim is not None
    assert [who.id for who in claim.speakers] == [HERALD, FIREFLY]
    assert (claim.hedge, claim.flag, claim.note) == (("stated",), ("who",), ("Read as a report.",))
    assert claim.claimed_when == "1931"
    assert claim_at(index, "freedonia-sylvania/spies") is None


def test_a_passage_or_speaker_of_two_claims_counts_once(index: SiteIndex) -> None:
    found = one(index, SPIES)
    twice = replace(found, sources=(*found.affirming, *found.affirming))

    assert twice.passages == found.passages
    assert twice.speakers == found.speakers
    assert twice.modality == found.modality


def test_claims_are_found_by_number_and_unknown_ones_are_passed_over(index: SiteIndex) -> None:
    found = claims(index, [C_SUM, C_SPIES, C_SUM, UNKNOWN])

    assert sorted(found) == [C_SPIES, C_SUM]
    assert isinstance(found[C_SUM], Source)
    assert claims(index, []) == {}


@pytest.mark.parametrize(
    ("claim", "numbers"),
    [(C_RECOGNIZED, [RECOGNIZED, VISITED]), (C_DENIAL, [ALLIED, SPIES]), (UNKNOWN, [])],
)
def test_a_claim_states_what_it_denies_too(
    index: SiteIndex, claim: int, numbers: list[int]
) -> None:
    assert stated_by(index, claim) == sorted(numbers)


def test_only_the_narrowest_topics_are_a_statements_own(index: SiteIndex) -> None:
    assert one(index, SUM).topics == (TRADE,)
    assert one(index, SPIES).topics == (ECONOMY,)
    assert one(index, PART).topics == ()


def test_a_statement_has_its_codes_by_property(index: SiteIndex) -> None:
    found = one(index, SUM)

    assert [(name, code.id) for name, code in found.codes] == [
        ("commodity", OIL),
        ("excludes", DEFENCE),
    ]
    assert [code.id for code in found.coded("excludes")] == [DEFENCE]
    assert found.coded("type") == ()


def test_a_figure_is_a_number_or_a_range_with_its_unit(index: SiteIndex) -> None:
    exact, between = one(index, SUM).figure, one(index, RATIO).figure

    assert exact and exact.measure and exact.unit
    assert (exact.value, exact.min_value, exact.max_value) == ("260000000", "", "")
    assert (exact.measure.name, exact.unit.name, exact.precision) == (
        "trade-volume",
        "us-dollar",
        "about",
    )
    assert between and between.unit
    assert (between.value, between.min_value, between.max_value) == ("", "40", "50")
    assert between.unit.name == "percent"
    assert one(index, SUM).ordinal == 2


def test_a_number_without_a_measure_is_a_figure_too(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows: list[Cells] = [
        {"id": 1, "label": "a", "value": "5"},
        {"id": 2, "label": "b", "min_value": "5"},
    ]
    with written_index(tmp_path_factory.mktemp("one"), {"statement": rows}) as index:
        first, second = statements(index, [1, 2])

    assert first.figure is not None and first.figure.measure is None
    assert first.figure.value == "5"
    assert second.figure is None


@pytest.mark.parametrize(("number", "lasts"), [(ALLIED, True), (VISITED, False), (SPIES, False)])
def test_what_lasts_is_of_a_type_of_situation(index: SiteIndex, number: int, lasts: bool) -> None:
    assert one(index, number).lasts is lasts


def test_a_statement_is_found_at_its_path(index: SiteIndex) -> None:
    found = statement_at(index, "freedonia-at-sea/bound")

    assert found is not None and found.id == BOUND
    assert statement_at(index, "freedonia-sylvania/bound") is None


def test_parties_are_sorted_by_role(index: SiteIndex) -> None:
    found = [(party.role, party.entity.label) for party in parties(index, RECOGNIZED)]

    assert found == [("agent", "Freedonia"), ("involves", "Freedonia"), ("involves", "Sylvania")]
    assert parties(index, UNKNOWN) == []


def test_links_are_of_the_properties_asked_for(index: SiteIndex) -> None:
    every = links_from(index, [SAID, RATIO, SUM])

    assert [(link.subject, link.property, link.object) for link in every] == [
        (SUM, "differsInYear", RATIO),
        (RATIO, "differsInYear", SUM),
        (RATIO, "quantifies", ALLIED),
        (SAID, "says", SPIES),
        (SAID, "says", PART),
    ]
    assert [link.object for link in links_from(index, [RATIO], "quantifies", "says")] == [ALLIED]
    assert links_from(index, [RECOGNIZED], "says") == []


def test_links_lead_to_what_they_are_asked_for(index: SiteIndex) -> None:
    assert [link.subject for link in links_to(index, [SPIES])] == [RECOGNIZED, SAID]
    assert [link.subject for link in links_to(index, [SPIES, PART], "says")] == [SAID] * 2


def test_those_who_say_most_come_first(index: SiteIndex) -> None:
    found = [
        (who.label, status, modality, count) for who, status, modality, count in speakers(index)
    ]

    assert found[0][0] == found[1][0] == "The Sylvanian Herald"
    assert sorted(found[:2]) == [
        ("The Sylvanian Herald", "attributed", ("attributed",), 1),
        ("The Sylvanian Herald", "unconfirmed", ("reported", "alleged"), 1),
    ]
    assert [row[0] for row in found[2:]] == ["Rufus Firefly", "Sylvania"]


def test_each_claim_gives_an_account_where_passages_differ(index: SiteIndex) -> None:
    first, second = accounts(index, SUM)

    assert (first.claim, second.claim) == (C_SUM, C_OTHER_SUM)
    assert first.given == (("givenUnit", "code/unit/us-dollar"), ("givenWhen", "1930"))
    assert (first.left_out, second.given, second.left_out) == ((), (), ("value",))
    assert (first.first("givenWhen"), first.first("givenPlace")) == ("1930", "")
    assert accounts(index, RECOGNIZED) == []


def test_all_that_is_read_can_be_told_apart(index: SiteIndex) -> None:
    """Pages keep statements, claims and passages as keys."""
    found = some(statements(index, [RECOGNIZED, SPIES, SUM]))

    assert len(set(found)) == len(found)
    assert SYLVANIA in {who.id for each in found for one in each.denying for who in one.speakers}
