"""Between which days something began is told as a year, a month or days, at every edge."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.phrases import ENGLISH, bounds_words, time_words
from support.other_language import OTHER

DAYS = st.dates(date.min, date.max)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, ""),
        (date(1922, 5, 3), None, "beginning not before 3 May 1922"),
        (None, date(1922, 5, 3), "beginning by 3 May 1922"),
        (date(1922, 1, 1), date(1922, 12, 31), "in 1922, by inference"),
        (date(1922, 5, 1), date(1922, 5, 31), "in May 1922, by inference"),
        (date(1924, 2, 1), date(1924, 2, 29), "in February 1924, by inference"),
        (date(1922, 2, 1), date(1922, 2, 28), "in February 1922, by inference"),
        (date(1924, 2, 1), date(1924, 2, 28), "between 1 February 1924 and 28 February 1924, by inference"),
        (date(1922, 5, 1), date(1922, 6, 30), "between 1 May 1922 and 30 June 1922, by inference"),
        (date(1922, 5, 1), date(1923, 5, 31), "between 1 May 1922 and 31 May 1923, by inference"),
        (date(1922, 5, 2), date(1922, 5, 31), "between 2 May 1922 and 31 May 1922, by inference"),
        (date(1922, 5, 3), date(1922, 5, 3), "between 3 May 1922 and 3 May 1922, by inference"),
        (date(1922, 1, 1), date(1923, 12, 31), "between 1 January 1922 and 31 December 1923, by inference"),
        # The last day of the calendar has no day after it.
        (date(2000, 1, 1), date.max, "between 1 January 2000 and 31 December 9999, by inference"),
        (date(9999, 12, 1), date.max, "in December 9999, by inference"),
    ],
)  # fmt: skip
def test_bounds_are_told_as_what_they_are(first: date | None, last: date | None, said: str) -> None:
    assert bounds_words(first, last) == said


@given(st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS))
def test_any_bounds_can_be_told_in_any_language(first: date | None, last: date | None) -> None:
    for language in (ENGLISH, OTHER):
        said = bounds_words(first, last, language)
        assert bool(said) == bool(first or last)
        assert "%" not in said


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_whole_month_is_named_like_the_month_in_edtf(year: int, month: int) -> None:
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])

    assert bounds_words(first, last) == f"in {time_words(f'{year:04}-{month:02}')}, by inference"


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        # Both ends open, however they are written.
        ("../..", "", "at an unknown time"),
        ("/", "", "at an unknown time"),
        ("../", "since 1990", "at an unknown time"),
        # A word for a part counts only beside the point that it is of.
        ("1990/1995", "early 1990 to late 1995", "early 1990 to late 1995"),
        ("1990/1995", "mid 1992", "1990 to 1995"),
        ("1990-05", "early May 1990", "early May 1990"),
        ("1990-05", "early June 1990", "May 1990"),
        ("1990-05-03", "early on 3 May 1990", "3 May 1990"),
        ("199X", "the late 1980s", "1990s"),
        ("1990", "the early 1990s", "1990"),
        # What is uncertain has no part beside.
        ("1990~", "early 1990", "about 1990"),
        ("1990%/..", "late 1990", "since perhaps about 1990"),
        # A decade within a phrase has an article; an uncertain one has none.
        ("../199X", "", "by the 1990s"),
        ("../199X~", "", "by about 1990s"),
        ("19XX/..", "", "since the 20th century"),
        ("10XX", "", "11th century"),
        ("11XX", "", "12th century"),
        ("12XX", "", "13th century"),
        ("20XX", "", "21st century"),
        ("21XX", "", "22nd century"),
        ("22XX", "", "23rd century"),
        ("199X/200X", "", "the 1990s to the 2000s"),
        # "After" names the year before only where it is that year.
        ("2007/..", "after 2005", "after 2007"),
        ("2007/..", "after the 2006 elections", "after 2006 (“after the 2006 elections”)"),
        ("2007/..", "after the 2000s", "after 2007"),
        ("200X/..", "after 1999", "after the 2000s"),
        ("2007-01/..", "after 2006", "after January 2007"),
        ("../1998", "till 1998", "until 1998"),
        ("../1998", "up to 1998", "until 1998"),
        ("../1998", "before 1998", "by 1998"),
        ("../1998", "UNTIL 1998", "until 1998"),
        ("../1998", "untilled land", "by 1998 (“untilled land”)"),
        ("1992-13", "", "1992-13"),
        ("1992-02-30", "", "1992-02-30"),
        ("0000-01", "", "0000-01"),
        ("1992-00-XX", "", "1992-00-XX, day unknown"),
        ("١٩٩٢", "", "١٩٩٢"),
        ("no time", "", "no time"),
        ("100 %", "", "100 %"),
    ],
)  # fmt: skip
def test_a_time_is_told_with_its_own_words_and_no_others(text: str, words: str, said: str) -> None:
    assert time_words(text, words) == said


@given(st.text(max_size=30), st.text(max_size=60), st.booleans())
def test_no_text_stops_a_page(text: str, words: str, lasts: bool) -> None:
    said = time_words(text, words, ENGLISH, lasts)

    assert bool(said) == bool(text or words)


@given(st.text(alphabet="0123456789X-~?%/.", max_size=25), st.text(max_size=20))
def test_no_text_that_looks_like_a_time_stops_a_page(text: str, words: str) -> None:
    assert bool(time_words(text, words, ENGLISH)) == bool(text or words)
