"""Times in EDTF are computed with as ISO 8601-2 means them, or refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.mapping.edtf import bounds

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
