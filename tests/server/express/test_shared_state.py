"""What the processes of the express way tell each other in shared memory."""

import time
from collections.abc import Iterator

import pytest
from legation_server.express.shared_state import (
    COMMITTED,
    EVALUATING,
    IDLE,
    KEPT_SECONDS,
    KEYS,
    Counted,
    SharedState,
    key_of,
)

TAG = "5f0c" * 8
KEY = key_of(TAG)


@pytest.fixture
def state() -> Iterator[SharedState]:
    made = SharedState()
    yield made
    made.close()


def test_what_one_process_writes_another_reads(state: SharedState) -> None:
    other = SharedState(state.descriptor)
    state.begin(3, 77, KEY)

    assert other.left(3) == (77, KEY, EVALUATING)
    state.commit(3, 78)
    assert other.left(3) == (78, KEY, COMMITTED)
    state.rest(3)
    assert other.left(3)[2] == other.left(2)[2] == IDLE
    other.close()


def test_what_is_avoided_is_tried_again_after_some_time(
    state: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    state.avoid(KEY)
    assert state.is_avoided(KEY) and not state.is_avoided(KEY + 1)

    monkeypatch.setattr(time, "monotonic", lambda: float(KEPT_SECONDS))

    assert not state.is_avoided(KEY)


def test_what_turns_out_brief_is_avoided_no_more(state: SharedState) -> None:
    state.avoid(KEY)
    state.find_brief(KEY)

    assert state.is_brief(KEY) and not state.is_avoided(KEY)


def test_all_desks_are_counted_together(state: SharedState) -> None:
    state.count(0, 0.002, hit=True, held=100)
    state.count(5, 0.002, hit=False, held=20)
    before = state.counted()
    state.count(5, 20.0, hit=None, held=30)

    assert before == Counted(2, 1, 1, 4_000_000, (0, 2, *[0] * 8), 120)
    assert state.counted().since(before) == Counted(1, 0, 0, 20 * 10**9, (*[0] * 9, 1), 130)


def test_what_a_connection_costs_is_known_to_all_desks(state: SharedState) -> None:
    state.note_cost(7, 0.0125)
    state.note_cost(9, 1e6)

    assert [state.cost(number) for number in (7, 8, 7 + KEYS)] == [0.0125, 0.0, 0.0]
    assert state.cost(9) == pytest.approx(16.8, abs=0.1)
