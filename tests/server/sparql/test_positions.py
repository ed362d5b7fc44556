"""Places in a query are those that people see in an editor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.sparql import line_of, place_of, problem_at
from legation_server.sparql.positions import CHARACTERS_AFTER, CHARACTERS_BEFORE, excerpt

TEXTS = st.text("ab é𝄞\n\r", max_size=30)


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("\n\n", 2, (3, 1)),
        ("𝄞é\r\nx", 5, (2, 2)),
    ],
)
def test_lines_and_columns_are_counted_from_one(
    text: str, offset: int, place: tuple[int, int]
) -> None:
    assert place_of(text, offset) == place


@given(TEXTS, st.data())
def test_a_place_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))

    line, column = place_of(text, offset)

    before = text.split("\n")[: line - 1]
    assert sum(len(each) + 1 for each in before) + column - 1 == offset


@given(TEXTS)
def test_lines_are_those_of_the_text_without_their_ends(text: str) -> None:
    lines = text.split("\n")

    assert [line_of(text, n + 1) for n in range(len(lines))] == [s.rstrip("\r") for s in lines]
    assert line_of(text, len(lines) + 1) == ""


@given(st.text("ab<é", min_size=1, max_size=200), st.data())
def test_the_mark_stands_under_the_character(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))

    shown, mark = excerpt(text, 1, place + 1).split("\n")

    assert mark.strip() == "^"
    assert shown[mark.index("^")] == text[place]
    assert shown in text
    assert len(shown) <= CHARACTERS_BEFORE + CHARACTERS_AFTER + 1


def test_of_a_long_line_what_stands_around_is_shown() -> None:
    text = "a" * 100 + "X" + "b" * 100

    shown, mark = excerpt(text, 1, 101).split("\n")

    assert shown == "a" * CHARACTERS_BEFORE + "X" + "b" * CHARACTERS_AFTER
    assert mark == " " * CHARACTERS_BEFORE + "^"


def test_the_end_of_a_line_can_be_marked_too() -> None:
    assert excerpt("ab\ncd", 1, 3) == "ab\n  ^"
    assert excerpt("ab", 2, 1) == "\n^"


def test_a_problem_shows_its_place_to_people_and_programs() -> None:
    problem = problem_at("syntax-error", "wrong.", "a\nbc d", (2, 4), {"expected": ["x"]})

    assert (problem.kind, problem.detail) == ("syntax-error", "Line 2, column 4: wrong.")
    assert problem.members == {
        "line": 2,
        "column": 4,
        "expected": ["x"],
        "excerpt": "bc d\n   ^",
    }
