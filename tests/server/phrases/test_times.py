"""Times are told in words, whatever form of EDTF they have."""

import re
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from legation_build.mapping import edtf
from legation_server.phrases.times import time_words

YEARS = st.integers(1, 2100).map("{:04}".format)
PERIODS = st.one_of(st.integers(100, 209).map("{}X".format), st.integers(10, 20).map("{}XX".format))
MONTHS = st.one_of(st.integers(1, 12).map("{:02}".format), st.just("XX"))
DAYS = st.one_of(st.integers(1, 31).map("{:02}".format), st.just("XX"))
WORDS = st.sampled_from(
    ["", "in early 1994", "mid", "since the late 2000s", "until", "after", "by"]
)


@st.composite
def points(draw: st.DrawFn) -> str:
    text = draw(st.one_of(YEARS, PERIODS))
    if draw(st.booleans()):
        text += f"-{draw(MONTHS)}"
        if draw(st.booleans()):
            text += f"-{draw(DAYS)}"
    return text + draw(st.sampled_from(["", "~", "?", "%"]))


ENDS = st.one_of(points(), st.sampled_from(["", ".."]))
TIMES = st.one_of(points(), st.tuples(ENDS, ENDS).map("/".join))


@given(TIMES, WORDS)
def test_no_sign_of_edtf_is_left_in_the_words_of_a_time(text: str, words: str) -> None:
    try:
        edtf.bounds(text)
    except ValueError:
        assume(False)

    said = time_words(text, words)

    assert said
    assert not re.search(r"[~?%/X]|\.\.|\d-\d", said), said


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("1991-12-25", "", "25 December 1991"),
        ("1991-12", "", "December 1991"),
        ("1991", "", "1991"),
        ("1994", "in early 1994", "early 1994"),
        ("199X", "in the early 1990s", "early 1990s"),
        ("200X", "mid", "mid-2000s"),
        ("19XX", "", "20th century"),
        ("1992-XX", "", "1992, month unknown"),
        ("1992-04-XX", "", "April 1992, day unknown"),
        ("1990~", "", "about 1990"),
        ("1990?", "", "perhaps 1990"),
        ("1990%", "", "perhaps about 1990"),
        ("1990~/..", "since the very early 1990s", "since about 1990"),
        ("199X/..", "", "since the 1990s"),
        ("200X/..", "since the late 2000s", "since the late 2000s"),
        ("2006/..", "post-2006", "after 2006"),
        ("2007/..", "post-2006", "after 2006"),
        ("2007/", "post-2006", "after 2006"),
        ("2007/", "", "from 2007, end not told"),
        ("199X/", "in the late 1990s", "from the late 1990s, end not told"),
        ("2010/", "henceforth", "from 2010, end not told"),
        ("1997-08/..", "since then", "since August 1997"),
        (
            "2007-05/..",
            "after the elections of 2006",
            "after May 2007 (“after the elections of 2006”)",
        ),
        (
            "2010-07",
            "shortly after the visit of Ada Merrow",
            "July 2010 (“shortly after the visit of Ada Merrow”)",
        ),
        ("2016-12", "later that month", "December 2016"),
        ("../1998", "by 1998", "by 1998"),
        ("../2006", "until the inauguration", "until 2006 (“until the inauguration”)"),
        ("1997/2004", "", "1997 to 2004"),
        ("1902/1961", "from 1902 until late 1961", "1902 to late 1961"),
        ("1902/1961", "until late 1961", "1902 to late 1961"),
        ("1920/1925", "from early 1920 to late 1925", "early 1920 to late 1925"),
        ("1920/1925", "between early and late 1922", "1920 to 1925"),
        (
            "2012-03/2012-11",
            "early March to late November",
            "early March 2012 to late November 2012",
        ),
        ("../1961", "until late 1961", "until late 1961"),
        (
            "../2011-09",
            "from after the war through September",
            "until September 2011 (“from after the war through September”)",
        ),
        ("../2006", "from the 1990s until 2006", "until 2006 (“from the 1990s until 2006”)"),
        ("18XX/1920", "from the late 19th century to 1920", "the late 19th century to 1920"),
        ("1961-11", "late 1961", "November 1961"),
        ("1996", "in the mid-1990s", "1996"),
        ("2017-01/2017-02", "", "January 2017 to February 2017"),
        ("", "a few weeks later", "“a few weeks later”"),
        ("", "", ""),
        ("1991-13-45", "", "1991-13-45"),
    ],
)
def test_a_time_is_told_as_people_say_it(text: str, words: str, said: str) -> None:
    assert time_words(text, words) == said


@pytest.mark.parametrize(
    ("lasts", "words", "said"),
    [(True, "", "until September 2011"), (False, "", "by September 2011"), (True, "by 2011", "by September 2011")],
)  # fmt: skip
def test_what_holds_for_a_time_ends_and_what_happens_has_happened(
    lasts: bool, words: str, said: str
) -> None:
    assert time_words("../2011-09", words, lasts=lasts) == said


TOLD_IN_PART = ["1994", "1994-03", "199X", "18XX", "1994/..", "../1994", "1902/1961", "199X/..",
         "2012-03/2012-11", "1990~/..", "1990~", "1994?", "1994-03-02"]  # fmt: skip
PHRASES = ["in {} 1994", "from 1902 until {} 1961", "from {} 1902 to 1961", "{} March",
           "since the {} 1990s", "from {} March to late November", "{} that year"]  # fmt: skip


@pytest.mark.parametrize("part", ["early", "mid", "late"])
def test_build_and_server_take_the_same_words_for_a_part_of_a_time(part: str) -> None:
    """Neither may use the other's code. An early beginning and a late end change no bound."""
    for text, phrase in product(TOLD_IN_PART, PHRASES):
        words = phrase.format(part)
        is_narrowed = edtf.narrowed(text, words) != edtf.bounds(text)
        is_said = (
            re.search("early|mid|late", time_words(text, words).partition(" (“")[0]) is not None
        )
        assert is_said >= is_narrowed, (text, words)
        assert is_said == is_narrowed or part != "mid", (text, words)
