"""A link into a source document is a text fragment that a browser can find."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from legation_server.descriptions.evidence_links import text_fragment_link
from support.page_text import MARKS

URL = "https://example.org/a"
words = st.text(
    st.characters(blacklist_categories=["C"]).filter(lambda one: not MARKS.match(one))
    | st.sampled_from("-,&#%?= "),
    min_size=1,
    max_size=20,
)
# What a text directive may hold as it is (Text Fragments, section 3.3); percent signs are escapes.
PART = re.compile(r"(?:[A-Za-z0-9._~!$'()*+;:@/?=]|%[0-9A-F]{2})+")


def parts(link: str) -> list[str]:
    """Return the words of a link, one or two, as a browser takes them out of it."""
    before, found, directive = link.partition("#:~:text=")
    assert (before, bool(found)) == (URL, True)
    assert all(PART.fullmatch(part) for part in directive.split(","))
    return [unquote(part, errors="strict") for part in directive.split(",")]


@given(words, words)
def test_words_come_out_as_they_went_in(first: str, last: str) -> None:
    assume(first != last)

    assert parts(text_fragment_link(URL, first, last, None)) == [first, last]


@given(words)
def test_words_that_begin_and_end_a_passage_are_named_once(only: str) -> None:
    assert parts(text_fragment_link(URL, only, only, len(only))) == [only]
    assert parts(text_fragment_link(URL, only, "", None)) == [only]


@given(words, st.integers(1, 20), st.integers(1, 20))
def test_start_and_end_never_overlap(passage: str, begin: int, end: int) -> None:
    first, last = passage[:begin], passage[-end:]
    found = parts(text_fragment_link(URL, first, last, len(passage)))

    if first == last:
        assert found == [first]
    elif len(first) + len(last) >= len(passage):
        assert found == [passage]
    else:
        assert found == [first, last]


@pytest.mark.parametrize(
    ("url", "first", "expected"),
    [("", "On 3 May", ""), (URL, "", URL), (URL + "#top", "", URL + "#top")],
)
def test_without_words_or_a_document_there_is_no_fragment(
    url: str, first: str, expected: str
) -> None:
    assert text_fragment_link(url, first, "of Sylvania.", 60) == expected


def test_a_fragment_takes_the_place_of_another() -> None:
    link = text_fragment_link(URL + "?x=1#History", "On 3 May", "of Sylvania.", 60)

    assert urlsplit(link).fragment == ":~:text=On%203%20May,of%20Sylvania."
    assert urlsplit(link).query == "x=1"
