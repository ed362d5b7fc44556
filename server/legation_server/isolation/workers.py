"""The workers of a pool: which query has one, which wait for one, and which are long.

Queries wait for a free worker for a bounded time. One that has used more processor time than
`long_after` becomes a long runner: it yields to all others, and only so many run at a time. Where
no place is free it gives its worker back and stands in line for one (long_places.py). The text of a
query that turned out long is remembered, and next time asks for a long runner's place before it
takes a worker, so that repeating it cannot crowd out the rest.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Condition, Lock

from legation_server.errors import ClientGoneError, Problem, ReleaseError, overloaded
from legation_server.isolation.data.zygote_client import Worker, Zygote
from legation_server.isolation.long_places import TICK_SECONDS, LongPlaces, Turn, hold
from legation_server.isolation.long_queries import LongQueries, digest
from legation_server.isolation.slow_clients import SlowClients
from legation_server.query import Task
from legation_server.settings import MIB, Settings

# The fewest workers, however little memory is free.
FEWEST_WORKERS = 4
# Where Linux tells how much memory there is, in KiB (proc(5)).
MEMORY_TOLD = Path("/proc/meminfo")
KIB = 1024


def affordable_workers(settings: Settings) -> int:
    """Return how many workers' memory limits fit into what is free now, up to the setting."""
    fitting = available_bytes() // (settings.memory * MIB)
    return min(settings.workers, max(FEWEST_WORKERS, fitting))


def available_bytes(told: Path = MEMORY_TOLD) -> int:
    """Return how much memory programs can still have; `told` is where the kernel says so.

    What it holds of files counts: it gives that up for programs. Where it does not say so, only
    what nothing holds counts.
    """
    with suppress(OSError):
        for line in told.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * KIB
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


class Workers:
    """Query workers, forked by a process that holds the data, and the queue for them."""

    def __init__(self, zygote: Zygote, settings: Settings) -> None:
        """Fork as many workers as the settings and the memory allow."""
        self._zygote = zygote
        self._settings = settings
        self._free: deque[Worker] = deque()
        self._waiting: deque[object] = deque()
        self._changed = Condition(Lock())
        self._places = LongPlaces(settings.long_runners, settings.long_queue)
        # Workers that could not be replaced so far.
        self._missing = 0
        self._filling = Lock()
        self._closed = False
        self.long_queries = LongQueries()
        self.size = affordable_workers(settings)
        self.slow_clients = SlowClients(self.size)
        for _ in range(self.size):
            self.release(zygote.fork())

    def close(self) -> None:
        """Let all workers end, and refuse those that wait for one."""
        with self._changed:
            self._closed = True
            while self._free:
                self._free.pop().close()
            self._changed.notify_all()
        self._places.close()

    def busy(self) -> dict[str, int]:
        """Return how many workers are free and long, how many queries wait, and how many in line.

        Those in line wait for a place for long queries, the others for a worker.
        """
        return {
            "free": len(self._free),
            "long": self._places.taken,
            "waiting": len(self._waiting),
            "waiting_long": self._places.waiting,
        }

    def free_processes(self) -> list[int]:
        """Return the process ids of the workers that have nothing to do, the next one last."""
        with self._changed:
            return [worker.pid for worker in self._free]

    def acquire(self, task: Task, gone: Callable[[], bool]) -> Worker:
        """Return a free worker, waiting in line for one.

        `gone` tells whether the client has hung up. Raises Problem `overloaded` when none becomes
        free in time, `data-unavailable` when there are none and can be none, ClientGoneError.
        """
        self._fill()
        # One that was killed while it had nothing to do must not be taken for the query's victim.
        while (worker := self._wait_for_worker(task, gone)).has_ended():
            self.reap_and_replace(worker)
            self._fill()
        worker.start_counting()
        return worker

    def _wait_for_worker(self, task: Task, gone: Callable[[], bool]) -> Worker:
        until = time.monotonic() + self._settings.queue_wait
        ticket = object()
        with self._changed:
            if len(self._waiting) >= self._settings.queue and not task.internal:
                raise overloaded("Too many queries are waiting.")
            # Pages of our own go first: they are cheap, and people wait for them.
            (self._waiting.appendleft if task.internal else self._waiting.append)(ticket)
            try:
                while not (self._free and self._waiting[0] is ticket):
                    remaining = until - time.monotonic()
                    if self._closed or remaining <= 0:
                        raise overloaded("No worker became free in time.")
                    if gone():
                        raise ClientGoneError
                    self.slow_clients.reclaim()
                    self._changed.wait(min(remaining, TICK_SECONDS))
                return self._free.pop()
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def release(self, worker: Worker) -> None:
        """Take back a worker that is ready for the next query."""
        with self._changed:
            if self._closed:
                worker.close()
                return
            self._free.append(worker)
            self._changed.notify_all()

    def discard(self, worker: Worker) -> None:
        """Kill a worker, and put another in its place."""
        # Beside busy processors one that yields to all others would take seconds to end.
        worker.be_nice(0)
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        worker.close()
        self._zygote.leave(worker.pid)
        self._add()

    def reap_and_replace(self, worker: Worker) -> int:
        """Replace a worker that ended; return its exit status or minus the signal."""
        worker.close()
        status = self._zygote.reap(worker.pid)
        self._add()
        return status

    def is_known_as_long(self, task: Task) -> bool:
        """Tell whether a query turned out long before."""
        return bool(self.long_queries) and digest(task) in self.long_queries

    def become_long(self, streaming: bool) -> bool:
        """Take one of the places for long runners, if there is one.

        A result on its way to the client cannot be begun again, so that a query which is
        `streaming` may run beyond the places as long as half of the workers are free.
        """
        return self._places.take(anyway=streaming and len(self._free) > self.size / 2)

    def wait_to_be_long(self, key: bytes, gone: Callable[[], bool], ran: bool) -> Turn:
        """Take a place for a query that is or was long, standing in line for it.

        One that ran into its deadline before does not wait. Where the line is full this returns
        after a while, longer for a query that `ran` already. Raises ClientGoneError.
        """

        def look() -> bool:
            self.slow_clients.reclaim()
            return gone()

        endless = self.long_queries.is_endless(key)
        turn = self._places.wait(0.0 if endless else self._settings.long_wait, look)
        if turn is Turn.FULL:
            hold(ran, gone)
        return turn

    def under_pressure(self) -> bool:
        """Tell whether others wait for the workers, with no room left for long queries."""
        return self._places.line_full and (bool(self._waiting) or not self._free)

    def leave_long(self) -> None:
        """Give the place of a long runner back."""
        self._places.leave()

    def _add(self) -> None:
        """Put a worker in the place of one that ended, now or when the next query comes."""
        with self._changed:
            self._missing += 1
        with suppress(Problem):
            self._fill()

    def _fill(self) -> None:
        """Have those workers forked that are missing.

        Raises Problem when that means all of them, as when the data have to be loaded again and
        are not what they were.
        """
        with self._filling:
            while self._missing and not self._closed:
                try:
                    worker = self._zygote.fork()
                except (OSError, ReleaseError) as error:
                    if self._missing >= self.size and not self._closed:
                        raise Problem("data-unavailable", str(error)) from error
                    return
                with self._changed:
                    self._missing -= 1
                self.release(worker)
