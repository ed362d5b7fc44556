"""Take workers back from clients that do not fetch their results, once others wait for one."""

import time
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legation_server.isolation.run import QueryRun

# Seconds a client may leave a piece of its result lying while others wait for a worker; and when
# more than half of the workers serve such clients.
PATIENCE = 1.0
IMPATIENCE = 0.3


class SlowClients:
    """The runs whose client is being sent a piece, and since when."""

    def __init__(self, workers: int) -> None:
        """Begin with none, among so many workers."""
        self._workers = workers
        self._since: dict[QueryRun, float] = {}
        self._lock = Lock()

    def hand_out(self, run: "QueryRun") -> None:
        """Hear that a client is being sent a piece; until it asks for the next its worker rests."""
        with self._lock:
            self._since[run] = time.monotonic()

    def take_back(self, run: "QueryRun") -> bool:
        """Hear that a client asks for the next piece; return whether it still has its worker."""
        with self._lock:
            self._since.pop(run, None)
            return not run.lost

    def reclaim(self) -> None:
        """Take the worker of the client that has been slow the longest, if one was too slow."""
        with self._lock:
            run = min(self._since, key=lambda one: self._since[one], default=None)
            patience = IMPATIENCE if len(self._since) > self._workers / 2 else PATIENCE
            if run is None or time.monotonic() - self._since[run] < patience:
                return
            del self._since[run]
            run.lost = True
        # Whoever waits for a worker holds what is needed to replace one.
        Thread(target=run.lose, daemon=True).start()
