"""What desks and the web process tell each other in shared memory, without waking anybody.

Each desk has a slot: which connection it is at, under which key and how far, and what it has
counted. After the slots come two tables of keys: of queries that are nothing for a desk, and of
those the pool found to be brief. Keys are kept with the time, so that all is tried anew now and
then. The last table has what the latest request of each connection cost a desk.
"""

import mmap
import os
import time
from bisect import bisect_left
from dataclasses import dataclass

from legation_server.metrics import BUCKETS_SECONDS as BUCKETS

WORD = 8
SLOT = 32
SLOTS = 64
KEYS = 4096
# Seconds after which all keys are forgotten.
KEPT_SECONDS = 300
AVOIDED, FOUND_BRIEF, COSTS = (SLOT * SLOTS + table * KEYS for table in range(3))
SIZE = WORD * (SLOT * SLOTS + 3 * KEYS)
# The bits of a word in the last table that hold a cost, in microseconds; the number of the
# connection has the others.
COST_BITS = 24
MICROSECONDS = 1e6
# Bytes of a result that surely fit into what the kernel holds for a connection.
LARGEST_BYTES = 131_072

# Words of a slot. Seconds are counted in nanoseconds.
CONNECTION, KEY, PHASE, REQUESTS, HITS, MISSES, HELD, NANOSECONDS, REFUSED, DURATIONS = range(10)
# What becomes of a request on the way: it can be begun anew while it is not COMMITTED.
IDLE, EVALUATING, COMMITTED = range(3)


@dataclass(frozen=True)
class Counted:
    """What all desks have counted: requests and their times, hits and misses.

    `durations` are numbers of requests by bucket of metrics.py; `held` are the bytes in caches;
    `refused` are further requests, of those who would have waited too long.
    """

    requests: int = 0
    hits: int = 0
    misses: int = 0
    nanoseconds: int = 0
    durations: tuple[int, ...] = (0,) * (len(BUCKETS) + 1)
    held: int = 0
    refused: int = 0

    def since(self, before: "Counted") -> "Counted":
        """Return what was counted since `before`; what is held is not counted."""
        durations = zip(self.durations, before.durations, strict=True)
        return Counted(
            self.requests - before.requests,
            self.hits - before.hits,
            self.misses - before.misses,
            self.nanoseconds - before.nanoseconds,
            tuple(now - then for now, then in durations),
            self.held,
            self.refused - before.refused,
        )


class SharedState:
    """Memory that the desks over one release share with the web process."""

    def __init__(self, descriptor: int | None = None) -> None:
        """Make one, or look at the one behind a descriptor, which stays the caller's."""
        if descriptor is None:
            self.descriptor = os.memfd_create("legation-desks")
            os.ftruncate(self.descriptor, SIZE)
        else:
            self.descriptor = os.dup(descriptor)
        self._memory = mmap.mmap(self.descriptor, SIZE)
        self._words = memoryview(self._memory).cast("q")

    def close(self) -> None:
        """Let go of the memory."""
        self._words.release()
        self._memory.close()
        os.close(self.descriptor)

    def begin(self, slot: int, connection: int, key: int) -> None:
        """Say that a desk begins to evaluate what a connection asks."""
        at = slot * SLOT
        self._words[at + CONNECTION] = connection
        self._words[at + KEY] = key
        self._words[at + PHASE] = EVALUATING

    def commit(self, slot: int, connection: int) -> None:
        """Say that a desk takes the request off a connection, and answers it."""
        at = slot * SLOT
        self._words[at + CONNECTION] = connection
        self._words[at + PHASE] = COMMITTED

    def rest(self, slot: int) -> None:
        """Say that a desk is at no connection."""
        self._words[slot * SLOT + PHASE] = IDLE

    def left(self, slot: int) -> tuple[int, int, int]:
        """Return the connection, key and phase a desk came to."""
        at = slot * SLOT
        return self._words[at + CONNECTION], self._words[at + KEY], self._words[at + PHASE]

    def avoid(self, key: int) -> None:
        """Remember for some time that a query is nothing for a desk."""
        self._words[AVOIDED + key % KEYS] = _dated(key)

    def is_avoided(self, key: int) -> bool:
        """Tell whether a query is nothing for a desk."""
        return self._words[AVOIDED + key % KEYS] == _dated(key)

    def find_brief(self, key: int) -> None:
        """Remember for some time that a query was answered at once."""
        self._words[FOUND_BRIEF + key % KEYS] = _dated(key)
        if self.is_avoided(key):
            self._words[AVOIDED + key % KEYS] = 0

    def is_brief(self, key: int) -> bool:
        """Tell whether a query is known to be brief."""
        return self._words[FOUND_BRIEF + key % KEYS] == _dated(key)

    def note_cost(self, connection: int, seconds: float) -> None:
        """Remember what the latest request of a connection cost."""
        cost = min(int(MICROSECONDS * seconds), (1 << COST_BITS) - 1)
        self._words[COSTS + connection % KEYS] = connection << COST_BITS | cost

    def cost(self, connection: int) -> float:
        """Return the seconds that the latest request of a connection cost; 0 if not known."""
        noted = self._words[COSTS + connection % KEYS]
        known = noted >> COST_BITS == connection
        return (noted & (1 << COST_BITS) - 1) / MICROSECONDS if known else 0.0

    def count(self, slot: int, seconds: float, hit: bool | None, held: int) -> None:
        """Count an answer; `hit` is None for one that no cache may hold."""
        at = slot * SLOT
        words = self._words
        words[at + REQUESTS] += 1
        words[at + NANOSECONDS] += int(1e9 * seconds)
        words[at + DURATIONS + bisect_left(BUCKETS, seconds)] += 1
        words[at + HELD] = held
        if hit is not None:
            words[at + (HITS if hit else MISSES)] += 1

    def count_refused(self, slot: int) -> None:
        """Count a request that was refused, which is no other answer."""
        self._words[slot * SLOT + REFUSED] += 1

    def counted(self) -> Counted:
        """Return what all desks have counted."""

        def total(word: int) -> int:
            return sum(self._words[word : SLOTS * SLOT : SLOT])

        durations = tuple(total(DURATIONS + index) for index in range(len(BUCKETS) + 1))
        return Counted(
            total(REQUESTS),
            total(HITS),
            total(MISSES),
            total(NANOSECONDS),
            durations,
            total(HELD),
            total(REFUSED),
        )


def key_of(tag: str) -> int:
    """Return the key of a query by the tag of its answer, which no other query has."""
    return int(tag[:15], 16)


def _dated(key: int) -> int:
    """Return another number for a key in each stretch of time."""
    return key ^ int(time.monotonic()) // KEPT_SECONDS
