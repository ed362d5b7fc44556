"""A search finds whole words, beginnings, stems and misspellings, and says what it took instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.site_index import (
    MOST_COUNTED,
    Found,
    SiteIndex,
    Term,
    abbreviated,
    alike,
    beginning,
    ending,
    has_path,
    paths_near,
    search,
    spelt,
)
from legation_server.site_index.searching import MOST_TERMS, nearest_word, years_like
from legation_server.site_index.spellings import paths_below, places_alike
from support.some import some
from support.written_index import Tables, index_fixture
from support.written_world import (
    FIREFLY,
    FREEDONIA,
    HERALD,
    NOBODY,
    OIL,
    OIL_TRADE,
    RECOGNIZED,
    SPIES,
    SYLVANIA,
    VISITED,
    WORLD,
)

index = index_fixture(WORLD)


def terms(words: str) -> list[Term]:
    return [(word,) for word in words.split()]


def things(found: Found, kind: str) -> list[int]:
    return [hit.thing for hit in found.hits.get(kind, ())]


@pytest.mark.parametrize(
    ("words", "kind", "numbers"),
    [
        ("freedonia", "entity", [FREEDONIA]),
        ("freed", "entity", [FREEDONIA]),
        ("oil", "code", [OIL, OIL_TRADE]),
        ("oil trade", "code", [OIL_TRADE]),
        ("trade oil", "code", [OIL_TRADE]),
        ("recognizes", "statement", [RECOGNIZED]),
        # By the stem.
        ("recognized", "statement", [RECOGNIZED]),
        ("visit sylvania", "statement", [VISITED]),
        ("susa", "entity", [NOBODY]),
        # Words beside the name count too.
        ("president", "entity", [FIREFLY]),
    ],
)
def test_what_has_all_words_is_found(
    index: SiteIndex, words: str, kind: str, numbers: list[int]
) -> None:
    assert things(search(index, terms(words)), kind) == numbers


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [
        ("freedonia", "entity", FREEDONIA),
        ("oil", "code", OIL),
        ("rufus firefly", "entity", FIREFLY),
    ],
)
def test_who_types_a_name_in_full_gets_its_bearer_first(
    index: SiteIndex, words: str, kind: str, number: int
) -> None:
    found = search(index, terms(words))

    assert found.best == kind
    assert [hit.thing for hit in found.hits[kind] if hit.exact] == [number]
    assert things(found, kind)[0] == number


def test_part_of_a_name_is_not_all_of_it(index: SiteIndex) -> None:
    found = search(index, terms("rufus"))

    assert things(found, "entity") == [FIREFLY]
    assert found.best == ""


def test_any_spelling_of_a_word_will_do(index: SiteIndex) -> None:
    assert things(search(index, [("shusha", "susa")]), "entity") == [NOBODY]
    assert things(search(index, [("zzz", "freedonia")]), "entity") == [FREEDONIA]


@pytest.mark.parametrize(
    ("words", "corrected"),
    [
        ("fredonia", {"fredonia": "freedonia"}),
        ("sylvnia", {"sylvnia": "sylvania"}),
        ("freedonia", {}),
        # A beginning is no misspelling.
        ("freedon", {}),
        # Too short to be told from others.
        ("oyl", {}),
        ("qqqqqqqq", {}),
    ],
)
def test_a_word_that_no_text_has_is_taken_for_the_nearest(
    index: SiteIndex, words: str, corrected: dict[str, str]
) -> None:
    assert search(index, terms(words)).corrected == corrected


def test_a_corrected_name_is_the_name_in_full(index: SiteIndex) -> None:
    found = search(index, terms("fredonia"))

    assert found.best == "entity"
    assert things(found, "entity") == [FREEDONIA]


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("fredonia", "freedonia"),
        ("reedonia", "freedonia"),
        # Another first letter needs more of the rest.
        ("xyldonia", ""),
        ("abc", ""),
        ("", ""),
        ("herold", "herald"),
    ],
)
def test_the_nearest_word_begins_alike_or_is_very_like(
    index: SiteIndex, word: str, nearest: str
) -> None:
    assert nearest_word(index, word) == nearest


@pytest.mark.parametrize(
    ("word", "years"),
    [
        ("1931", {1931: 1}),
        ("193", {1930: 1, 1931: 1, 1932: 1}),
        ("19", {}),
        ("0931", {}),
        ("3931", {}),
        ("19311", {}),
        ("1800", {}),
        ("", {}),
    ],
)
def test_a_year_is_three_or_four_digits(index: SiteIndex, word: str, years: dict[int, int]) -> None:
    assert years_like(index, word) == years


def test_a_year_counts_only_when_it_is_all_that_was_asked(index: SiteIndex) -> None:
    assert search(index, terms("1931")).best == "year"
    assert search(index, terms("1931 oil")).years == {}


def test_words_that_nothing_has_together_find_nothing_or_fewer(index: SiteIndex) -> None:
    strict = search(index, terms("freedonia oil visits"))
    fewer = search(index, terms("freedonia oil spies"), fewer=True)

    assert all(not hits for hits in some(strict.hits.values()))
    assert strict.words == 0
    assert fewer.words == 2
    assert things(fewer, "statement") == [SPIES]


def test_a_word_that_nothing_has_is_left_out_if_need_be(index: SiteIndex) -> None:
    found = search(index, terms("qqqqqqqq sylvania"), fewer=True)

    assert (found.words, things(found, "entity")[0]) == (1, SYLVANIA)


def test_common_words_count_in_whole_names_only(index: SiteIndex) -> None:
    common = {"the", "is"}

    herald = search(index, terms("the sylvanian herald"), common=common)
    rest = search(index, terms("is freedonia"), common=common)
    alone = search(index, terms("is"), common=common)

    assert [hit.thing for hit in herald.hits["entity"] if hit.exact] == [HERALD]
    assert things(rest, "entity") == [FREEDONIA]
    # Nothing else was asked.
    assert things(alone, "statement")


def test_what_lacks_one_of_three_words_is_told_beside_what_has_all(index: SiteIndex) -> None:
    found = search(index, terms("freedonia keeps spies"))

    assert things(found, "statement") == [SPIES]
    assert SPIES not in found.nearly
    assert search(index, terms("freedonia spies")).nearly == []


def test_limits_bound_the_hits_and_not_the_count(index: SiteIndex) -> None:
    found = search(index, terms("sylvania"), kinds=["statement"], limit=1)

    assert list(found.hits) == ["statement"]
    assert len(found.hits["statement"]) == 1
    assert found.counts["statement"] == 2 <= MOST_COUNTED


def test_more_words_than_anybody_searches_for_are_passed_over(index: SiteIndex) -> None:
    many = terms("freedonia " * MOST_TERMS + "qqqqqqqq")

    assert things(search(index, many), "entity") == [FREEDONIA]


@given(st.lists(st.lists(st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True), max_size=2).map(tuple), max_size=4))  # fmt: skip
def test_any_words_are_a_search(index: SiteIndex, asked: list[Term]) -> None:
    found = search(index, asked, fewer=True, common={"a"})

    for kind, hits in found.hits.items():
        numbers = [hit.thing for hit in hits]
        assert len(numbers) == len(set(numbers)), kind
        assert found.counts[kind] >= 0


def test_an_entity_is_spelt_in_every_form_of_its_names(index: SiteIndex) -> None:
    assert [(one.entity, one.name) for one in spelt(index, "nobody susa")] == [
        (NOBODY, "Nobody Şuşa")
    ]
    assert spelt(index, "nobody") == []
    assert [one.entity for one in abbreviated(index, "gsh")] == [HERALD]
    assert abbreviated(index, "rf") == []


def test_the_last_word_of_a_label_finds_its_bearer(index: SiteIndex) -> None:
    assert ending(index, "firefly", 9) == [FIREFLY]
    # Only the likeliest form of a label counts.
    assert ending(index, "susa", 9) == []
    assert ending(index, "firefly", 0) == []


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("free", [FREEDONIA]),
        ("rufus fire", [FIREFLY]),
        ("fire", [FIREFLY]),
        ("of the br", [FREEDONIA]),
        # Words follow each other.
        ("land brave", []),
        ("firefly rufus", []),
        ("no", [NOBODY]),
        ("", []),
    ],
)
def test_the_beginnings_of_words_complete_a_name(
    index: SiteIndex, form: str, numbers: list[int]
) -> None:
    assert beginning(index, form, 9) == numbers


def test_names_that_share_most_letters_come_first(index: SiteIndex) -> None:
    assert alike(index, "fredonia", 9)[0].name == "Freedonia"
    assert len(alike(index, "freedonia", 1)) == 1
    assert alike(index, "qqq", 9) == []
    assert alike(index, "", 9) == []


@pytest.mark.parametrize(
    ("path", "is_there"),
    [
        ("id/freedonia", True),
        ("freedonia-sylvania", True),
        ("freedonia-sylvania/c-spies", True),
        ("freedonia-sylvania/spies", True),
        ("freedonia-sylvania/p-3", True),
        ("code/topic/trade", True),
        ("id/freedoni", False),
        ("", False),
    ],
)
def test_a_path_of_any_kind_of_thing_is_there(index: SiteIndex, path: str, is_there: bool) -> None:
    assert has_path(index, path) is is_there


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("id/fredonia", "id/freedonia"),
        ("fredonia", "id/freedonia"),
        ("id/FREEDONIA", "id/freedonia"),
        ("freedonia-sylvania/spys", "freedonia-sylvania/spies"),
        # The document is mistyped.
        ("fredonia-sylvania/spies", "freedonia-sylvania/spies"),
        ("code/topic/trad", "code/topic/trade"),
    ],
)
def test_a_mistyped_path_leads_to_what_was_meant(index: SiteIndex, path: str, near: str) -> None:
    assert near in paths_near(index, path, 9)


@given(st.text(max_size=20))
def test_any_text_may_be_a_mistyped_path(index: SiteIndex, text: str) -> None:
    """Addresses hold quotation marks, signs of SQL and letters of all scripts."""
    found = paths_near(index, text, 3)

    assert len(found) == len(set(found))
    assert all(has_path(index, path) for path in found)


def test_paths_below_a_document_are_not_those_of_the_next(index: SiteIndex) -> None:
    found = paths_below(index, "freedonia-sylvania/", 100)

    assert "freedonia-sylvania/spies" in found
    assert not [path for path in found if not path.startswith("freedonia-sylvania/")]
    assert paths_below(index, "freedonia/", 100) == []
    assert len(paths_below(index, "freedonia-sylvania/", 1)) == 3


def test_places_alike_are_documents_entities_and_codes_only(index: SiteIndex) -> None:
    assert places_alike(index, "freedonia-sylvania", 1) == ["freedonia-sylvania"]
    assert places_alike(index, "xx", 9) == []


SALES: Tables = {
    "entity": [{"id": 1, "path": "id/firefly", "label": "Firefly", "description": "minister"}],
    "statement": [
        {"id": number, "label": label, "status": status}
        for number, label, status in [
            (1, "Freedonia sells arms", "stated"),
            (2, "Freedonia sells oil", "stated"),
            (3, "Freedonia sells tea", "denied"),
            (4, "Sylvania buys arms", "stated"),
            (5, "Firefly resigned", "stated"),
        ]
    ],
    "statement_party": [{"statement": 5, "role": "agent", "entity": 1}],
}
sales = index_fixture(SALES)


@pytest.mark.parametrize(
    ("words", "limit", "numbers"),
    [
        # What is denied comes first; what has all words is not there again.
        ("freedonia sells arms", 20, [3, 2]),
        # With the one that has all, no more than asked for.
        ("freedonia sells arms", 2, [3]),
        ("freedonia sells arms", 1, []),
        # Of two words none can be done without.
        ("freedonia arms", 20, []),
        ("freedonia", 20, []),
        # Nothing has all of these, so that nothing nearly has them.
        ("freedonia buys arms", 20, []),
    ],
)
def test_what_lacks_a_word_fills_up_the_rest(
    sales: SiteIndex, words: str, limit: int, numbers: list[int]
) -> None:
    assert list(search(sales, terms(words), limit=limit).nearly) == numbers


def test_as_many_words_count_as_any_statement_has(sales: SiteIndex) -> None:
    found = search(sales, terms("freedonia buys arms"), fewer=True)

    assert (found.words, things(found, "statement")) == (2, [1, 4])


def test_a_word_that_only_describes_somebody_finds_what_is_said_of_them(sales: SiteIndex) -> None:
    found = search(sales, terms("minister"))
    alone = search(sales, terms("minister"), kinds=["entity"])

    assert (things(found, "entity"), things(found, "statement")) == ([1], [5])
    assert found.counts["statement"] == 1
    assert list(alone.hits) == ["entity"]


def test_the_best_hit_is_the_first_kind_that_was_named_in_full(sales: SiteIndex) -> None:
    assert search(sales, terms("firefly")).best == "entity"
    assert search(sales, terms("firefly"), kinds=["statement"]).best == ""
