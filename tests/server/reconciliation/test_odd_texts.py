"""Texts of any kind can be matched: they are asked for as they are, and end in no failure."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.reconciliation.batches import (
    MOST_CANDIDATES,
    read_batch,
    read_extension,
    read_single,
)
from legation_server.reconciliation.extension import extend
from legation_server.reconciliation.matching.candidates import candidates
from legation_server.reconciliation.matching.evidence import PropertyValue, same
from legation_server.reconciliation.matching.given_values import GivenValue
from legation_server.reconciliation.matching.indexed_catalogue import IndexedCatalogue
from legation_server.reconciliation.matching.names import (
    LONGEST_SEARCH_CHARACTERS,
    folded,
    initials,
    normal_forms,
    swapped_at_comma,
    terms_of,
    without_qualifier,
)
from legation_server.reconciliation.matching.similarity import EXACT, abbreviates, similarity
from legation_server.reconciliation.matching.vocabulary import Vocabulary
from legation_server.reconciliation.strict_json import (
    MOST_CHARACTERS,
    is_blank,
    read_cell,
    read_json,
    read_list,
    read_object,
    read_text,
    shown,
    whole_number,
)
from legation_server.site_index import SiteIndex
from support.freedonia_catalogue import CATALOGUE, ask, values
from support.written_index import index_fixture
from support.written_world import WORLD

index = index_fixture(WORLD)
# Half of a character of UTF-16: JSON can hold it, and UTF-8 cannot.
HALF = "\ud83d"
TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.sampled_from("Q1 ,()–-'\"\\\r\n\t\0ə." + HALF), max_size=12),
)
FORMS = st.from_regex(r"[a-z0-9]{1,6}( [a-z0-9]{1,6}){0,3}", fullmatch=True)
CELLS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "name", "pid", "v", "query", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)
MEMBERS = st.sampled_from(["query", "type", "limit", "properties", "type_strict", "other"])


def sent(value: object) -> str:
    """Return a value as a client sends it, with what JSON calls Infinity and NaN."""
    return json.dumps(value)


def large(index: SiteIndex) -> IndexedCatalogue:
    base = "https://w3id.org/legation/"
    return IndexedCatalogue(index, Vocabulary([], [], {}, {}), base)


@given(st.dictionaries(st.text(max_size=5), st.dictionaries(MEMBERS, CELLS, max_size=4), max_size=3))  # fmt: skip
def test_any_batch_is_read_or_warned_of(batch: dict[str, Any]) -> None:
    found = read_batch(sent(batch), CATALOGUE)

    assert list(found) == list(batch)
    for asked in found.values():
        assert 1 <= asked.query.limit <= MOST_CANDIDATES
        candidates(asked.query, CATALOGUE, values)
        sent(asked.warnings).encode()


@given(CELLS)
def test_any_value_is_a_batch_or_a_problem_at_its_place(value: object) -> None:
    try:
        read_batch(sent(value), CATALOGUE)
    except Problem as problem:
        assert problem.detail.startswith("queries is ")
        assert problem.members["place"] == "queries"
    else:
        assert isinstance(value, dict)


@given(st.lists(CELLS, max_size=3), st.lists(CELLS, max_size=3))
def test_any_request_for_data_has_a_row_for_each_id(ids: list[Any], properties: list[Any]) -> None:
    asked = read_extension(sent({"ids": ids, "properties": properties}), CATALOGUE)
    answer = extend(asked, CATALOGUE, values)

    assert list(answer["rows"]) == list(asked.ids)
    assert len(answer["meta"]) == len(asked.properties)
    assert all(list(row) == list(answer["rows"][asked.ids[0]]) for row in answer["rows"].values())


@given(TEXTS, TEXTS)
def test_any_text_can_be_matched(text: str, value: str) -> None:
    asked = read_single({"query": sent({"query": text, "properties": [{"pid": "country", "v": value}]})}, CATALOGUE)  # fmt: skip
    found = candidates(asked.query, CATALOGUE, values)

    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(0 <= each.score <= EXACT for each in found)
    assert sum(each.match for each in found) <= 1


@given(TEXTS)
def test_any_text_can_be_matched_in_a_large_release(index: SiteIndex, text: str) -> None:
    catalogue = large(index)
    asked = read_single({"query": sent({"query": text})}, catalogue)

    for each in candidates(asked.query, catalogue, values):
        assert each.entity.id in catalogue.entities
    catalogue.holding("country", [GivenValue(asked.query.text)])
    catalogue.beginning(asked.query.text)


@pytest.mark.parametrize("text", [HALF, f"Freedonia {HALF}", f"{HALF}x"])
def test_half_a_character_is_taken_for_one_that_is_not_known(index: SiteIndex, text: str) -> None:
    catalogue = large(index)
    asked = read_single({"query": sent({"query": text})}, catalogue)

    assert asked.query.text == text.replace(HALF, "\ufffd")
    ids = [each.entity.id for each in candidates(asked.query, catalogue, values)]
    assert ids == (["freedonia"] if "Freedonia" in text else [])


def looked_for(index: SiteIndex, text: str) -> set[str]:
    """Return the literals that a query has when entities with a value are looked for."""
    catalogue, asked = large(index), list[str]()

    def holders(name: str, terms: Sequence[str]) -> list[str]:
        asked.extend(terms)
        return []

    catalogue.holders = holders
    assert catalogue.holding("date", [GivenValue(text)]) == []
    found = ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {' '.join(asked)} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    terms = (row["x"] for row in found)
    return {term.value for term in terms if isinstance(term, ox.Literal)}


@given(st.text(max_size=20))
def test_a_text_in_a_query_stands_for_itself(index: SiteIndex, text: str) -> None:
    """Cells of tables hold line ends of all systems, quotation marks and backslashes."""
    assert looked_for(index, text) == ({text.strip()} if text.strip() else set())


@pytest.mark.parametrize("text", ["a\rb", "a\nb", "a\r\nb", 'a"b', "a\\b", "a\\", "}"])
def test_a_text_with_signs_of_sparql_in_a_query_stands_for_itself(
    index: SiteIndex, text: str
) -> None:
    assert looked_for(index, text) == {text}


@given(TEXTS)
def test_every_form_of_a_text_has_latin_letters_and_single_blanks(text: str) -> None:
    for form in normal_forms(text):
        assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", form)
    for term in terms_of(text):
        assert term and all(re.fullmatch(r"[a-z0-9]+", word) for word in term)
        assert len(set(term)) == len(term)


@given(TEXTS)
def test_capitals_accents_and_outer_blanks_change_no_form(text: str) -> None:
    assert normal_forms(f"  {text}\t") == normal_forms(text)
    assert folded(folded(text)) == folded(text)


def test_no_text_is_searched_for_beyond_its_beginning() -> None:
    text = "a" * LONGEST_SEARCH_CHARACTERS + " never"

    assert terms_of(text) == [("a" * LONGEST_SEARCH_CHARACTERS,)]
    assert len(normal_forms("\ufdfa" * 10_000)[0]) < 20_000


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("– ! ?", []),
        ("Tel-Aviv", [("tel",), ("aviv",)]),
        ("U.S. oil", [("us",), ("oil",)]),
        ("Şuşa", [("shusha", "susa")]),
        ("Ağdam–Şuşa", [("aghdam", "agdam"), ("shusha", "susa")]),
        ("Qarabağ", [("qarabagh", "qarabag", "karabagh", "karabag")]),
        ("Iraq", [("iraq",)]),
        ("Israel’s", [("israels",)]),
        ("R&D", [("r",), ("and",), ("d",)]),
        ("1,000", [("1",), ("000",)]),
    ],
)
def test_a_search_has_the_words(text: str, terms: list[tuple[str, ...]]) -> None:
    assert terms_of(text) == terms


@pytest.mark.parametrize(
    ("text", "bare", "swapped"),
    [
        ("Baku (city)", "Baku", ""),
        ("Baku [city] port", "Baku   port", ""),
        ("(city)", "", ""),
        ("Aliyev, Ilham", "Aliyev", "Ilham Aliyev"),
        ("Baku, Absheron, Azerbaijan", "Baku", ""),
        (",", "", " "),
        ("a (b (c) d", "a (b   d", ""),
        ("", "", ""),
    ],
)
def test_a_qualifier_and_a_comma_are_read_as_catalogues_write_them(
    text: str, bare: str, swapped: str
) -> None:
    assert without_qualifier(text) == bare
    assert swapped_at_comma(text) == swapped


@pytest.mark.parametrize(
    ("form", "letters"),
    [
        ("european court of human rights", "echr"),
        ("bank of the south", ""),
        ("a b c", "bc"[:0]),
        ("b c d", "bcd"),
        ("", ""),
    ],
)
def test_a_name_of_three_words_has_initials(form: str, letters: str) -> None:
    assert initials(form) == letters


@given(FORMS, FORMS)
def test_only_the_same_name_is_wholly_similar(one: str, other: str) -> None:
    score = similarity(one, other)

    assert 0 <= score <= EXACT
    assert (score == EXACT) == (one == other)


@given(FORMS)
def test_a_name_with_its_words_in_another_order_is_nearly_the_same(form: str) -> None:
    turned = " ".join(reversed(form.split()))

    assert similarity(form, turned) == (EXACT if turned == form else 98.0)


@pytest.mark.parametrize(
    ("short", "full", "is_short"),
    [
        ("b netanyahu", "benjamin netanyahu", True),
        ("netanyahu b", "benjamin netanyahu", True),
        ("b n", "benjamin netanyahu", False),
        ("c netanyahu", "benjamin netanyahu", False),
        ("netanyahu", "benjamin netanyahu", False),
        ("benjamin netanyahu", "benjamin netanyahu", False),
        ("b x netanyahu", "benjamin xavier netanyahu", True),
        ("", "", False),
    ],
)
def test_a_name_is_abbreviated_by_first_letters(short: str, full: str, is_short: bool) -> None:
    assert abbreviates(short.split(), full.split()) is is_short


@pytest.mark.parametrize(
    ("asked", "held", "meant"),
    [
        # These are names, and Python's numbers too.
        ("Nan", "Nan", True),
        ("nan", "Nan", True),
        ("Infinity", "infinity", True),
        ("Nan", "Infinity", False),
        ("1_000", "1000", False),
        ("1e3", "1000", True),
        ("-5", "-5.0", True),
        ("0027", "27", True),
        ("1922-05-03", "1922-05-03T10:00:00", True),
        ("19222", "1922", False),
        ("1922-5-3", "1922-05-03", False),
        ("–", "anything", False),
    ],
)
def test_a_literal_means_the_one_held(asked: str, held: str, meant: bool) -> None:
    assert same(GivenValue(asked), PropertyValue(held), CATALOGUE) is meant


@pytest.mark.parametrize(
    ("value", "least", "number"),
    [
        (1, 1, 1),
        (2.0, 1, 2),
        ("5", 1, 5),
        (" 5 ", 1, 5),
        ("5.0", 1, 5),
        ("1e3", 1, 1000),
        (0, 0, 0),
        (10**400, 1, 1_000_000),
        ("999999999", 1, 1_000_000),
    ],
)
def test_a_whole_number_may_be_a_text(value: object, least: int, number: int) -> None:
    assert whole_number(value, "limit", least) == number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "limit is true, not a whole number."),
        (1.5, "limit is 1.5, not a whole number."),
        ("1.5", 'limit is "1.5", not a whole number.'),
        ("nan", 'limit is "nan", not a whole number.'),
        ("inf", 'limit is "inf", not a whole number.'),
        (float("inf"), "limit is Infinity, not a whole number."),
        ("٣", 'limit is "\\u0663", not a whole number.'),
        ("", 'limit is "", not a whole number.'),
        (None, "limit is null, not a whole number."),
        ([1], "limit is [1], not a whole number."),
        (0, "limit is 0; it must be at least 1."),
        (-(10**9), "limit is -1000000000; it must be at least 1."),
        ("x" * 100, f'limit is "{"x" * 56}..., not a whole number.'),
    ],
)
def test_what_is_no_whole_number_is_named_with_its_place(value: object, said: str) -> None:
    with pytest.raises(Problem) as refused:
        whole_number(value, "limit")

    assert refused.value.detail == said
    assert refused.value.members["place"] == "limit"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "queries is not JSON: "),
        ("", "queries is not JSON: "),
        ("[" * 100_000, "queries is nested too deeply"),
        ("1" * 5_000, "queries is not JSON: "),
    ],
)
def test_what_is_no_json_is_a_problem(text: str, said: str) -> None:
    with pytest.raises(Problem, match=re.escape(said)):
        read_json(text, "queries")


def test_what_programs_write_for_no_number_is_nothing() -> None:
    assert read_json("[NaN, Infinity, -Infinity]", "x") == [None, None, None]


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (False, "false"), (5, "5"), (1.5, "1.5"), ("x", "x"), (HALF, "\ufffd")],
)
def test_a_cell_is_a_text_a_number_or_a_truth_value(value: object, text: str) -> None:
    assert read_cell(value, "cell") == text


def test_limits_of_texts_and_lists_are_kept_exactly() -> None:
    assert read_text("x" * MOST_CHARACTERS, "here") == "x" * MOST_CHARACTERS
    assert read_list(["a", "b"], "here", read_text, 2) == ["a", "b"]
    with pytest.raises(Problem, match=r"here has 3 values; the limit is 2\."):
        read_list(["a"] * 3, "here", read_text, 2)
    with pytest.raises(Problem, match=r"here\[1\] is 5, not a text\."):
        read_list(["a", 5], "here", read_text, 2)
    with pytest.raises(Problem, match=r"here is \[\], not an object\."):
        read_object([], "here")


def test_a_place_that_a_client_named_can_be_sent() -> None:
    with pytest.raises(Problem) as refused:
        read_text(5, HALF * 500)

    assert len(refused.value.detail.encode()) < 2_000


@pytest.mark.parametrize(
    ("value", "is_nothing"),
    [
        ({"id": None, "name": " "}, True),
        ({"id": "x", "name": ""}, False),
        ([[]], False),
        ("\u00a0\t", True),
        (0.0, False),
        ({"id": {}}, False),
    ],
)
def test_an_empty_cell_has_nothing_in_any_member(value: object, is_nothing: bool) -> None:
    assert is_blank(value) is is_nothing


@given(CELLS)
def test_a_value_in_an_error_is_short_and_can_be_sent(value: object) -> None:
    assert len(shown(value)) <= 60
    assert shown(value).isascii()


def test_the_best_of_two_ways_to_find_an_entity_counts() -> None:
    (best, *_) = ask("Freedonia (country)")

    assert best.entity.label == "Freedonia"
    assert best.score < EXACT
    assert not best.match


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("IIP", ["peace-institute"]),
        # Initials are capitals, and at least three.
        ("iip", []),
        ("II", []),
        ("IIPX", []),
    ],
)
def test_initials_find_a_name_of_as_many_words(text: str, ids: list[str]) -> None:
    assert [each.entity.id for each in ask(text) if each.score == 80.0] == ids


def values_of_none(name: str, ids: object) -> Mapping[str, tuple[PropertyValue, ...]]:
    return {}


def test_a_property_that_nothing_holds_speaks_neither_for_nor_against() -> None:
    asked = read_single(
        {"query": sent({"query": "Sylvania", "properties": [{"pid": "country", "v": "x"}]})},
        CATALOGUE,
    )
    (best, *_) = candidates(asked.query, CATALOGUE, values_of_none)

    assert (best.score, best.match) == (EXACT, True)
    assert best.features["properties_agreeing"] == 0.0
    assert best.features["properties_contradicting"] == 0.0
