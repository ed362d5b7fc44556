"""Counting which lines run stops where a test says so, and goes on after it."""

import os
import sys
import threading
from typing import Any

import pytest
from support.line_counts import HANDED_DOWN, paused


def counting() -> tuple[Any, Any, str | None]:
    """Return what counts here, in threads that are started, and in processes."""
    return sys.gettrace(), threading.gettrace(), os.environ.get(HANDED_DOWN)


def test_counting_goes_on_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HANDED_DOWN, "so")
    before = counting()

    with pytest.raises(KeyError), paused():
        meanwhile = counting()
        raise KeyError

    assert meanwhile == (None, None, None)
    assert counting() == before
    assert before[2] == "so"


def test_processes_that_were_not_to_count_are_not_to_count_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(HANDED_DOWN, raising=False)

    with paused():
        pass

    assert HANDED_DOWN not in os.environ


@pytest.mark.uncounted
def test_nothing_is_counted_in_a_test_that_is_marked() -> None:
    assert counting() == (None, None, None)
