"""Which entities a name may mean, without a server, and when one is meant for sure."""

import pytest
from legation_server.reconciliation.matching.candidates import Query, candidates
from legation_server.reconciliation.matching.given_values import GivenValue
from support.freedonia_catalogue import CATALOGUE, SPACE, ask, values


def matched(text: str, **options: object) -> str | None:
    """Return the id of the candidate that is sure; only the first may be."""
    found = ask(text, **options)
    assert not any(each.match for each in found[1:])
    return found[0].entity.id if found and found[0].match else None


@pytest.mark.parametrize(
    "text", ["Sylvania", "SYLVANIA", "sylvania", "Republic of Sylvania", "The Republic of Sylvania"]
)
def test_a_name_of_its_own_is_sure(text: str) -> None:
    assert matched(text) == "sylvania"


@pytest.mark.parametrize("text", ["Q2", "wd:Q2", "http://www.wikidata.org/entity/Q2"])
def test_an_item_of_wikidata_is_sure(text: str) -> None:
    assert matched(text) == "sylvania"


@pytest.mark.parametrize("text", [SPACE + "border-war", "border-war"])
def test_an_identifier_is_sure(text: str) -> None:
    assert matched(text) == "border-war"


def test_an_item_that_nothing_has_finds_nothing() -> None:
    assert ask("Q99") == []


@pytest.mark.parametrize(
    "text", ["Shahri Qala", "Shehri Qala", "Sehri Qala", "ŞƏHRİ QALA", "Qala, Şəhri"]
)
def test_another_way_to_write_a_name_is_sure(text: str) -> None:
    assert matched(text) == "qala"


def test_another_script_is_found() -> None:
    assert ask("Фридония")[0].entity.id == "freedonia"


def test_two_of_one_name_are_never_sure() -> None:
    found = ask("Freedonia")

    assert [each.entity.id for each in found[:2]] == ["freedonia", "freedonia-city"]
    assert [each.score for each in found[:2]] == [100, 100]
    assert matched("Freedonia") is None


def test_a_type_tells_two_of_one_name_apart() -> None:
    assert matched("Freedonia", types=("schema:City",)) == "freedonia-city"
    assert matched("Freedonia", types=("schema:City",), strict="should") == "freedonia-city"
    assert matched("Freedonia", types=("schema:AdministrativeArea",)) == "freedonia"
    assert matched("Freedonia", types=("schema:Place",)) is None


def test_a_property_tells_two_of_one_name_apart() -> None:
    item = (("skos:exactMatch", (GivenValue("Q1"),)),)
    country = (("country", (GivenValue("Фридония"),)),)

    assert matched("Freedonia", properties=item) == "freedonia"
    assert matched("Freedonia", properties=country) == "freedonia-city"


def test_a_property_that_says_otherwise_makes_unsure_and_lowers_the_score() -> None:
    elsewhere = (("country", (GivenValue("Freedonia"),)),)

    assert matched("Şəhri Qala") == "qala"
    assert matched("Şəhri Qala", properties=elsewhere) is None
    assert ask("Şəhri Qala", properties=elsewhere)[0].score < 75


def test_a_property_with_more_values_than_are_held_says_nothing_against() -> None:
    known = (("date", (GivenValue("1931"),)),)
    unknown = (("date", (GivenValue("1950"),)),)

    assert matched("Sylvania", properties=unknown) == "sylvania"
    assert ask("Sylvana", properties=known)[0].score > ask("Sylvana")[0].score
    assert ask("Sylvana", properties=unknown)[0].score == ask("Sylvana")[0].score
    assert ask("", properties=unknown) == []


def test_types_filter_or_only_count() -> None:
    person = ("schema:Person",)

    assert ask("Sylvania", types=person) == []
    assert ask("Sylvania", types=("schema:Country", "schema:City"), strict="all") == []
    assert ask("Sylvania", types=("schema:Country", "schema:Place"), strict="all")[0].match
    assert ask("Sylvania", types=person, strict="should")[0].score == 60
    assert not ask("Sylvania", types=person, strict="should")[0].match


def test_a_type_that_nothing_has_finds_nothing() -> None:
    assert ask("Sylvania", types=("schema:Unheard",)) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Sylvana", "sylvania"),
        ("R. Firefly", "rufus-firefly"),
        ("Firefly R.", "rufus-firefly"),
        ("Firefly", "rufus-firefly"),
        ("IIP", "peace-institute"),
        ("Sylvania (republic)", "sylvania"),
        ("Sylvania, Europe", "sylvania"),
        ("Intl Institute for Peace", "peace-institute"),
    ],
)
def test_a_likely_name_is_found_and_not_sure(text: str, meant: str) -> None:
    assert meant in [each.entity.id for each in ask(text)[:2]]
    assert matched(text) is None


@pytest.mark.parametrize("text", ["President Firefly", "the press", "press", "Sylvanian officials"])
def test_what_may_mean_another_is_not_sure(text: str) -> None:
    assert ask(text)[0].score > 70
    assert matched(text) is None


def test_a_last_name_that_only_one_has_is_sure() -> None:
    assert matched("Marcal") == "vera-marcal"
    assert matched("Mountain Sylvanians") == "mountain-sylvanians"


def test_the_one_with_all_the_words_comes_before_the_one_with_some() -> None:
    assert [each.entity.id for each in ask("border war")[:2]] == ["border-war", "border"]


def test_a_query_without_text_is_answered_by_properties_alone() -> None:
    item = (("skos:exactMatch", (GivenValue("", "Q2"),)),)
    country = (("country", (GivenValue("Sylvania"), GivenValue("Freedonia"))),)

    assert matched("", properties=item) == "sylvania"
    assert {each.entity.id for each in ask("", properties=country)} == {"qala", "freedonia-city"}
    assert matched("", properties=country) is None
    assert ask("", properties=item + country) == []


def test_no_more_candidates_than_asked_for() -> None:
    assert len(ask("Freedonia", limit=1)) == 1
    # What is cut off still makes the first unsure.
    assert matched("Freedonia", limit=1) is None


def test_work_can_be_stopped() -> None:
    def stop() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        candidates(Query("Sylvania"), CATALOGUE, values, stop)
