"""A worker lent to the event loop: what batch it was given, and what it said to that."""

import time
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from socket import MSG_DONTWAIT

from legation_server.answer import BUFFERED
from legation_server.brief_run import BriefRun
from legation_server.frames import DATA, FATAL, HEAD, UNDONE, FrameReader, encode_batch
from legation_server.zygote_client import Worker

READ = 262_144


@dataclass(eq=False)
class LentWorker:
    """A worker and the runs it was given, the first of which it is at.

    None stands for a run that is somewhere else now. `sent` is the monotonic clock's time;
    `counting` tells whether the worker's processor time is counted from some time after that.
    """

    worker: Worker
    reader: FrameReader = field(default_factory=FrameReader)
    runs: deque[BriefRun | None] = field(default_factory=deque)
    size: int = 0
    sent: float = 0.0
    counting: bool = False

    def send(self, runs: list[BriefRun], counting: bool) -> None:
        """Give the worker a batch; raises OSError when it is gone."""
        self.runs.extend(runs)
        self.size, self.sent, self.counting = len(runs), time.monotonic(), False
        if counting:
            self.count()
        self.worker.socket.sendall(encode_batch([run.task for run in runs], self.sent))

    def count(self) -> None:
        """Count processor time from now on, if it is not counted already."""
        if not self.counting:
            self.counting = True
            self.worker.start_counting()

    def receive(self) -> list[BriefRun] | None:
        """Take in what the worker has sent; return runs it left undone, or None at its end."""
        try:
            data = self.worker.socket.recv(READ, MSG_DONTWAIT)
        except BlockingIOError:
            return []
        except OSError:
            return None
        if not data:
            return None
        undone = []
        for kind, payload in self.reader.feed(data):
            run = self.runs[0] if kind in (HEAD, DATA, FATAL) else self.runs.popleft()
            if run is None:
                continue
            if kind == UNDONE:
                undone.append(run)
            else:
                run.take(kind, payload)
        return undone

    @property
    def is_beyond(self) -> bool:
        """Tell whether what the worker is at is nothing for the event loop."""
        first = self.runs[0] if self.runs else None
        return first is not None and (first.size >= BUFFERED or first.broken)

    def take_back(self) -> list[BriefRun]:
        """Return the runs behind the one the worker is at; it will not begin them."""
        behind = [run for run in islice(self.runs, 1, None) if run is not None]
        for index in range(1, len(self.runs)):
            self.runs[index] = None
        return behind

    def hand_over(self) -> bool:
        """Give the worker to whoever carries on with the run it is at; False when nobody does."""
        self.count()
        run = self.runs.popleft()
        if run is not None:
            run.hand_over(self.worker, self.reader, len(self.runs))
        return run is not None
