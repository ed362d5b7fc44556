"""Messages of workers arrive whole however they are cut, and a problem stays what it was."""

from collections.abc import Generator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import PROBLEMS, Problem
from legation_server.isolation.frames import (
    CUT,
    DATA,
    END,
    FAILURE,
    FATAL,
    HEAD,
    LONGEST_TOLD,
    FrameReader,
    Message,
    Rest,
    as_problem,
    failure,
    frame,
)

KINDS = st.sampled_from([HEAD, DATA, END, CUT, FAILURE, FATAL])
MESSAGES = st.lists(st.tuples(KINDS, st.binary(max_size=40)), max_size=6)


@given(MESSAGES, st.data())
def test_messages_arrive_whole_and_in_order_wherever_they_are_cut(
    messages: list[Message], data: st.DataObject
) -> None:
    stream = b"".join(frame(*message) for message in messages)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=9))
    places = [0, *sorted(cuts), len(stream)]
    reader = FrameReader()

    read = [
        message for start, end in pairwise(places) for message in reader.feed(stream[start:end])
    ]

    assert read == messages


@given(MESSAGES.filter(bool))
def test_a_message_is_given_only_when_its_last_byte_is_there(messages: list[Message]) -> None:
    stream = b"".join(frame(*message) for message in messages)
    reader = FrameReader()

    assert reader.feed(stream[:-1]) == messages[:-1]
    assert reader.feed(stream[-1:]) == messages[-1:]


VALUES = st.one_of(st.text(max_size=20), st.integers(), st.lists(st.text(max_size=5), max_size=3))


@given(
    st.sampled_from(sorted(PROBLEMS)),
    st.text(max_size=50),
    st.dictionaries(st.text(min_size=1, max_size=9), VALUES, max_size=4),
)
def test_a_problem_is_the_same_on_the_other_side(
    kind: str, detail: str, members: dict[str, object]
) -> None:
    ((sent, payload),) = FrameReader().feed(failure(Problem(kind, detail, members=members)))

    found = as_problem(payload)

    assert sent == FAILURE
    assert (found.kind, found.detail, found.members) == (kind, detail, members)


def test_a_worker_that_is_not_to_be_used_again_says_so() -> None:
    ((kind, _),) = FrameReader().feed(failure(Problem("query-memory"), FATAL))

    assert kind == FATAL


@pytest.mark.parametrize(
    ("length", "told"),
    [(LONGEST_TOLD, LONGEST_TOLD), (LONGEST_TOLD + 1, LONGEST_TOLD + 1), (10**6, LONGEST_TOLD + 1)],
)
def test_of_what_a_problem_names_the_beginning_is_told(length: int, told: int) -> None:
    problem = Problem("not-acceptable", "é" * length, members={"predicate": "é" * length})
    ((_, payload),) = FrameReader().feed(failure(problem))

    found = as_problem(payload)

    assert len(found.detail) == told
    assert found.members == {"predicate": found.detail}
    assert found.detail.endswith("…") == (length > LONGEST_TOLD)


def test_numbers_and_lists_of_a_problem_are_not_cut() -> None:
    limit = 10 ** (LONGEST_TOLD + 1)
    problem = Problem("result-too-large", members={"limit": limit, "names": ["a"] * 5_000})
    ((_, payload),) = FrameReader().feed(failure(problem))

    assert len(as_problem(payload).members["names"]) == 5_000  # type: ignore[arg-type]


def messages_of(
    *messages: Message, closed: list[bool], error: Problem | None = None
) -> Generator[Message, None, None]:
    """Yield messages; note when the reader wants no more."""
    try:
        yield from messages
        if error:
            raise error
    finally:
        closed.append(True)


def test_the_rest_of_a_result_is_its_data_alone() -> None:
    rest = Rest(messages_of((DATA, b"a"), (HEAD, b"x"), (DATA, b""), (END, b"y"), closed=[]))

    assert list(rest) == [b"a", b""]


def test_a_result_that_breaks_off_gives_what_was_there_and_then_the_problem() -> None:
    rest = Rest(messages_of((DATA, b"a"), closed=[], error=Problem("query-timeout")))

    assert next(rest) == b"a"
    with pytest.raises(Problem) as caught:
        next(rest)
    assert caught.value.kind == "query-timeout"


def test_closing_the_rest_frees_the_worker_whether_it_was_read_or_not() -> None:
    closed: list[bool] = []
    rest = Rest(messages_of((DATA, b"a"), (DATA, b"b"), closed=closed))
    next(rest)

    assert closed == []
    rest.close()

    assert closed == [True]
    assert list(rest) == []
