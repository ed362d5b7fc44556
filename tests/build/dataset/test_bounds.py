"""What is inferred of when a content began is always so, and never replaces what is told."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dataset.bounds import Known, Link, inferred, known
from support.some import some

DAY = date(1921, 2, 11)
YEAR = Known(date(1921, 1, 1), date(1921, 12, 31), date(1921, 12, 31))


def both(*names: str) -> Mapping[str, bool]:
    return dict.fromkeys(names, True)


def test_what_follows_began_no_earlier() -> None:
    assert inferred(
        {"treaty": YEAR}, [("visit", Link.AFTER, "treaty")], both("treaty", "visit")
    ) == {"visit": (date(1921, 1, 1), None)}


def test_what_is_followed_began_no_later() -> None:
    assert inferred(
        {"visit": YEAR}, [("visit", Link.AFTER, "treaty")], both("treaty", "visit")
    ) == {"treaty": (None, date(1921, 12, 31))}


def test_a_part_lies_between_the_ends_of_the_whole() -> None:
    assert inferred({"war": YEAR}, [("battle", Link.WITHIN, "war")], both("war", "battle")) == {
        "battle": (date(1921, 1, 1), date(1921, 12, 31))
    }


def test_a_part_of_a_part_was_over_with_the_whole() -> None:
    links = [("speech", Link.WITHIN, "reception"), ("reception", Link.WITHIN, "visit")]

    found = inferred({"visit": YEAR}, links, both("visit", "reception", "speech"))

    assert found["speech"] == (date(1921, 1, 1), date(1921, 12, 31))


def test_the_end_of_a_supposed_part_says_nothing_of_what_is_asserted_in_it() -> None:
    links = [("speech", Link.WITHIN, "reception"), ("reception", Link.WITHIN, "visit")]

    found = inferred({"visit": YEAR}, links, {"visit": True, "reception": False, "speech": True})

    assert "speech" not in found


def test_what_overlaps_may_have_begun_before() -> None:
    assert inferred({"war": YEAR}, [("support", Link.OVERLAPS, "war")], both("war", "support")) == {
        "support": (None, date(1921, 12, 31))
    }


def test_bounds_go_on_along_a_chain_and_a_circle_ends() -> None:
    links = [("b", Link.AFTER, "a"), ("c", Link.AFTER, "b"), ("b", Link.WITHIN, "c")]

    found = inferred({"a": YEAR}, links, both("a", "b", "c"))

    assert found == {"b": (date(1921, 1, 1), None), "c": (date(1921, 1, 1), None)}


def test_what_is_supposed_says_nothing_of_what_is_asserted() -> None:
    link = [("visit", Link.AFTER, "plot")]

    assert inferred({"plot": YEAR}, link, {"plot": False, "visit": True}) == {}
    assert inferred({"plot": YEAR}, link, {"plot": False, "visit": False})
    assert inferred({"plot": YEAR}, link, {"plot": True, "visit": False})


def test_a_named_event_without_a_time_says_nothing() -> None:
    assert inferred({}, [("visit", Link.AFTER, "elsewhere")], both("visit")) == {}


@pytest.mark.parametrize(
    ("when", "is_event", "expected"),
    [
        ("1921", True, YEAR),
        ("1921", False, Known(begun_by=date(1921, 12, 31))),
        ("1921-02-11/..", True, Known(DAY, DAY)),
        ("1921-02-11/..", False, Known(DAY, DAY)),
        ("1919/1921", True, Known(date(1919, 1, 1), date(1921, 12, 31), date(1921, 12, 31))),
        ("1919/1921", False, Known(begun_by=date(1921, 12, 31))),
        ("../1921", False, Known(begun_by=date(1921, 12, 31))),
        ("1921~", True, Known()),
        ("1926~/..", False, Known()),
    ],
)
def test_only_what_a_time_certainly_says_is_known(
    when: str, is_event: bool, expected: Known
) -> None:
    assert known(when, "", is_event) == expected


def day(number: int) -> date:
    return date(1900, 1, 1) + timedelta(number)


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9), st.booleans()),
    min_size=2,
    max_size=8,
)


@given(SPANS, st.data())
def test_every_content_began_between_its_bounds(
    spans: list[tuple[int, int, int, bool]], data: st.DataObject
) -> None:
    begins = {str(n): start for n, (start, _, _, _) in enumerate(spans)}
    ends = {str(n): start + length for n, (start, length, _, _) in enumerate(spans)}
    # What the document tells is less exact than what happened, and of some it tells nothing.
    times = {
        str(n): Known(day(start - slack), day(start + slack), day(start + length + slack))
        for n, (start, length, slack, is_told) in enumerate(spans)
        if is_told
    }
    holds: dict[Link, Callable[[str, str], bool]] = {
        Link.AFTER: lambda x, y: begins[y] <= begins[x],
        Link.WITHIN: lambda x, y: begins[y] <= begins[x] and ends[x] <= ends[y],
        Link.OVERLAPS: lambda x, y: begins[x] <= ends[y] and begins[y] <= ends[x],
    }
    possible = [(x, k, y) for k, so in holds.items() for x in begins for y in begins if so(x, y)]
    links = data.draw(st.lists(st.sampled_from(some(possible)), max_size=12))

    found = inferred(times, links, both(*begins))

    assert found.keys().isdisjoint(times)
    assert [
        name
        for name, (first, last) in found.items()
        if not (first or date.min) <= day(begins[name]) <= (last or date.max)
    ] == []
