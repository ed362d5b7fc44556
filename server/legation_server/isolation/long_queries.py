"""Remember which queries turned out long, so that their next run is planned for."""

from collections import OrderedDict
from functools import lru_cache
from hashlib import sha256
from threading import Lock

from legation_server.query import Task
from legation_server.sparql import tokens

REMEMBERED = 4096
SHORT = 4_000
# A query that needs less processor time is never in anybody's way.
BRIEF_CPU_SECONDS = 0.02


def digest(task: Task) -> bytes:
    """Return a key for queries that differ in white space and comments only."""
    return _short_digest(task) if len(task.query) <= SHORT else _digest(task)


def _digest(task: Task) -> bytes:
    words = [token.text for token in tokens(task.query)]
    return sha256(repr((words, task.default_graphs, task.named_graphs)).encode()).digest()


_short_digest = lru_cache(1024)(_digest)


class LongQueries:
    """The last queries that used much processor time, and whether they ran into their deadline."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: OrderedDict[bytes, bool] = OrderedDict()
        self._lock = Lock()

    def remember(self, key: bytes, endless: bool = False) -> None:
        """Remember a query that turned out long, or ran into its deadline."""
        with self._lock:
            self._known[key] = endless or self._known.get(key, False)
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def forget(self, key: bytes) -> None:
        """Take a query for a brief one again."""
        with self._lock:
            self._known.pop(key, None)

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._known)

    def __contains__(self, key: bytes) -> bool:
        """Tell whether a query turned out long before."""
        return key in self._known

    def is_endless(self, key: bytes) -> bool:
        """Tell whether a query ran into its deadline before."""
        return self._known.get(key, False)
