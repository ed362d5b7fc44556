"""The pool: run queries over one release in worker processes that can be killed."""

from collections.abc import Callable, Mapping
from socket import socket
from typing import Any

from legation_server.isolation.data.zygote_client import Zygote
from legation_server.isolation.query_events import QueryEvents
from legation_server.isolation.run import QueryRun
from legation_server.isolation.workers import Workers
from legation_server.query import BUFFERED_BYTES, Answer, Task, never
from legation_server.releases import Release
from legation_server.settings import Settings


class Pool:
    """A store that runs each query in a process of its own, and holds the clock."""

    def __init__(
        self,
        release: Release,
        settings: Settings,
        plan: Mapping[str, Any] | None = None,
        descriptors: tuple[int, ...] = (),
    ) -> None:
        """Load the release and fork the workers; raise ReleaseError when it cannot be loaded.

        `plan` and `descriptors` are passed on to the process that holds the data, for children of
        other kinds that it will fork.
        """
        self.settings = settings
        self._events = QueryEvents()
        # How often each event has come about, by its name.
        self.counts = self._events.counts
        self._zygote = Zygote(release, settings, plan or {}, descriptors)
        self.workers = Workers(self._zygote, settings)

    @property
    def network(self) -> str:
        """Return what workers see of the network: none or shared."""
        return self._zygote.network

    @property
    def data_process(self) -> int:
        """Return the id of the process that holds the data."""
        return self._zygote.pid

    def count(self, event: str, times: int = 1) -> None:
        """Count an event that came about outside the pool, by its name."""
        self._events.count(event, times)

    def busy(self) -> dict[str, int]:
        """Return how many workers are free and long, and how many queries wait."""
        return self.workers.busy()

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
        deadline = min(timeout or self.settings.deadline, self.settings.deadline)
        run = QueryRun(self.workers, self._events, self.settings, task, deadline, gone)
        return run.start(buffered)

    def fork(self, kind: bytes, number: int) -> socket:
        """Return the socket of a new child of another kind; raises OSError, ReleaseError."""
        return self._zygote.fork_child(kind, number)

    def close(self) -> None:
        """End all workers and the process that holds the data."""
        self.workers.close()
        self._zygote.close()
