"""The limit of processor time of a desk's queries: told to the kernel no oftener than needed."""

import signal
import time

import pytest
from legation_server.express.desk_limits import SPARE_SECONDS, Budget

SECONDS = 0.02


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the kernel is told."""
    heard: list[float] = []
    monkeypatch.setattr(signal, "setitimer", lambda which, seconds: heard.append(seconds))
    return heard


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Times that may be added to; the sum is what the clock says."""
    passed = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: sum(passed))
    return passed


def test_queries_that_follow_each_other_share_a_limit(told: list[float], go: list[float]) -> None:
    budget = Budget()

    for _ in range(3):
        budget.look()
        budget.begin(SECONDS)
        go.append(SPARE_SECONDS / 4)
        budget.look()

    assert told == [SECONDS + SPARE_SECONDS]


def test_each_query_has_all_of_its_time(told: list[float], go: list[float]) -> None:
    budget = Budget()

    budget.begin(SECONDS)
    go.append(SPARE_SECONDS)
    budget.begin(SECONDS)

    assert told == [SECONDS + SPARE_SECONDS] * 2


def test_a_query_with_another_limit_has_its_own(told: list[float], go: list[float]) -> None:
    budget = Budget()

    budget.begin(SECONDS)
    budget.begin(5 * SECONDS)

    assert told == [SECONDS + SPARE_SECONDS, 5 * SECONDS + SPARE_SECONDS]


def test_what_is_no_query_has_no_limit_that_is_half_used_up(
    told: list[float], go: list[float]
) -> None:
    budget = Budget()

    budget.begin(SECONDS)
    go.append(SPARE_SECONDS)
    budget.look()
    budget.end()

    # It is ended once.
    assert told == [SECONDS + SPARE_SECONDS, 0]


def test_a_desk_that_evaluates_nothing_has_no_limit(told: list[float], go: list[float]) -> None:
    Budget().look()
    Budget().end()

    assert told == []
