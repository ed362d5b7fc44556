"""What a desk and the web server tell each other arrives as it was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.express.ipc import (
    GONE,
    KEEP,
    RELAY,
    TAKE,
    decode_kept,
    encode_kept,
    message,
    numbers_in,
)
from legation_server.formats import GRAPHS, SOLUTIONS
from legation_server.query import Head
from legation_server.results import CachedResult

NUMBERS = st.integers(0, 2**64 - 1)
LETTERS = [TAKE, KEEP, RELAY, GONE]
HEADS = st.one_of(
    st.sampled_from(SOLUTIONS).map(lambda offer: Head("solutions", offer.name)),
    st.sampled_from(SOLUTIONS).map(lambda offer: Head("boolean", offer.name)),
    st.sampled_from(GRAPHS).map(lambda offer: Head("graph", offer.name)),
)
TEXTS = st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=20)


@given(st.sampled_from(LETTERS), st.lists(NUMBERS, max_size=4), st.binary(max_size=9))
def test_numbers_arrive_whatever_follows_them(
    letter: bytes, numbers: list[int], rest: bytes
) -> None:
    sent = message(letter, *numbers) + rest

    assert sent[:1] == letter
    assert numbers_in(sent, len(numbers)) == numbers


def test_letters_tell_messages_apart() -> None:
    assert len(set(LETTERS)) == len(LETTERS)
    assert {len(letter) for letter in LETTERS} == {1}


@pytest.mark.parametrize("number", [-1, 2**64])
def test_a_number_without_room_is_not_sent(number: int) -> None:
    with pytest.raises(OverflowError):
        message(TAKE, number)


@given(TEXTS, HEADS, TEXTS, st.binary(max_size=60))
def test_a_result_is_kept_as_it_was(tag: str, head: Head, hints: str, body: bytes) -> None:
    result = CachedResult(head, body, hints)

    assert decode_kept(encode_kept(tag, result)) == (tag, result)


@pytest.mark.parametrize("body", [b"", b"\n", b"\n\n\n", b"\r\n\x00\xff"])
def test_lines_in_a_result_are_its_own(body: bytes) -> None:
    result = CachedResult(Head("solutions", "tsv"), body)

    assert decode_kept(encode_kept("5f0c", result)) == ("5f0c", result)
