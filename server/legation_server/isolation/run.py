"""One query on its way: from the line, through a worker, to its last byte, under the clock."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from enum import Enum, auto
from select import POLLIN, poll

from legation_server.errors import ClientGoneError, Problem
from legation_server.isolation.frames import (
    CUT,
    DATA,
    FAILURE,
    FATAL,
    HEAD,
    FrameReader,
    Message,
    Rest,
    as_problem,
)
from legation_server.isolation.long_places import TICK_SECONDS, DisplacedError, Turn, hold
from legation_server.isolation.long_queries import BRIEF_CPU_SECONDS, digest
from legation_server.isolation.query_events import (
    QueryEvents,
    cause_of,
    problem_of,
    refused,
    stopped,
)
from legation_server.isolation.workers import Workers
from legation_server.query import Answer, Head, Missing, Task, as_head, as_missing
from legation_server.results import too_many_rows
from legation_server.settings import Settings

NICENESS = 15
READ_BYTES = 262_144
TOO_SLOW = "The client fetched the result too slowly."
# Seconds of processor time in which a query hardly leaves a mark on its worker.
REUSABLE_CPU_SECONDS = 1.0


class Left(Enum):
    """How a query leaves its worker: still at it, ready for the next one, or ended and replaced."""

    BUSY = auto()
    READY = auto()
    ENDED = auto()


class QueryRun:
    """One query on its way: from the line, through a worker, to its last byte."""

    def __init__(
        self,
        workers: Workers,
        events: QueryEvents,
        settings: Settings,
        task: Task,
        deadline: float,
        gone: Callable[[], bool],
    ) -> None:
        """Prepare to run a task on one of some workers for at most `deadline` seconds."""
        self.workers = workers
        self.events = events
        self.settings = settings
        self.task = task
        self.gone = gone
        self.deadline = deadline
        self.long = False
        self.reader = FrameReader()
        self.arrived: deque[Message] = deque()
        self.spent = 0.0
        self.ran_in_vain = False
        self.streaming = False
        self.lost = False
        self.cut = False
        self.missing: Missing | None = None

    def start(self, buffered: int) -> Answer:
        """Return the answer once its first `buffered` bytes are there, or all of it."""
        self.events.count("queries")
        if self.workers.is_known_as_long(self.task):
            self._stand_in_line()
        try:
            return self._run(buffered)
        except DisplacedError:
            self._stand_in_line(ran=True)
        self.reader, self.arrived, self.spent = FrameReader(), deque(), 0.0
        return self._run(buffered)

    def _stand_in_line(self, ran: bool = False) -> None:
        """Wait for a place among the long queries; raises Problem when there is none."""
        turn = self.workers.wait_to_be_long(self.digest, self.gone, ran)
        self.long = turn is Turn.PLACE
        if not self.long:
            raise self._refused(turn)

    def _run(self, buffered: int) -> Answer:
        try:
            self.worker = self.workers.acquire(self.task, self.gone)
        except BaseException:
            self._leave()
            raise
        return self._answer(buffered)

    @property
    def digest(self) -> bytes:
        """Return the key the query is remembered by when it turns out long."""
        return digest(self.task)

    def _answer(self, buffered: int) -> Answer:
        messages = self._messages()
        try:
            head = Head("", "")
            first = bytearray()
            for kind, payload in messages:
                if kind == DATA:
                    first += payload
                    if len(first) >= buffered:
                        self.streaming = True
                        self.workers.slow_clients.hand_out(self)
                        return Answer(head, bytes(first), Rest(messages), self.spent)
                elif kind == HEAD:
                    head = as_head(payload)
            return Answer(head, bytes(first), None, self.spent, self.cut, self.missing)
        except BaseException:
            messages.close()
            if self.ran_in_vain:
                hold(True, self.gone)
            raise

    def _messages(self) -> Generator[Message, None, None]:
        """Yield the worker's messages up to END; see to it that it is freed or replaced."""
        left = Left.BUSY
        try:
            self.worker.socket.sendall(self.task.encode())
            for kind, payload in self._received():
                if kind not in (HEAD, DATA):
                    left = Left.BUSY if kind == FATAL else Left.READY
                    self._finish(kind, payload)
                    return
                if self.streaming:
                    self.workers.slow_clients.hand_out(self)
                yield kind, payload
                if self.streaming and not self.workers.slow_clients.take_back(self):
                    raise Problem("query-timeout", TOO_SLOW)
        except (BrokenPipeError, ConnectionResetError):
            left = Left.ENDED
            raise self._died() from None
        finally:
            if self.streaming and not self.workers.slow_clients.take_back(self):
                left = Left.ENDED
            if left is Left.READY and self._is_fresh():
                self.workers.release(self.worker)
            elif left is not Left.ENDED:
                self.workers.discard(self.worker)
            self._leave()

    def _finish(self, kind: bytes, payload: bytes) -> None:
        """Take in a worker's last message; raise the problem it carries."""
        if kind in (FAILURE, FATAL):
            problem = as_problem(payload)
            if problem.kind == "query-memory":
                self.events.count("out of memory")
            raise problem
        self.cut = kind == CUT
        self.missing = None if self.cut else as_missing(payload)
        if self.cut and self.streaming:
            raise too_many_rows(self.settings.result_rows)

    def _received(self) -> Iterator[Message]:
        poller = poll()
        poller.register(self.worker.socket, POLLIN)
        began = time.monotonic()
        while True:
            while self.arrived:
                yield self.arrived.popleft()
            self._watch(began)
            asked = time.monotonic()
            tick = BRIEF_CPU_SECONDS if asked - began < TICK_SECONDS else TICK_SECONDS
            ready = poller.poll(1000 * min(tick, max(0.001, self.deadline - self.spent)))
            data = self.worker.socket.recv(READ_BYTES) if ready else None
            # Only time spent waiting for the worker counts, not for a slow client.
            self.spent += time.monotonic() - asked
            if data == b"":
                raise ConnectionResetError
            if data:
                self.arrived.extend(self.reader.feed(data))

    def _is_fresh(self) -> bool:
        """Tell whether the worker is as good as a new one, for the next query."""
        if not self.long:
            return True
        used = self.worker.processor_seconds()
        if used < self.settings.long_after:
            self.workers.long_queries.forget(self.digest)
        # Beyond that what it keeps of its memory may be too much.
        return used < REUSABLE_CPU_SECONDS and self.worker.be_nice(0)

    def _watch(self, began: float) -> None:
        """Raise when the client has gone or the query has had its time."""
        if self.gone():
            self.events.count("hung up")
            raise ClientGoneError
        if self.spent >= self.deadline:
            self.events.count("timeouts")
            self.workers.long_queries.remember(self.digest, endless=True)
            raise stopped(self.deadline, self.spent)
        if time.monotonic() - began > self.settings.transfer:
            raise Problem("query-timeout", TOO_SLOW)
        # The queries of our own pages are bounded already, and a page needs all of its.
        if not (self.long or self.task.internal) and time.monotonic() - began > BRIEF_CPU_SECONDS:
            self._watch_processor()
        if self.long:
            self.worker.be_nice(NICENESS)

    def _watch_processor(self) -> None:
        """Make a query long, or have it wait for that, by the processor time it has used."""
        used = self.worker.processor_seconds()
        if used > self.settings.long_after:
            self.workers.long_queries.remember(self.digest)
            self.long = self.workers.become_long(self.streaming)
            if not self.long and not self.streaming:
                raise DisplacedError
        elif used <= BRIEF_CPU_SECONDS or not self.workers.under_pressure():
            return
        if not self.long:
            self.ran_in_vain = not self.streaming
            raise self._refused(Turn.FULL)

    def _died(self) -> Problem:
        """Replace the worker, and return what ended it as a problem."""
        status = self.workers.reap_and_replace(self.worker)
        self.events.count(cause_of(status))
        return problem_of(status, self.deadline, self.settings.memory)

    def _refused(self, turn: Turn) -> Problem:
        self.events.count("refused")
        return refused(turn, self.settings.long_wait)

    def lose(self) -> None:
        """Give up a worker that was taken back; see slow_clients.py."""
        self.events.count("too slow")
        self.workers.discard(self.worker)
        self._leave()

    def _leave(self) -> None:
        if self.long:
            self.long = False
            self.workers.leave_long()
