"""Keep the last results in memory: the same release gives the same answer."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from legation_server.frames import Head, Task


@dataclass(frozen=True)
class CachedResult:
    """A whole result."""

    head: Head
    body: bytes


class ResultCache:
    """Results by task; the ones not asked for the longest go first."""

    def __init__(self, capacity: int) -> None:
        """Hold at most `capacity` bytes; 0 keeps nothing."""
        self._capacity = capacity
        self._held: OrderedDict[Task, CachedResult] = OrderedDict()
        self._lock = Lock()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, task: Task) -> CachedResult | None:
        """Return the result of a task, if it is still held, and count whether it is."""
        found = self.find(task)
        self.count(hit=found is not None)
        return found

    def find(self, task: Task) -> CachedResult | None:
        """Return the result of a task, if it is still held."""
        with self._lock:
            found = self._held.get(task)
            if found is not None:
                self._held.move_to_end(task)
            return found

    def count(self, *, hit: bool) -> None:
        """Count a hit or a miss."""
        with self._lock:
            self.hits += hit
            self.misses += not hit

    def put(self, task: Task, result: CachedResult) -> None:
        """Hold a result, unless it would take more than an eighth of the room."""
        cost = _cost(task, result)
        if cost > self._capacity // 8:
            return
        with self._lock:
            if task in self._held:
                return
            self._held[task] = result
            self.size += cost
            while self.size > self._capacity:
                self.size -= _cost(*self._held.popitem(last=False))


def _cost(task: Task, result: CachedResult) -> int:
    return len(task.query) + len(result.body) + 1_000
