"""Wait for a state that other processes bring about, for a bounded time."""

import time
from collections.abc import Callable
from typing import TypeVar

PAUSE_SECONDS = 0.02

State = TypeVar("State")


def eventually(condition: Callable[[], State], within_seconds: float = 60.0) -> State:
    """Return what a condition gives once that is true; fail when it is not so in time."""
    until = time.monotonic() + within_seconds
    while not (state := condition()):
        assert time.monotonic() < until, f"not so within {within_seconds:g} seconds"
        time.sleep(PAUSE_SECONDS)
    return state
