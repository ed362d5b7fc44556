"""The pool of query workers: the server's side, which holds the clock and kills.

Queries wait for a free worker for a bounded time. One that has used more processor time than
`long_after` becomes a long runner: it yields to all others, and only so many run at a time. The
text of a query that turned out long is remembered, and next time asks for a long runner's place
before it takes a worker, so that repeating it cannot crowd out the rest.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from threading import Condition, Lock

from legation_server.errors import ClientGoneError, overloaded
from legation_server.express.desk_limits import rules_for
from legation_server.express.shared_state import LARGEST, Board, Counted, key_of
from legation_server.isolation.long_queries import BRIEF, LongQueries, digest
from legation_server.isolation.run import TICK, QueryRun
from legation_server.isolation.slow_clients import SlowClients
from legation_server.isolation.zygote_client import Worker, Zygote
from legation_server.query import BUFFERED_BYTES, Answer, Task, never
from legation_server.releases.manifest import Release
from legation_server.settings import MIB, Settings

# What is counted: queries, and what ended some of them.
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
FEWEST = 4


def affordable_workers(settings: Settings) -> int:
    """Return how many workers' memory limits fit into what is free now, up to the setting."""
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    fitting = free // (settings.memory * MIB)
    return min(settings.workers, max(FEWEST, fitting))


class Pool:
    """Query workers over one release."""

    def __init__(self, release: Release, settings: Settings, desks: int = 0) -> None:
        """Load the release and fork the workers; raise ReleaseError when it cannot be loaded.

        `desks` is how many processes of the express lane there will be besides.
        """
        self.settings = settings
        self.desks = desks
        self.board = Board()
        self._counted = Counted()
        rules = rules_for(release.fingerprint, settings, desks)
        self.desk_room = desks * rules.cache
        try:
            self._zygote = Zygote(release, settings, rules, self.board)
        except BaseException:
            self.board.close()
            raise
        self._free: deque[Worker] = deque()
        self._waiting: deque[object] = deque()
        self._changed = Condition(Lock())
        self._long = 0
        self.long_queries = LongQueries()
        self.counts = dict.fromkeys(EVENTS, 0)
        self.closed = False
        self.size = affordable_workers(settings)
        self.slow_clients = SlowClients(self.size)
        for _ in range(self.size):
            self._replace()

    def close(self) -> None:
        """End all workers and the process that holds the data."""
        self.closed = True
        self._zygote.close()
        self.board.close()
        with self._changed:
            while self._free:
                self._free.pop().close()
            self._changed.notify_all()

    def run(
        self,
        task: Task,
        timeout: float | None = None,
        gone: Callable[[], bool] = never,
        buffered: int = BUFFERED_BYTES,
    ) -> Answer:
        """Return the answer to a task once it is complete or `buffered` bytes long.

        `timeout` can shorten the deadline, in seconds; `gone` tells whether the client has hung
        up. Raises Problem when the query fails or the server is full, ClientGoneError.
        """
        run = QueryRun(self, task, self.allowed_seconds(timeout), gone)
        return run.start(buffered)

    def allowed_seconds(self, timeout: float | None) -> float:
        """Return the deadline, which a client may shorten."""
        return min(timeout or self.settings.deadline, self.settings.deadline)

    @property
    def network(self) -> str:
        """Return what workers see of the network: none or shared."""
        return self._zygote.network

    def busy(self) -> dict[str, int]:
        """Return how many workers are free and long, and how many queries wait."""
        return {"free": len(self._free), "long": self._long, "waiting": len(self._waiting)}

    def open_desk(self, slot: int) -> socket:
        """Return the socket of a new desk of the express lane; raises OSError."""
        return self._zygote.fork_desk(slot)

    def counted(self) -> Counted:
        """Return what the desks have counted since the last call, and count their queries here."""
        with self._changed:
            now = self.board.counted()
            news, self._counted = now.since(self._counted), now
            self.counts["queries"] += news.requests - news.hits
            return news

    def find_brief(self, tag: str, answer: Answer) -> None:
        """Tell the desks of an answer with a tag, if they can give it the next time."""
        if answer.complete and len(answer.first) <= LARGEST and answer.seconds < BRIEF:
            self.board.find_brief(key_of(tag))

    def count(self, what: str, times: int = 1) -> None:
        """Count an event by its name."""
        with self._changed:
            self.counts[what] = self.counts.get(what, 0) + times

    # The rest is for QueryRun alone.

    def is_known_as_long(self, task: Task) -> bool:
        """Tell whether a query turned out long before."""
        return bool(self.long_queries) and digest(task) in self.long_queries

    def acquire(self, task: Task, gone: Callable[[], bool]) -> Worker:
        """Return a free worker, waiting in line for one."""
        # One that was killed while it had nothing to do must not be taken for the query's victim.
        while (worker := self._wait_for_worker(task, gone)).has_ended():
            self.bury(worker)
        worker.start_counting()
        return worker

    def _wait_for_worker(self, task: Task, gone: Callable[[], bool]) -> Worker:
        until = time.monotonic() + self.settings.queue_wait
        ticket = object()
        with self._changed:
            if len(self._waiting) >= self.settings.queue and not task.internal:
                raise overloaded("Too many queries are waiting.")
            # Pages of our own go first: they are cheap, and people wait for them.
            (self._waiting.appendleft if task.internal else self._waiting.append)(ticket)
            try:
                while not (self._free and self._waiting[0] is ticket):
                    remaining = until - time.monotonic()
                    if self.closed or remaining <= 0:
                        raise overloaded("No worker became free in time.")
                    if gone():
                        raise ClientGoneError
                    self.slow_clients.reclaim()
                    self._changed.wait(min(remaining, TICK))
                return self._free.pop()
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def release(self, worker: Worker) -> None:
        """Take back a worker that is ready for the next query."""
        with self._changed:
            if self.closed:
                worker.close()
                return
            self._free.append(worker)
            self._changed.notify_all()

    def discard(self, worker: Worker) -> int:
        """Kill a worker, put another in its place and return how the killed one ended."""
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        return self.bury(worker)

    def bury(self, worker: Worker) -> int:
        """Replace a worker that ended; return its exit status or minus the signal."""
        worker.close()
        status = self._zygote.reap(worker.pid)
        self._replace()
        return status

    def become_long(self) -> bool:
        """Take one of the places for long runners, if there is one."""
        with self._changed:
            if self._long >= self.settings.long_runners:
                return False
            self._long += 1
            return True

    def wait_to_be_long(self, key: bytes, gone: Callable[[], bool]) -> bool:
        """Take a place for a query known to be long; False when none became free in time.

        One that ran into its deadline before does not wait.
        """
        endless = self.long_queries.is_endless(key)
        patience = 0.0 if endless else self.settings.queue_wait
        until = time.monotonic() + patience
        with self._changed:
            while self._long >= self.settings.long_runners:
                remaining = until - time.monotonic()
                if self.closed or remaining <= 0:
                    return False
                if gone():
                    raise ClientGoneError
                self.slow_clients.reclaim()
                self._changed.wait(min(remaining, TICK))
            self._long += 1
            return True

    def under_pressure(self) -> bool:
        """Tell whether others wait for the workers, with no place left for long runners."""
        return self._long >= self.settings.long_runners and (bool(self._waiting) or not self._free)

    def leave_long(self) -> None:
        """Give the place of a long runner back."""
        with self._changed:
            self._long -= 1
            self._changed.notify_all()

    def _replace(self) -> None:
        if self.closed:
            return
        try:
            self.release(self._zygote.fork())
        except OSError:
            if not self.closed:
                raise
