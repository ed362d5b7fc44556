"""Times in EDTF are computed with as ISO 8601-2 means them, or refused."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.mapping.edtf import bounds, narrowed, precision

BOUNDS = {
    "1991-12-25": (date(1991, 12, 25), date(1991, 12, 25)),
    "1991-12": (date(1991, 12, 1), date(1991, 12, 31)),
    "2012-02~": (date(2012, 2, 1), date(2012, 2, 29)),
    "1982": (date(1982, 1, 1), date(1982, 12, 31)),
    "199X": (date(1990, 1, 1), date(1999, 12, 31)),
    "19XX": (date(1900, 1, 1), date(1999, 12, 31)),
    "1992-XX": (date(1992, 1, 1), date(1992, 12, 31)),
    "1992-04-XX": (date(1992, 4, 1), date(1992, 4, 30)),
    "2011/2020": (date(2011, 1, 1), date(2020, 12, 31)),
    "199X/..": (date(1990, 1, 1), None),
    "../1998": (None, date(1998, 12, 31)),
    "2006~/": (date(2006, 1, 1), None),
}
REFUSED = [
    "", "in 1991", "25.12.1991", "91", "1991-13", "1991-02-30", "1991-XX-05", "2020/2011", "/",
    "../..", "1991/1992/1993", "0000", "1991-1-1", " 1991", "1991\n", "\uff11\uff19\uff19\uff11",
]  # fmt: skip


@pytest.mark.parametrize("text", BOUNDS)
def test_bounds(text: str) -> None:
    assert bounds(text) == BOUNDS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        bounds(text)


@given(st.dates())
def test_a_day_is_its_own_bounds(day: date) -> None:
    assert bounds(day.isoformat()) == (day, day)


@given(st.dates(), st.dates())
def test_an_interval_runs_from_its_first_to_its_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))

    assert bounds(f"{first}/{last}") == (first, last)


@given(st.text(max_size=24))
def test_any_text_is_computed_or_refused(text: str) -> None:
    try:
        earliest, latest = bounds(text)
    except ValueError as error:
        assert str(error)
    else:
        assert earliest or latest


years = st.integers(1, 9999).map("{:04}".format)
points = st.one_of(
    years,
    st.integers(1, 999).map("{:03}X".format),
    st.integers(1, 99).map("{:02}XX".format),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    st.builds("{}-XX".format, years),
    st.builds("{}-XX-XX".format, years),
    st.builds("{}-{:02}-XX".format, years, st.integers(1, 12)),
    st.dates().map(date.isoformat),
)


@given(points, st.sampled_from("~?%"))
def test_a_qualifier_moves_no_bound(point: str, qualifier: str) -> None:
    assert bounds(point + qualifier) == bounds(point)


@given(points)
def test_a_point_ends_no_earlier_than_it_begins(point: str) -> None:
    earliest, latest = bounds(point)

    assert earliest and latest and earliest <= latest


@given(st.dates())
def test_a_day_lies_in_its_month_year_decade_and_century(day: date) -> None:
    text = day.isoformat()
    around = [text, text[:7], text[:4]]
    around += [f"{text[:3]}X"] * (text[:3] != "000") + [f"{text[:2]}XX"] * (text[:2] != "00")
    found = [bounds(each) for each in around]

    assert found[0] == (day, day)
    for (inner_first, inner_last), (first, last) in pairwise(found):
        assert first and last and inner_first and inner_last
        assert first <= inner_first <= inner_last <= last


@given(points, points)
def test_an_interval_reaches_from_the_first_of_one_to_the_last_of_the_other(
    one: str, other: str
) -> None:
    first, last = bounds(one)[0], bounds(other)[1]
    assert first and last
    if first <= last:
        assert bounds(f"{one}/{other}") == (first, last)
    else:
        with pytest.raises(ValueError, match="ends before it begins"):
            bounds(f"{one}/{other}")


@given(points, st.sampled_from(["", ".."]))
def test_an_open_end_leaves_the_other_as_it_is(point: str, end: str) -> None:
    assert bounds(f"{point}/{end}") == (bounds(point)[0], None)
    assert bounds(f"{end}/{point}") == (None, bounds(point)[1])


@given(points, st.sampled_from(["in early {}", "since the late {}", "mid {}"]))
def test_early_mid_and_late_stay_within_the_time(point: str, words: str) -> None:
    earliest, latest = bounds(point)
    narrow = narrowed(point, words.format(point))

    assert earliest and latest and narrow[0] and narrow[1]
    assert earliest <= narrow[0] <= narrow[1] <= latest


def test_early_mid_and_late_are_thirds() -> None:
    early, mid, late = (narrowed("1994", f"in {part} 1994") for part in ("early", "mid", "late"))

    assert early[0] == date(1994, 1, 1) and late[1] == date(1994, 12, 31)
    assert early[1] == mid[0] == date(1994, 5, 2) and late[0] == mid[1]
    assert narrowed("1994", "in 1994") == bounds("1994")


def test_what_its_author_has_narrowed_is_not_narrowed_again() -> None:
    assert narrowed("2006~/..", "since the late 2000s") == bounds("2006~/..")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1992-04-07", "day"),
        ("1992-XX-XX", "year"),
        ("199X/..", "decade"),
        ("19XX", "century"),
        ("1997-08/..", "month"),
        ("2011/2020-03", "year"),
        ("../1998-03-01", "day"),
    ],
)
def test_a_time_says_to_which_unit_it_is_known(text: str, unit: str) -> None:
    assert precision(text) == unit


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("1902/1961", "from 1902 until late 1961", date(1902, 1, 1), date(1961, 12, 31)),
        ("1920/1925", "from late 1920 to early 1925", date(1920, 9, 1), date(1925, 5, 2)),
        ("../1961", "until early 1961", None, date(1961, 5, 2)),
        ("1920/1925", "in the early 1920s", date(1920, 1, 1), date(1925, 12, 31)),
        ("1996", "in the mid-1990s", date(1996, 1, 1), date(1996, 12, 31)),
    ],
)
def test_early_mid_and_late_narrow_the_end_that_they_stand_with(
    text: str, words: str, first: date | None, last: date
) -> None:
    assert narrowed(text, words) == (first, last)
