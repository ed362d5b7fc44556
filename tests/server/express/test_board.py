"""What the processes of the express lane tell each other in shared memory."""

import time
from collections.abc import Iterator

import pytest
from legation_server.express.shared_state import (
    COMMITTED,
    EVALUATING,
    IDLE,
    KEPT,
    LARGEST,
    Board,
    Counted,
    key_of,
)
from legation_server.isolation.long_queries import BRIEF
from legation_server.isolation.pool import Pool
from legation_server.query import Answer, Head

TAG = "5f0c" * 8
KEY = key_of(TAG)
HEAD = Head("solutions", "json")


@pytest.fixture
def board() -> Iterator[Board]:
    made = Board()
    yield made
    made.close()


def test_what_one_process_writes_another_reads(board: Board) -> None:
    other = Board(board.descriptor)
    board.begin(3, 77, KEY)

    assert other.left(3) == (77, KEY, EVALUATING)
    board.commit(3, 78)
    assert other.left(3) == (78, KEY, COMMITTED)
    board.rest(3)
    assert other.left(3)[2] == other.left(2)[2] == IDLE
    other.close()


def test_what_is_avoided_is_tried_again_after_some_time(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.avoid(KEY)
    assert board.is_avoided(KEY) and not board.is_avoided(KEY + 1)

    now = time.monotonic() + KEPT
    monkeypatch.setattr(time, "monotonic", lambda: now)

    assert not board.is_avoided(KEY)


def test_what_turns_out_brief_is_avoided_no_more(board: Board) -> None:
    board.avoid(KEY)
    board.find_brief(KEY)

    assert board.is_brief(KEY) and not board.is_avoided(KEY)


@pytest.mark.parametrize(
    ("size", "seconds", "brief"),
    [(10, BRIEF / 2, True), (10, BRIEF, False), (LARGEST, 0.0, True), (LARGEST + 1, 0.0, False)],
)
def test_the_pool_tells_the_desks_of_what_was_answered_at_once(
    pool: Pool, size: int, seconds: float, brief: bool
) -> None:
    tag = f"{size:08x}{int(1000 * seconds):08x}" * 2
    pool.find_brief(tag, Answer(HEAD, b"x" * size, None, seconds))

    assert pool.board.is_brief(key_of(tag)) is brief


def test_all_desks_are_counted_together(board: Board) -> None:
    board.count(0, 0.002, hit=True, held=100)
    board.count(5, 0.002, hit=False, held=20)
    before = board.counted()
    board.count(5, 20.0, hit=None, held=30)

    assert before == Counted(2, 1, 1, 4_000_000, (0, 2, *[0] * 8), 120)
    assert board.counted().since(before) == Counted(1, 0, 0, 20 * 10**9, (*[0] * 9, 1), 130)
