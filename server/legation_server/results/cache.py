"""Keep the last results in memory: the same release gives the same answer."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from legation_server.query import Head


@dataclass(frozen=True)
class CachedResult:
    """A whole result."""

    head: Head
    body: bytes


class ResultCache:
    """Results by the tags of their answers; the ones not asked for the longest go first."""

    def __init__(self, capacity: int) -> None:
        """Hold at most `capacity` bytes; 0 keeps nothing."""
        self._capacity = capacity
        self._held: OrderedDict[str, CachedResult] = OrderedDict()
        self._lock = Lock()
        self._collecting = 0
        self.size = self.elsewhere = 0
        self.hits = 0
        self.misses = 0

    def get(self, tag: str) -> CachedResult | None:
        """Return the result of a tag, if it is still held, and count whether it is."""
        found = self.find(tag)
        self.count(hit=found is not None)
        return found

    def find(self, tag: str) -> CachedResult | None:
        """Return the result of a tag, if it is still held."""
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
        """Count what further caches have counted, and the bytes they hold now."""
        with self._lock:
            self.hits += hits
            self.misses += misses
            self.elsewhere = elsewhere

    def put(self, tag: str, result: CachedResult) -> None:
        """Hold a result, unless it would take more than an eighth of the room."""
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

        All that are on their way together may take an eighth of the room; a result that finds
        none left is passed on only.
        """
        kept: list[bytes] | None = []
        taken = 0
        try:
            for part in parts:
                if kept is not None and self._take(len(part)):
                    taken += len(part)
                    kept.append(part)
                elif kept is not None:
                    kept = None
                    self._give_back(taken)
                    taken = 0
                yield part
            if kept is not None:
                self.put(tag, CachedResult(head, b"".join(kept)))
        finally:
            self._give_back(taken)

    def _take(self, size: int) -> bool:
        with self._lock:
            if self._collecting + size > self._capacity // 8:
                return False
            self._collecting += size
            return True

    def _give_back(self, size: int) -> None:
        with self._lock:
            self._collecting -= size


def _cost(result: CachedResult) -> int:
    return len(result.body) + 1_000
