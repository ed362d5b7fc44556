"""Wait until a state is reached: the one place in the tests where time counts."""

import inspect
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PAUSE_SECONDS = 0.02


def eventually(
    condition: Callable[[], Found],
    within_seconds: float = 60,
    *,
    ignoring: tuple[type[Exception], ...] = (),
) -> Found:
    """Return what a condition gives as soon as that is true.

    The bound is far beyond what is usual: it ends a test that would never end. Exceptions of the
    types in `ignoring` count as not true. Raises AssertionError with the condition's own text and
    what it gave last.
    """
    end = time.monotonic() + within_seconds
    last: object = None
    while time.monotonic() < end:
        try:
            found = condition()
        except ignoring as error:
            last = error
        else:
            if found:
                return found
            last = found
        time.sleep(PAUSE_SECONDS)
    raise AssertionError(f"not within {within_seconds:g} s: {_text(condition)}; last: {last!r}")


def _text(condition: Callable[[], object]) -> str:
    try:
        return inspect.getsource(condition).strip()
    except (OSError, TypeError):
        return repr(condition)
