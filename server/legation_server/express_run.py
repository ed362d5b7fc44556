"""Brief queries on the event loop: no thread waits for their workers.

A few workers of the pool are lent to the event loop, about as many as there are processors: more
would only take turns. A query that fails, grows large or takes its time is carried on by a thread,
as query_run.py has it, and another worker is lent instead of the one that goes with it.
"""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from socket import MSG_DONTWAIT

from legation_server.answer import BUFFERED, Answer
from legation_server.frames import DATA, END, HEAD, FrameReader, Task
from legation_server.pool import Pool
from legation_server.query_run import BRIEF, QueryRun, as_head
from legation_server.result_cache import CachedResult
from legation_server.zygote_client import Worker

# A query that was not begun by then waits in the pool's own line, with its rules.
PATIENCE = 0.05
# Wall time after which a thread watches a query, even when others keep the processors busy.
LONGEST = 0.3
# Workers nobody needed for so long go back to the pool.
UNUSED = 0.5
MOST_WAITING = 64
READ = 262_144
PROCESSORS = len(os.sched_getaffinity(0))

head_of = lru_cache(as_head)


class BriefRun:
    """A task, its worker once it has one, and what that said so far."""

    def __init__(self, pool: Pool, task: Task, settled: "asyncio.Future[None]") -> None:
        """Prepare; `settled` is to be done when there is no more to wait for on the event loop."""
        self.task = task
        self.settled = settled
        self.worker: Worker | None = None
        self.reader = FrameReader()
        self.messages: list[tuple[bytes, bytes]] = []
        self.size = 0
        self.began = 0.0
        self.seconds = 0.0
        self._pool = pool

    @property
    def ended(self) -> bool:
        """Tell whether the worker has said all."""
        return bool(self.messages) and self.messages[-1][0] not in (HEAD, DATA)

    def result(self) -> CachedResult | None:
        """Return the whole result, or None when there is none."""
        if not self.messages or self.messages[-1][0] != END:
            return None
        (_, head), *parts = self.messages[:-1]
        return CachedResult(head_of(head), b"".join([payload for _, payload in parts]))

    def carry_on(self, timeout: float | None, gone: Callable[[], bool]) -> Answer:
        """Return the answer like Pool.run, in a thread."""
        assert self.worker
        run = QueryRun(self._pool, self.task, self._pool.allowed_seconds(timeout), gone)
        return run.carry_on(self.worker, self.reader, self.messages, self.seconds)

    def give_up(self) -> None:
        """Free the worker: nobody wants the answer any more."""
        assert self.worker
        self._pool.discard(self.worker)


class ExpressLine:
    """The event loop's way to a pool's workers; used in the event loop's thread alone."""

    def __init__(self, pool: Pool, lent: int = PROCESSORS + 1) -> None:
        """Borrow at most `lent` workers of a pool, and leave it some."""
        self._pool = pool
        self._most = min(lent, pool.size - 1)
        self._lent = 0
        self._idle: list[Worker] = []
        self._running: dict[Worker, BriefRun] = {}
        self._waiting: deque[BriefRun] = deque()
        self._watching = False
        self._used = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        pool.on_scarce = self._give_back_soon

    async def run(self, task: Task) -> CachedResult | BriefRun | None:
        """Return a task's result; or the run as far as it came; or None when none was begun."""
        if self._pool.is_known_as_long(task) or len(self._waiting) >= MOST_WAITING:
            return None
        loop = self._loop = self._loop or asyncio.get_running_loop()
        run = BriefRun(self._pool, task, loop.create_future())
        run.began = self._used = loop.time()
        self._waiting.append(run)
        self._serve()
        if not self._watching:
            self._watching = True
            loop.call_later(BRIEF, self._watch)
        try:
            await run.settled
        except BaseException:
            # The rest of it is nobody's business any more, but its worker is.
            if run in self._waiting:
                self._waiting.remove(run)
            elif run.worker in self._running:
                self._part_with(run.worker)
                loop.run_in_executor(None, run.give_up)
            raise
        return run.result() or (run if run.worker else None)

    def _serve(self) -> None:
        """Give waiting queries to idle workers, or to further ones the pool can spare."""
        while self._waiting:
            worker = self._idle.pop() if self._idle else self._borrow()
            if worker is None:
                return
            run = self._waiting.popleft()
            run.worker = worker
            self._running[worker] = run
            self._pool.idle_elsewhere = len(self._idle)
            self._pool.count("queries")
            worker.start_counting()
            try:
                worker.socket.sendall(run.task.encode())
            except OSError:
                # Whoever carries on meets the same and knows what to do.
                self._settle(run)

    def _borrow(self) -> Worker | None:
        worker = self._pool.take_now() if self._lent < self._most else None
        if worker is not None and self._loop is not None:
            self._lent += 1
            self._loop.add_reader(worker.socket, self._read, worker)
        return worker

    def _part_with(self, worker: Worker) -> None:
        """Leave a worker to others."""
        assert self._loop
        self._loop.remove_reader(worker.socket)
        self._running.pop(worker, None)
        self._lent -= 1

    def _read(self, worker: Worker) -> None:
        try:
            data = worker.socket.recv(READ, MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        run = self._running.get(worker)
        if run is None:
            # It died without a query to blame.
            self._idle.remove(worker)
            self._pool.idle_elsewhere = len(self._idle)
            self._part_with(worker)
            assert self._loop
            self._loop.run_in_executor(None, self._pool.bury, worker)
            return
        run.size += len(data)
        run.messages += run.reader.feed(data)
        if run.ended or not data or run.size >= BUFFERED:
            self._settle(run)

    def _settle(self, run: BriefRun) -> None:
        """End a run here: its worker goes on with the next query, or with this one elsewhere."""
        assert self._loop and run.worker
        run.seconds = self._loop.time() - run.began
        if run.ended and run.messages[-1][0] == END:
            del self._running[run.worker]
            self._idle.append(run.worker)
            self._pool.idle_elsewhere = len(self._idle)
        else:
            self._part_with(run.worker)
        if not run.settled.done():
            run.settled.set_result(None)
        self._serve()

    def _watch(self) -> None:
        """Look after everyone: those who take long, who wait for long, who are not needed."""
        assert self._loop
        now = self._loop.time()
        for run in list(self._running.values()):
            slow = run.worker and run.worker.processor_seconds() > BRIEF
            if now - run.began > LONGEST or (slow and now - run.began > BRIEF):
                self._settle(run)
        while self._waiting and now - self._waiting[0].began > PATIENCE:
            self._waiting.popleft().settled.set_result(None)
        if not (self._running or self._waiting) and now - self._used > UNUSED:
            self.give_back()
        self._watching = bool(self._running or self._waiting or self._idle)
        if self._watching:
            self._loop.call_later(BRIEF, self._watch)

    def give_back(self) -> None:
        """Return the workers that have nothing to do."""
        while self._idle:
            worker = self._idle.pop()
            self._part_with(worker)
            self._pool.release(worker)
        self._pool.idle_elsewhere = 0

    def _give_back_soon(self) -> None:
        """Hear, in whatever thread, that others wait for a worker."""
        if self._idle and self._loop is not None:
            self._loop.call_soon_threadsafe(self.give_back)
