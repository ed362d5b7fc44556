"""Of every status and every set of modalities the mark, the degree and the key say the same."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.phrases import ENGLISH, degree, degree_mark, key, marks
from legation_server.phrases.firmness import LOOKS, PLAIN, modality_word
from support.other_language import OTHER
from support.some import some

STATUSES = ["stated", "attributed", "prospective", "unconfirmed", "denied", ""]
MODALITIES = [
    "alleged", "asserted", "attributed", "estimated", "found", "inferred", "opinion", "planned",
    "possible", "reported", "suspected", "unheard-of",
]  # fmt: skip
SETS = [list(chosen) for size in range(4) for chosen in combinations(MODALITIES, size)]
LISTS = st.lists(st.sampled_from(MODALITIES), max_size=5)


@pytest.mark.parametrize("status", STATUSES)
def test_each_statement_has_a_degree_that_the_key_explains(status: str) -> None:
    explained = {mark.name for mark, _ in key()}

    assert {degree(status, modalities) for modalities in SETS} <= explained


@pytest.mark.parametrize("status", STATUSES)
def test_a_mark_names_a_degree_that_the_key_explains(status: str) -> None:
    explained = {mark.name for mark, _ in key()}
    named = {mark.name for modalities in SETS for mark in marks(status, modalities)}

    assert named and named <= explained


@given(st.sampled_from(STATUSES), LISTS)
def test_the_order_of_modalities_changes_nothing(status: str, given_: list[str]) -> None:  # fmt: skip
    other = [*reversed(given_), *given_]

    assert marks(status, given_) == marks(status, other)
    assert degree(status, given_) == degree(status, other)


@given(st.sampled_from(STATUSES), LISTS)
def test_what_is_denied_is_marked_last_and_nothing_else_is(status: str, given_: list[str]) -> None:
    found = marks(status, given_)

    assert found
    assert (found[-1].style == "denied") == (status == "denied")
    assert all(mark.style != "denied" for mark in found[:-1])


@given(LISTS)
def test_nothing_but_what_a_document_stands_behind_looks_firm(given_: list[str]) -> None:
    for status in ("unconfirmed", "prospective", "denied", ""):
        assert all(mark.style != "stated" for mark in marks(status, given_))
        assert degree(status, given_) not in ("stated", "attributed")


@given(st.sampled_from(["stated", "attributed"]), LISTS)
def test_what_a_document_stands_behind_has_one_mark_of_its_degree(status: str, given_: list[str]) -> None:  # fmt: skip
    assert marks(status, given_) == [degree_mark(status)]


@given(LISTS)
def test_each_hedge_is_told_once_in_the_order_of_the_alphabet(given_: list[str]) -> None:
    hedges = sorted(set(given_) - PLAIN)
    (mark,) = marks("unconfirmed", given_)

    assert mark.word == (", ".join(map(modality_word, hedges)) or "unconfirmed")


@pytest.mark.parametrize(
    ("modalities", "style", "name"),
    [
        (["planned", "possible"], "prospective", "prospective"),
        (["planned", "alleged"], "unconfirmed", "reported"),
        (["found", "opinion"], "attributed", "reported"),
        (["opinion"], "attributed", "opinion"),
        (["opinion", "asserted"], "attributed", "opinion"),
        (["inferred"], "unconfirmed", "inferred"),
        (["estimated"], "unconfirmed", "reported"),
        (["asserted"], "unconfirmed", "reported"),
    ],
)
def test_a_mark_looks_as_firm_as_its_least_firm_hedge(
    modalities: list[str], style: str, name: str
) -> None:
    (mark,) = marks("unconfirmed", modalities)

    assert (mark.style, mark.name) == (style, name)


def test_the_key_has_each_look_once_with_a_word_and_a_meaning() -> None:
    found = key()

    assert {mark.name for mark, _ in found} == set(LOOKS)
    assert len({mark.word for mark, _ in found}) == len({meaning for _, meaning in found}) == 8


def test_all_words_for_modalities_differ_and_can_be_translated() -> None:
    known = [name for name in MODALITIES if name != "unheard-of"]

    assert len({modality_word(name) for name in known}) == len(known)
    assert all(modality_word(name, OTHER).startswith("⟦") for name in known)
    assert modality_word("unheard-of") == "unheard of"
    assert all(mark.word.startswith("⟦") for mark, _ in some(key(OTHER)))


def test_a_list_of_words_has_an_and_before_the_last() -> None:
    lists = [["oil"], ["oil", "gas"], ["oil", "gas", "tea"], ["a and b", "c"], [""]]

    assert [ENGLISH.listed(words) for words in lists] == [
        "oil",
        "oil and gas",
        "oil, gas and tea",
        "a and b and c",
        "",
    ]


@pytest.mark.parametrize(
    ("message", "parts", "said"),
    [
        ("100 % sure", {}, "100 % sure"),
        ("%(n)s of 100 %%", {"n": 3}, "3 of 100 %"),
        ("%(who)s", {"who": "%(n)s"}, "%(n)s"),
        ("plain", {"unused": 1}, "plain"),
    ],
)
def test_a_message_takes_its_parts_as_they_are(
    message: str, parts: dict[str, object], said: str
) -> None:
    assert ENGLISH.say(message, **parts) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 miles"), (1, "1 mile"), (2, "2 miles"), (30_000, "30,000 miles"), (-1, "-1 miles")],
)
def test_a_count_is_of_one_or_of_many(number: int, said: str) -> None:
    assert ENGLISH.say_count("%(n)s mile", "%(n)s miles", number) == said


def test_a_count_may_be_told_in_words() -> None:
    assert ENGLISH.say_count("%(n)s mile", "%(n)s miles", 2, n="two") == "two miles"
    assert (ENGLISH.translates, OTHER.translates) == (False, True)
