"""Conditions are weighed as RFC 9110 says, whatever tags, codings and lists a request names."""

from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.protocol import Conditions
from legation_server.protocol.codings import CODINGS
from legation_server.protocol.response_head import coded_tag

TAG = "0123456789abcdef"
VARIANTS = [TAG, *(coded_tag(TAG, coding) for coding in CODINGS)]
OTHERS = ["", "other", f"x{TAG}", f"{TAG}-x", "*"]

variants = st.sampled_from(VARIANTS)
tags = st.sampled_from([*VARIANTS, *OTHERS])
listed = st.lists(st.tuples(tags, st.booleans()), min_size=1, max_size=4)


def header(items: list[tuple[str, bool]]) -> str:
    """Return the value of a header that lists tags, with whether they are weak."""
    return ", ".join(f'{"W/" if weak else ""}"{tag}"' for tag, weak in items)


@given(listed, variants, st.booleans())
def test_who_has_an_answer_in_any_coding_is_told_so(
    items: list[tuple[str, bool]], own: str, weak: bool
) -> None:
    known = any(tag in VARIANTS for tag, _ in items)

    status = Conditions(none_match=header(items)).failed(header([(own, weak)]))

    # A weak comparison (section 13.1.2).
    assert status == (HTTPStatus.NOT_MODIFIED if known else None)


@given(listed, variants, st.booleans())
def test_who_wants_a_certain_answer_gets_no_other(
    items: list[tuple[str, bool]], own: str, weak: bool
) -> None:
    strong = not weak and any(tag in VARIANTS and not each for tag, each in items)

    status = Conditions(match=header(items)).failed(header([(own, weak)]))

    # A strong comparison (section 13.1.1).
    assert status == (None if strong else HTTPStatus.PRECONDITION_FAILED)


@given(listed, listed, variants)
def test_if_match_is_looked_at_first(
    wanted: list[tuple[str, bool]], unwanted: list[tuple[str, bool]], own: str
) -> None:
    own = header([(own, False)])
    first = Conditions(match=header(wanted)).failed(own)
    second = Conditions(none_match=header(unwanted)).failed(own)

    both = Conditions(match=header(wanted), none_match=header(unwanted)).failed(own)

    assert both == (first or second)


@pytest.mark.parametrize("tag", [None, "", f'"{TAG}"', f'W/"{TAG}"'])
def test_a_star_stands_for_every_answer(tag: str | None) -> None:
    assert Conditions(match="*").failed(tag) is None
    assert Conditions(none_match="*").failed(tag) == HTTPStatus.NOT_MODIFIED
    assert Conditions().failed(tag) is None


@given(listed)
def test_an_answer_without_a_tag_is_none_that_is_listed(items: list[tuple[str, bool]]) -> None:
    assert Conditions(none_match=header(items)).failed(None) is None
    assert Conditions(match=header(items)).failed(None) == HTTPStatus.PRECONDITION_FAILED


@given(listed)
def test_the_tag_that_is_held_is_one_of_those_listed(items: list[tuple[str, bool]]) -> None:
    held = Conditions(none_match=header(items)).held(TAG)

    assert (held is not None) == any(tag in VARIANTS for tag, _ in items)
    assert held is None or (held in VARIANTS and held in [tag for tag, _ in items])


def test_a_star_names_no_tag() -> None:
    assert Conditions(none_match="*").held(TAG) is None
    assert Conditions().held(TAG) is None


@pytest.mark.parametrize(
    ("if_range", "given_range"),
    [
        (None, "bytes=0-1"),
        (f'"{TAG}"', "bytes=0-1"),
        (f' "{TAG}" ', "bytes=0-1"),
        (f'W/"{TAG}"', None),
        (f'"{coded_tag(TAG, "gzip")}"', None),
        ("Mon, 30 Nov 2026 09:00:00 GMT", None),
        (TAG, None),
        ("", None),
    ],
)
def test_a_range_is_given_of_what_the_client_holds(
    if_range: str | None, given_range: str | None
) -> None:
    asked = Conditions(if_range=if_range, range="bytes=0-1")

    assert asked.range_of(TAG) == given_range


@pytest.mark.parametrize("condition", [{"match": '"other"'}, {"none_match": f'"{TAG}"'}])
def test_no_range_is_given_where_a_condition_fails(condition: dict[str, str]) -> None:
    assert Conditions(**condition, range="bytes=0-1").range_of(TAG) is None
    assert Conditions(range="bytes=0-1").range_of(TAG) == "bytes=0-1"


@given(st.text(), st.text(), st.text())
def test_no_header_makes_conditions_fail(match: str, none_match: str, tag: str) -> None:
    status = Conditions(match=match, none_match=none_match).failed(f'"{tag}"')

    assert status in (None, HTTPStatus.NOT_MODIFIED, HTTPStatus.PRECONDITION_FAILED)
