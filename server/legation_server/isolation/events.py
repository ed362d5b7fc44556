"""Count queries, and what ended some of them."""

from threading import Lock

# The events by their names, as /metrics gives them.
EVENTS = (
    "queries",
    "timeouts",
    "out of memory",
    "killed",
    "crashes",
    "hung up",
    "too slow",
    "refused",
    "desks",
)


class QueryEvents:
    """How often each event has come about; `counts` is read by others at any time."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts = dict.fromkeys(EVENTS, 0)
        self._lock = Lock()

    def count(self, event: str, times: int = 1) -> None:
        """Count an event by its name."""
        with self._lock:
            self.counts[event] += times
