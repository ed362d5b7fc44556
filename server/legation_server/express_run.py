"""Brief queries on the event loop: no thread waits for their workers.

A few workers of the pool are lent to the event loop. What waits for them goes to a worker in
batches, as long as tasks are so brief that waking somebody up takes longer; then fewer workers
than processors do, and the rest are asked only when someone waited in vain. A query that fails
badly, grows large or takes its time is carried on by a thread, as query_run.py has it, and
another worker is lent instead of the one that goes with it.
"""

import asyncio
import os
import time
from collections import deque

from legation_server.brief_run import BriefRun
from legation_server.frames import Task
from legation_server.lent_worker import LentWorker
from legation_server.pool import Pool
from legation_server.query_run import BRIEF
from legation_server.result_cache import CachedResult
from legation_server.worker import BRISK

# A query that was not begun by then waits in the pool's own line, with its rules.
PATIENCE = 0.05
# Wall time after which a thread watches a query, even when others keep the processors busy.
LONGEST = 0.3
# Workers nobody needed for so long go back to the pool.
UNUSED = 0.5
MOST_WAITING = 64
RINGS = 256
PROCESSORS = len(os.sched_getaffinity(0))
# Seconds of work in a batch, and how many tasks at most.
BATCH = 0.0005
LARGEST_BATCH = 16
# Seconds of processor time a task takes below which waking up a further worker does not pay,
# unless someone has waited so long. It is looked at once in so many batches.
TINY = 0.00015
HESITATION = 0.001
SAMPLED = 8


class ExpressLine:
    """The event loop's way to a pool's workers; used in the event loop's thread alone."""

    def __init__(self, pool: Pool, lent: int = PROCESSORS + 1) -> None:
        """Borrow at most `lent` workers of a pool, and leave it some."""
        self._pool = pool
        self._most = min(lent, pool.size - 1)
        self._idle: list[LentWorker] = []
        self._busy: dict[LentWorker, None] = {}
        self._waiting: deque[BriefRun] = deque()
        self._serving = self._hesitating = self._watching = False
        self._pace = HESITATION
        self._batches = 0
        self._used = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        pool.on_scarce = self._give_back_soon

    async def run(self, task: Task) -> CachedResult | BriefRun | None:
        """Return a task's result; or the run as far as it came; or None when none was begun."""
        if len(self._waiting) >= MOST_WAITING or self._pool.is_known_as_long(task):
            return None
        loop = self._loop = self._loop or asyncio.get_running_loop()
        run = BriefRun(self._pool, task, loop.create_future(), time.monotonic())
        self._waiting.append(run)
        if not self._serving:
            # Others may come before that; they go in the same batch.
            self._serving = True
            loop.call_soon(self._serve)
        try:
            await run.settled
        except BaseException:
            self._forget(run)
            raise
        return run.result or (run if run.begun else None)

    def _forget(self, run: BriefRun) -> None:
        """Leave a run that nobody waits for any more."""
        if run in self._waiting:
            self._waiting.remove(run)
        for lent in list(self._busy):
            if lent.runs[0] is run:
                self._hand_over(lent)
                assert self._loop
                self._loop.run_in_executor(None, run.give_up)
            elif run in lent.runs:
                lent.runs[lent.runs.index(run)] = None

    def _serve(self, hesitate: bool = True) -> None:
        """Give waiting queries to idle workers, or to further ones the pool can spare."""
        self._serving = False
        while self._waiting:
            if hesitate and self._pace < TINY and len(self._busy) >= max(1, PROCESSORS - 1):
                self._serve_later()
                break
            lent = self._idle.pop() if self._idle else self._borrow()
            if lent is None:
                break
            self._send(lent, max(1, min(LARGEST_BATCH, int(BATCH / self._pace))))
        self._pool.idle_elsewhere = len(self._idle)
        if not self._watching and self._loop is not None:
            self._watching = True
            self._loop.call_later(BRISK, self._watch)

    def _serve_later(self) -> None:
        assert self._loop
        if not self._hesitating:
            self._hesitating = True
            self._loop.call_later(HESITATION, self._serve_at_last)

    def _serve_at_last(self) -> None:
        self._hesitating = False
        if self._waiting:
            late = time.monotonic() - self._waiting[0].began >= HESITATION
            self._serve(hesitate=not late)

    def _send(self, lent: LentWorker, most: int) -> None:
        runs = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        self._busy[lent] = None
        self._used = time.monotonic()
        self._batches += 1
        self._pool.count("queries", len(runs))
        try:
            lent.send(runs, counting=self._batches % SAMPLED == 0)
        except OSError:
            # Whoever carries on meets the same and knows what to do.
            self._hand_over(lent)

    def _borrow(self) -> LentWorker | None:
        lent_out = len(self._idle) + len(self._busy)
        worker = self._pool.take_now() if lent_out < self._most else None
        if worker is None or self._loop is None:
            return None
        lent = LentWorker(worker)
        self._loop.add_reader(worker.bell, self._hear, lent)
        return lent

    def _hear(self, lent: LentWorker) -> None:
        os.read(lent.worker.bell, RINGS)
        self._read(lent)

    def _read(self, lent: LentWorker) -> None:
        """Take in what a worker has sent, which may be nothing."""
        undone = lent.receive()
        if undone is None:
            self._lose(lent)
            return
        self._waiting.extendleft(reversed(undone))
        if lent.is_beyond:
            self._hand_over(lent)
        elif not lent.runs and lent in self._busy:
            self._rest(lent)
        if self._waiting and not self._serving:
            self._serve()

    def _rest(self, lent: LentWorker) -> None:
        """Take a worker for idle that has done its batch."""
        del self._busy[lent]
        self._idle.append(lent)
        self._pool.idle_elsewhere = len(self._idle)
        if lent.counting:
            took = lent.worker.processor_seconds() / lent.size
            self._pace += (min(took, BRISK) - self._pace) / 4

    def _lose(self, lent: LentWorker) -> None:
        """Part with a worker that ended."""
        if lent in self._busy:
            self._hand_over(lent)
            return
        # It died without a query to blame.
        assert self._loop
        self._idle.remove(lent)
        self._pool.idle_elsewhere = len(self._idle)
        self._loop.remove_reader(lent.worker.bell)
        self._loop.run_in_executor(None, self._pool.bury, lent.worker)

    def _hand_over(self, lent: LentWorker) -> None:
        """Leave a worker to whoever carries on with the query it is at; keep the others."""
        assert self._loop
        self._loop.remove_reader(lent.worker.bell)
        del self._busy[lent]
        self._waiting.extendleft(reversed(lent.take_back()))
        if not lent.hand_over():
            self._loop.run_in_executor(None, self._pool.discard, lent.worker)

    def _watch(self) -> None:
        """Look after everyone: those who take long, who wait for long, who are not needed."""
        assert self._loop
        now = time.monotonic()
        for lent in list(self._busy):
            taken = now - lent.sent
            if taken < BRISK:
                continue
            # It rings when it is done; what is done already need not wait for that.
            self._read(lent)
            if lent not in self._busy:
                continue
            self._waiting.extendleft(reversed(lent.take_back()))
            lent.count()
            slow = taken > BRIEF and lent.worker.processor_seconds() > BRIEF - BRISK
            if slow or taken > LONGEST:
                self._hand_over(lent)
        self._serve(hesitate=False)
        while self._waiting and now - self._waiting[0].began > PATIENCE:
            self._waiting.popleft().settle()
        if not (self._busy or self._waiting) and now - self._used > UNUSED:
            self.give_back()
        self._watching = bool(self._busy or self._waiting or self._idle)
        if self._watching:
            self._loop.call_later(BRISK if self._busy else BRIEF, self._watch)

    def give_back(self) -> None:
        """Return the workers that have nothing to do."""
        while self._idle:
            lent = self._idle.pop()
            if self._loop is not None:
                self._loop.remove_reader(lent.worker.bell)
            self._pool.release(lent.worker)
        self._pool.idle_elsewhere = 0

    def _give_back_soon(self) -> None:
        """Hear, in whatever thread, that others wait for a worker."""
        if self._idle and self._loop is not None:
            self._loop.call_soon_threadsafe(self.give_back)
