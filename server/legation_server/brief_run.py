"""One query of the express lane: what its worker said so far, and how it is carried on."""

import asyncio
import time
from collections.abc import Callable

from legation_server.answer import Answer
from legation_server.frames import (
    CUT,
    DATA,
    END,
    FAILURE,
    FATAL,
    HEAD,
    WHOLE,
    FrameReader,
    Message,
    Task,
    as_head,
    as_whole,
)
from legation_server.pool import Pool
from legation_server.query_run import QueryRun
from legation_server.result_cache import CachedResult
from legation_server.zygote_client import Worker


class BriefRun:
    """A task on the event loop; `settled` is done when there is no more to wait for there.

    Then there is the whole `result`, or the run was `begun` and is to be carried on elsewhere.
    """

    __slots__ = (
        "_messages", "_pool", "_reader", "_seconds", "_undone", "_worker",
        "began", "broken", "result", "settled", "size", "task",
    )  # fmt: skip

    def __init__(
        self, pool: Pool, task: Task, settled: "asyncio.Future[None]", began: float
    ) -> None:
        """Prepare; `began` is the monotonic clock's time."""
        self._pool = pool
        self.task = task
        self.settled = settled
        self.began = began
        self.result: CachedResult | None = None
        self.size = 0
        self.broken = False
        self._messages: list[Message] = []
        self._worker: Worker | None = None

    @property
    def begun(self) -> bool:
        """Tell whether there is something to carry on with."""
        return bool(self._messages) or self._worker is not None

    def take(self, kind: bytes, payload: bytes) -> None:
        """Take a message of the worker in, and settle when it is the last."""
        self.size += len(payload)
        if kind == WHOLE:
            head, data = as_whole(payload)
            self.result = CachedResult(as_head(head), data)
        elif kind == END:
            (_, head), *parts = self._messages
            self.result = CachedResult(as_head(head), b"".join([part for _, part in parts]))
        else:
            self._messages.append((kind, payload))
        self.broken = kind == FATAL
        if kind not in (HEAD, DATA, FATAL):
            self.settle()

    def hand_over(self, worker: Worker, reader: FrameReader, undone: int) -> None:
        """Settle without a result: whoever carries on has the worker, as QueryRun takes it."""
        self._worker, self._reader, self._undone = worker, reader, undone
        self.settle()

    def settle(self) -> None:
        """Let whoever waits go on."""
        if not self.settled.done():
            self._seconds = time.monotonic() - self.began
            self.settled.set_result(None)

    def carry_on(self, timeout: float | None, gone: Callable[[], bool]) -> Answer:
        """Return the answer like Pool.run, in a thread."""
        if self._worker is None:
            return self._ended()
        run = QueryRun(self._pool, self.task, self._pool.allowed_seconds(timeout), gone)
        return run.carry_on(self._worker, self._reader, self._messages, self._seconds, self._undone)

    def give_up(self) -> None:
        """Free the worker: nobody wants the answer any more."""
        if self._worker is not None:
            self._pool.discard(self._worker)

    def _ended(self) -> Answer:
        """Return what the worker had to say, when that was not a whole result."""
        *messages, (kind, last) = self._messages
        if kind == FAILURE:
            raise self._pool.problem_in(last)
        (_, head), *parts = messages
        first = b"".join([part for _, part in parts])
        return Answer(as_head(head), first, None, self._seconds, cut=kind == CUT)
