"""The web server's side of the express way: open desks over a release, and replace them."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from legation_server.errors import ReleaseError
from legation_server.express.desk_registry import Client, DeskRegistry, Returns
from legation_server.express.desks import Desks, Forks
from legation_server.express.ipc import KEEP, LONGEST_BYTES, encode_kept, message
from legation_server.express.shared_state import SharedState
from legation_server.results import Outcome

# Results shared with desks that are remembered, and for how long, so that none is sent twice.
SHARED_KEPT = 256
SHARED_SECONDS = 1.0
# The least time between two desks in one slot, should none come up.
REOPEN_SECONDS = 0.05
# The time between two tries while the data cannot be loaded: twice as long each time.
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 5.0


class ExpressWay:
    """The desks over the release that is being served; belongs to the event loop's thread."""

    def __init__(self, returns: Returns) -> None:
        """Begin with no desks; `returns` takes back the connections that no desk has."""
        self._registry = DeskRegistry(returns, self._replace)
        self._pool: Forks | None = None
        self._desks: Desks | None = None
        self._generation = 0
        self._shared: OrderedDict[str, float] = OrderedDict()
        self._opened: dict[int, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    def give(self, client: Client) -> bool:
        """Give a connection to a desk; False when there is none for it."""
        return self._registry.give(client)

    async def serve(self, pool: Forks, desks: Desks) -> int:
        """Have desks over a pool's data from now on; return the number of their generation."""
        self._pool, self._desks = pool, desks
        self._generation += 1
        self._shared.clear()
        opened = await asyncio.gather(*(self._open(slot) for slot in range(desks.number)))
        for slot, done in enumerate(opened):
            if not done:
                self._begin(self._open_at_last(slot))
        self._registry.retire(self._generation - 1)
        return self._generation

    def share(self, generation: int, outcome: Outcome) -> None:
        """Pass a result that the cache holds, or that has hints, to the desks of a generation."""
        now = time.monotonic()
        before = self._shared.get(outcome.tag, -SHARED_SECONDS)
        small = len(outcome.result.body) < LONGEST_BYTES
        known = outcome.held or bool(outcome.result.hints)
        if not known or not small or now - before < SHARED_SECONDS:
            return
        said = message(KEEP) + encode_kept(outcome.tag, outcome.result)
        if len(said) > LONGEST_BYTES:
            return
        self._shared[outcome.tag] = now
        self._shared.move_to_end(outcome.tag)
        if len(self._shared) > SHARED_KEPT:
            self._shared.popitem(last=False)
        self._registry.send(generation, said)

    async def retired(self, generation: int) -> None:
        """Wait until the desks of a generation that is served no more have ended."""
        await self._registry.retired(generation)

    async def close(self) -> None:
        """End all desks, each after what it is at."""
        self._closing.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._registry.close()

    def _replace(self, generation: int, slot: int) -> None:
        """Open a desk in the place of one that has ended, if its release is still served."""
        if generation == self._generation and self._pool is not None and not self._ending:
            self._pool.count("desks")
            self._begin(self._open_at_last(slot))

    @property
    def _ending(self) -> bool:
        return self._closing.is_set()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open_at_last(self, slot: int) -> None:
        """Open a desk, and try again as long as the data cannot be loaded, from this release."""
        generation, pause = self._generation, FIRST_PAUSE_SECONDS
        while generation == self._generation and not self._ending and not await self._open(slot):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _open(self, slot: int) -> bool:
        """Fork a desk, but not again and again, should none come up.

        Return False when the data cannot be loaded now, or the pool is being closed. Without desks
        the web server answers all requests.
        """
        pool, desks, generation = self._pool, self._desks, self._generation
        assert pool is not None and desks is not None
        pause = self._opened.get(slot, -REOPEN_SECONDS) + REOPEN_SECONDS - time.monotonic()
        await asyncio.sleep(max(0.0, pause))
        self._opened[slot] = time.monotonic()
        try:
            desk = await asyncio.to_thread(desks.open, pool, slot)
        except (OSError, ReleaseError):
            return False
        if pool is self._pool and not self._ending:
            self._registry.add(generation, slot, desk, SharedState(desks.state.descriptor))
        else:
            # Another release has desks of its own; this one ends with its socket.
            desk.close()
        return True
