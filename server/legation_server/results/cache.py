"""Keep recent results in memory: from the same release, a query has the same result."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from legation_server.query import Head

# What an entry takes beside its body.
OVERHEAD_BYTES = 1_000


class CachedResult(NamedTuple):
    """A whole result; `hints` are about one that is empty, as the header has them."""

    head: Head
    body: bytes
    hints: str = ""


@dataclass(frozen=True)
class Outcome:
    """A whole result with the tag of its answer, and whether the cache held it.

    `seconds` is how long the query took; 0 when the cache held its result.
    """

    tag: str
    result: CachedResult
    held: bool
    seconds: float


class ResultCache:
    """Results by the ETags of their answers; the least recently used go first."""

    def __init__(self, capacity: int) -> None:
        """Hold at most `capacity` bytes; with 0 hold nothing."""
        self._capacity = capacity
        self._held: OrderedDict[str, CachedResult] = OrderedDict()
        self._lock = Lock()
        self._collecting = 0
        self.size = self.elsewhere = 0
        self.hits = 0
        self.misses = 0

    def get(self, tag: str) -> CachedResult | None:
        """Return the result of a tag, None when it is not held; count the hit or miss."""
        found = self.find(tag)
        self.count(hit=found is not None)
        return found

    def find(self, tag: str) -> CachedResult | None:
        """Return the result of a tag, None when it is not held; count nothing."""
        with self._lock:
            found = self._held.get(tag)
            if found is not None:
                self._held.move_to_end(tag)
            return found

    def count(self, *, hit: bool) -> None:
        """Count a hit or a miss."""
        with self._lock:
            self.hits += hit
            self.misses += not hit

    def take_in(self, hits: int, misses: int, elsewhere: int) -> None:
        """Add the hits and misses of other caches, and set the bytes that they hold now."""
        with self._lock:
            self.hits += hits
            self.misses += misses
            self.elsewhere = elsewhere

    def put(self, tag: str, result: CachedResult) -> None:
        """Hold a result, unless it takes more than an eighth of the capacity."""
        cost = _cost(result)
        if cost > self._capacity // 8:
            return
        with self._lock:
            if tag in self._held:
                return
            self._held[tag] = result
            self.size += cost
            while self.size > self._capacity:
                self.size -= _cost(self._held.popitem(last=False)[1])

    def collect(self, tag: str, head: Head, parts: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the parts of a result on its way to a client, and hold it when it is whole.

        All results on their way may take an eighth of the capacity together; one without room
        left is passed on and not held.
        """
        kept: list[bytes] | None = []
        taken = 0
        try:
            for part in parts:
                if kept is not None and self._reserve(len(part)):
                    taken += len(part)
                    kept.append(part)
                elif kept is not None:
                    kept = None
                    self._release(taken)
                    taken = 0
                yield part
            if kept is not None:
                self.put(tag, CachedResult(head, b"".join(kept)))
        finally:
            self._release(taken)

    def _reserve(self, size: int) -> bool:
        with self._lock:
            if self._collecting + size > self._capacity // 8:
                return False
            self._collecting += size
            return True

    def _release(self, size: int) -> None:
        with self._lock:
            self._collecting -= size


def _cost(result: CachedResult) -> int:
    return len(result.body) + len(result.hints) + OVERHEAD_BYTES
