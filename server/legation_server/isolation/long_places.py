"""The places in which long queries run, and the line of those that wait for one.

A query in the line holds no worker and no memory, so that health, look-ups and pages go past it.
Those who came first get the next place.
"""

import time
from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from threading import Condition, Lock

from legation_server.errors import ClientGoneError

# Between two looks at whether a client has hung up, or another has become slow.
TICK_SECONDS = 0.1
# Seconds until a client hears that its query was refused after it ran: one that repeats it must
# not keep the processors busy with that.
HOLD_AFTER_RUN_SECONDS = 1.0
# The same for a query that was refused unseen: saying so costs little, but not nothing.
HOLD_UNSEEN_SECONDS = 0.2


class DisplacedError(Exception):
    """A query turned out long while no place for it was free."""


class Turn(Enum):
    """How a query leaves the line: with a place, unseen since the line is full, or too late."""

    PLACE = auto()
    FULL = auto()
    LATE = auto()


class LongPlaces:
    """A number of places, and a line of a greatest length for them."""

    def __init__(self, places: int, longest_line: int) -> None:
        """Begin with all places free."""
        self._places = places
        self._longest_line = longest_line
        self._taken = 0
        self._line: deque[object] = deque()
        self._changed = Condition(Lock())
        self._closed = False

    @property
    def taken(self) -> int:
        """Return how many places are taken; it may be more than there are."""
        return self._taken

    @property
    def waiting(self) -> int:
        """Return how many queries wait for a place."""
        return len(self._line)

    @property
    def full(self) -> bool:
        """Tell whether no place is free."""
        return self._taken >= self._places

    @property
    def line_full(self) -> bool:
        """Tell whether a query that is long now would be refused."""
        return self.full and len(self._line) >= self._longest_line

    def take(self, anyway: bool = False) -> bool:
        """Take a place if one is free and nobody waits for it, or `anyway`; tell whether it was."""
        with self._changed:
            if not anyway and (self._line or self.full):
                return False
            self._taken += 1
            return True

    def wait(self, seconds: float, gone: Callable[[], bool]) -> Turn:
        """Take a place, standing in line for at most some seconds.

        Each tick asks `gone` whether the client has hung up; raises ClientGoneError then.
        """
        until = time.monotonic() + seconds
        ticket = object()
        with self._changed:
            if self.line_full or (self.full and seconds <= 0):
                return Turn.FULL
            self._line.append(ticket)
            try:
                while self.full or self._line[0] is not ticket:
                    remaining = until - time.monotonic()
                    if self._closed or remaining <= 0:
                        return Turn.LATE
                    if gone():
                        raise ClientGoneError
                    self._changed.wait(min(remaining, TICK_SECONDS))
                self._taken += 1
                return Turn.PLACE
            finally:
                self._line.remove(ticket)
                self._changed.notify_all()

    def leave(self) -> None:
        """Give a place back."""
        with self._changed:
            self._taken -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """Send away all who wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def hold(ran: bool, gone: Callable[[], bool]) -> None:
    """Let a client whose query was refused wait before it hears of it."""
    until = time.monotonic() + (HOLD_AFTER_RUN_SECONDS if ran else HOLD_UNSEEN_SECONDS)
    while time.monotonic() < until and not gone():
        time.sleep(TICK_SECONDS)
