"""The pool of query workers: the server's side, which holds the clock and kills.

Queries wait for a free worker for a bounded time. One that has used more processor time than
`long_after` becomes a long runner: it yields to all others, and only so many run at a time. The
text of a query that turned out long is remembered, and next time asks for a long runner's place
before it takes a worker, so that repeating it cannot crowd out the rest.
"""

import json
import os
import signal
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from select import POLLIN, poll
from threading import Condition, Lock

from legation_server.errors import ClientGoneError, Problem
from legation_server.frames import DATA, END, HEAD, FrameReader, Head, Task, as_problem
from legation_server.release import Release
from legation_server.settings import Settings
from legation_server.worker import memory_problem
from legation_server.zygote_client import Worker, Zygote

MIB = 1024 * 1024
BUFFERED = MIB
TICK = 0.1
NICENESS = 15
REMEMBERED = 4096
RETRY_AFTER = 2


@dataclass
class Answer:
    """A query's result: what it is, and its bytes.

    `first` holds all of it when `complete`; otherwise `rest` yields what follows and raises
    Problem when it breaks off. Whoever does not read `rest` to its end must close it.
    """

    head: Head
    first: bytes
    rest: Generator[bytes, None, None] | None
    seconds: float

    @property
    def complete(self) -> bool:
        """Tell whether `first` is the whole result."""
        return self.rest is None


def never() -> bool:
    """Say that nobody has hung up."""
    return False


class Pool:
    """Query workers over one release."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Load the release and fork the workers; raise ReleaseError when it cannot be loaded."""
        self.settings = settings
        self._zygote = Zygote(release, settings)
        self._free: deque[Worker] = deque()
        self._waiting: deque[object] = deque()
        self._changed = Condition(Lock())
        self._long = 0
        self._known_long: OrderedDict[bytes, bool] = OrderedDict()
        self.counts: dict[str, int] = {"queries": 0}
        self.closed = False
        for _ in range(settings.workers):
            self._replace()

    def close(self) -> None:
        """End all workers and the process that holds the data."""
        self.closed = True
        self._zygote.close()
        with self._changed:
            while self._free:
                self._free.pop().socket.close()
            self._changed.notify_all()

    def run(
        self,
        task: Task,
        timeout: float | None = None,
        gone: Callable[[], bool] = never,
        buffered: int = BUFFERED,
    ) -> Answer:
        """Return the answer to a task once it is complete or `buffered` bytes long.

        `timeout` can shorten the deadline, in seconds; `gone` tells whether the client has hung
        up. Raises Problem when the query fails or the server is full, ClientGoneError.
        """
        deadline = min(timeout or self.settings.deadline, self.settings.deadline)
        run = _Run(self, task, deadline, gone)
        return run.start(buffered)

    def busy(self) -> dict[str, int]:
        """Return how many workers are free and long, and how many queries wait."""
        return {"free": len(self._free), "long": self._long, "waiting": len(self._waiting)}

    def count(self, what: str) -> None:
        """Count an event by its name."""
        with self._changed:
            self.counts[what] = self.counts.get(what, 0) + 1

    # The rest is for _Run alone.

    def acquire(self, task: Task, gone: Callable[[], bool]) -> Worker:
        """Return a free worker, waiting in line for one."""
        until = time.monotonic() + self.settings.queue_wait
        ticket = object()
        with self._changed:
            if len(self._waiting) >= self.settings.queue and not task.internal:
                raise self.overloaded("Too many queries are waiting.")
            # Pages of our own go first: they are cheap, and people wait for them.
            (self._waiting.appendleft if task.internal else self._waiting.append)(ticket)
            try:
                while not (self._free and self._waiting[0] is ticket):
                    remaining = until - time.monotonic()
                    if self.closed or remaining <= 0:
                        raise self.overloaded("No worker became free in time.")
                    if gone():
                        raise ClientGoneError
                    self._changed.wait(min(remaining, TICK))
                worker = self._free.pop()
                worker.start_counting()
                return worker
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def release(self, worker: Worker) -> None:
        """Take back a worker that is ready for the next query."""
        with self._changed:
            self._free.append(worker)
            self._changed.notify_all()

    def discard(self, worker: Worker) -> int:
        """Kill a worker, put another in its place and return how the killed one ended."""
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        return self.bury(worker)

    def bury(self, worker: Worker) -> int:
        """Replace a worker that ended; return its exit status or minus the signal."""
        worker.socket.close()
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
        patience = 0.0 if self._known_long.get(key) else self.settings.queue_wait
        until = time.monotonic() + patience
        with self._changed:
            while self._long >= self.settings.long_runners:
                remaining = until - time.monotonic()
                if self.closed or remaining <= 0:
                    return False
                if gone():
                    raise ClientGoneError
                self._changed.wait(min(remaining, TICK))
            self._long += 1
            return True

    def leave_long(self) -> None:
        """Give the place of a long runner back."""
        with self._changed:
            self._long -= 1
            self._changed.notify_all()

    def remember_long(self, key: bytes, endless: bool = False) -> None:
        """Remember the digest of a query that turned out long, or ran into its deadline."""
        with self._changed:
            self._known_long[key] = endless or self._known_long.get(key, False)
            self._known_long.move_to_end(key)
            while len(self._known_long) > REMEMBERED:
                self._known_long.popitem(last=False)

    def is_known_long(self, key: bytes) -> bool:
        """Tell whether a query turned out long before."""
        return key in self._known_long

    def overloaded(self, detail: str) -> Problem:
        """Return the problem of a full server."""
        return Problem(
            "overloaded",
            detail,
            members={"retryAfter": RETRY_AFTER},
            headers={"Retry-After": str(RETRY_AFTER)},
        )

    def _replace(self) -> None:
        if self.closed:
            return
        try:
            self.release(self._zygote.fork())
        except OSError:
            if not self.closed:
                raise


class _Run:
    """One query on its way: from the line, through a worker, to its last byte."""

    def __init__(self, pool: Pool, task: Task, deadline: float, gone: Callable[[], bool]) -> None:
        self.pool = pool
        self.task = task
        self.gone = gone
        self.deadline = deadline
        self.long = False
        self.reader = FrameReader()
        text = repr((task.query, task.default_graphs, task.named_graphs))
        self.digest = sha256(text.encode()).digest()
        self.spent = 0.0

    def start(self, buffered: int) -> Answer:
        """Return the answer once its first `buffered` bytes are there, or all of it."""
        self.pool.count("queries")
        if self.pool.is_known_long(self.digest):
            self.long = self.pool.wait_to_be_long(self.digest, self.gone)
            if not self.long:
                raise self.refused()
        try:
            self.worker = self.pool.acquire(self.task, self.gone)
        except BaseException:
            self._leave()
            raise
        messages = self._messages()
        try:
            head = Head("", "")
            first = bytearray()
            for kind, payload in messages:
                if kind == DATA:
                    first += payload
                    if len(first) >= buffered:
                        return Answer(head, bytes(first), self._rest(messages), self.spent)
                elif kind == HEAD:
                    head = as_head(payload)
            return Answer(head, bytes(first), None, self.spent)
        except BaseException:
            messages.close()
            raise

    def _rest(
        self, messages: Generator[tuple[bytes, bytes], None, None]
    ) -> Generator[bytes, None, None]:
        try:
            for kind, payload in messages:
                if kind == DATA:
                    yield payload
        finally:
            messages.close()

    def _messages(self) -> Generator[tuple[bytes, bytes], None, None]:
        """Yield the worker's messages up to END; see to it that it is freed or replaced."""
        finished = False
        try:
            try:
                self.worker.socket.sendall(self.task.encode())
                for kind, payload in self._received():
                    if kind == END:
                        finished = True
                        return
                    if kind in (HEAD, DATA):
                        yield kind, payload
                    else:
                        finished = True
                        raise as_problem(payload)
            except (BrokenPipeError, ConnectionResetError):
                finished = True
                raise self._died() from None
        finally:
            if not finished:
                self.pool.discard(self.worker)
            elif self.worker.alive:
                # A worker that yields to others cannot be hurried again; a fresh one can.
                (self.pool.discard if self.long else self.pool.release)(self.worker)
            self._leave()

    def _received(self) -> Iterator[tuple[bytes, bytes]]:
        poller = poll()
        poller.register(self.worker.socket, POLLIN)
        began = time.monotonic()
        while True:
            asked = time.monotonic()
            ready = poller.poll(1000 * min(TICK, max(0.001, self.deadline - self.spent)))
            data = self.worker.socket.recv(262_144) if ready else None
            # Only time spent waiting for the worker counts, not for a slow client.
            self.spent += time.monotonic() - asked
            if data == b"":
                raise ConnectionResetError
            if data:
                yield from self.reader.feed(data)
            self._watch(began)

    def _watch(self, began: float) -> None:
        """Raise when the client has gone or the query has had its time."""
        if self.gone():
            self.pool.count("hung up")
            raise ClientGoneError
        if self.spent >= self.deadline:
            self.pool.count("timeouts")
            self.pool.remember_long(self.digest, endless=True)
            raise Problem(
                "query-timeout",
                f"The query was stopped after {self.deadline:g} seconds.",
                members={"limit": self.deadline, "seconds": round(self.spent, 3)},
            )
        if time.monotonic() - began > self.pool.settings.transfer:
            raise Problem("query-timeout", "The client fetched the result too slowly.")
        if (
            not self.long
            and time.monotonic() - began > self.pool.settings.long_after
            and self.worker.processor_seconds() > self.pool.settings.long_after
        ):
            self.pool.remember_long(self.digest)
            self.long = self.pool.become_long()
            if not self.long:
                raise self.refused()
        if self.long:
            self.worker.be_nice(NICENESS)

    def _died(self) -> Problem:
        """Bury the worker and say what ended it."""
        status = self.pool.bury(self.worker)
        self.worker.alive = False
        self.pool.count("crashes")
        if -status == signal.SIGPROF:
            return Problem(
                "query-timeout", f"The query used {self.deadline:g} seconds of processor time."
            )
        if -status in (signal.SIGABRT, signal.SIGKILL):
            return memory_problem(self.pool.settings.memory)
        return Problem(
            "query-too-complex", "The engine could not hold the query: it is nested too deeply."
        )

    def refused(self) -> Problem:
        """Count and return the problem of one long query too many."""
        self.pool.count("refused")
        return self.pool.overloaded("Too many long queries run already.")

    def _leave(self) -> None:
        if self.long:
            self.long = False
            self.pool.leave_long()


def as_head(payload: bytes) -> Head:
    """Return the HEAD in a payload."""
    return Head(**json.loads(payload))
