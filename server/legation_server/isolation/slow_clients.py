"""Take workers back from clients that do not fetch their results, once others wait for one."""

import time
from threading import Lock, Thread
from typing import Protocol

# Seconds a client may leave a piece of its result lying while others wait for a worker; and when
# more than half of the workers serve such clients.
FETCH_PAUSE_SECONDS = 1.0
SHORT_FETCH_PAUSE_SECONDS = 0.3


class Run(Protocol):
    """A query whose client is being sent its result."""

    lost: bool

    def lose(self) -> None:
        """Give up the worker that was taken back."""


class SlowClients:
    """The runs whose client is being sent a piece, and since when."""

    def __init__(self, workers: int) -> None:
        """Begin with none, among so many workers."""
        self._workers = workers
        self._since: dict[Run, float] = {}
        self._lock = Lock()

    def hand_out(self, run: Run) -> None:
        """Hear that a client is being sent a piece; until it asks for the next its worker rests."""
        with self._lock:
            self._since[run] = time.monotonic()

    def take_back(self, run: Run) -> bool:
        """Hear that a client asks for the next piece; return whether it still has its worker."""
        with self._lock:
            self._since.pop(run, None)
            return not run.lost

    def reclaim(self) -> None:
        """Take the worker of the client that has been slow the longest, if one was too slow."""
        with self._lock:
            run = min(self._since, key=lambda one: self._since[one], default=None)
            many = len(self._since) > self._workers / 2
            pause = SHORT_FETCH_PAUSE_SECONDS if many else FETCH_PAUSE_SECONDS
            if run is None or time.monotonic() - self._since[run] < pause:
                return
            del self._since[run]
            run.lost = True
        # The thread that waits for a worker holds what is needed to replace one.
        Thread(target=run.lose, daemon=True).start()
