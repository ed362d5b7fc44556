"""Search finds the right thing first, also when it is misspelt or written in another script."""

import pytest
from legation_server.site_index import SiteIndex, Term, code_at, codes, entities, search


def first_entity(index: SiteIndex, *terms: Term) -> str:
    hits = search(index, terms).hits["entity"]
    return entities(index, [hits[0].thing])[hits[0].thing].label


@pytest.mark.parametrize(
    ("terms", "label"),
    [
        ([("lapshin",)], "Alexander Lapshin"),
        ([("karabakh",)], "Nagorno-Karabakh"),
        ([("karabah",)], "Nagorno-Karabakh"),
        ([("aliyev", "eliyev")], "Ilham Aliyev"),
        ([("aliev",)], "Ilham Aliyev"),
        ([("isreal",)], "Israel"),
        ([("tel",), ("aviv",)], "Tel Aviv"),
    ],
)
def test_the_right_entity_is_first(index: SiteIndex, terms: list[Term], label: str) -> None:
    assert first_entity(index, *terms) == label


def test_a_misspelt_word_is_named(index: SiteIndex) -> None:
    assert search(index, [("karabah",)]).corrected == {"karabah": "karabakh"}
    assert search(index, [("karabakh",)]).corrected == {}


def test_a_commodity_is_found_by_its_name(index: SiteIndex) -> None:
    found = search(index, [("oil",)])

    assert found.best == "code"
    first = found.hits["code"][0]
    assert (first.exact, codes(index, [first.thing])[first.thing].path) == (True, "code/commodity/oil")  # fmt: skip


def test_a_year_is_found_by_its_digits(index: SiteIndex) -> None:
    assert search(index, [("2016",)]).best == "year"
    assert set(search(index, [("199",)]).years) <= set(range(1990, 2000))
    assert search(index, [("20160",)]).years == {}


def test_a_name_in_another_language_finds_what_is_said_of_its_bearer(index: SiteIndex) -> None:
    found = search(index, [("azerbaydzhan",)])

    assert found.hits["statement"]


def test_nothing_is_found_for_nothing(index: SiteIndex) -> None:
    assert search(index, []).hits == {}
    assert search(index, [()]).best == ""


def test_no_word_is_like_one_of_other_letters(index: SiteIndex) -> None:
    assert search(index, [("qqqqqq",)]).counts == dict.fromkeys(("entity", "statement", "code", "passage"), 0)  # fmt: skip


def test_kinds_and_length_can_be_limited(index: SiteIndex) -> None:
    found = search(index, [("israel",)], kinds=["entity"], limit=3)

    assert [hit.kind for hit in found.hits["entity"]] == ["entity"] * 3
    assert found.counts["entity"] > 3
    assert code_at(index, "code/none") is None
