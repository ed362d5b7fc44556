"""The desks an acceptor has: whose turn it is, and what becomes of what those that end leave.

When desks end too often over what they are asked, all of them rest for a while.
"""

import os
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from selectors import EVENT_READ, BaseSelector
from typing import Protocol

from legation_server.express.ipc import (
    ENDED,
    GONE,
    LONGEST_BYTES,
    TAKE,
    message,
    numbers_in,
)
from legation_server.express.shared_state import COMMITTED, EVALUATING, SharedState

# Desks that may end over a query within a second before all rest for one.
MOST_ENDS = 8
REST = 1.0


@dataclass(eq=False)
class Client:
    """A connection with its number.

    One that was at a query which took its time is not `trusted` to a desk again.
    """

    number: int
    socket: socket.socket
    trusted: bool = True


class Keeper(Protocol):
    """Whoever has the connections that no desk has."""

    def deal(self, client: Client) -> None:
        """Give a connection to a desk, or wait for what it asks."""

    def relay(self, client: Client) -> None:
        """Let the web server answer what a connection asks."""

    def forget(self, client: Client) -> None:
        """Close a connection."""


@dataclass(eq=False)
class Desk:
    """A desk: its generation, slot in shared memory, socket, and connections by number."""

    generation: int
    slot: int
    socket: socket.socket
    state: SharedState
    clients: dict[int, Client] = field(default_factory=dict)


class DeskTable:
    """The desks of a server; those of the newest generation are given connections."""

    def __init__(
        self, selector: BaseSelector, keeper: Keeper, report: Callable[[bytes], None]
    ) -> None:
        """Begin with none; `report` is told of each that has ended."""
        self._selector = selector
        self._keeper = keeper
        self._report = report
        self._desks: list[Desk] = []
        self._generation = 0
        self._ends: deque[float] = deque(maxlen=MOST_ENDS)
        self._rest_until = 0.0

    def __iter__(self) -> Iterator[Desk]:
        """Go through all of them."""
        return iter(list(self._desks))

    def give(self, client: Client) -> bool:
        """Give a connection to the desk with the fewest; False when there is none for it."""
        ready = [desk for desk in self._desks if desk.generation == self._generation]
        if not ready or not client.trusted or time.monotonic() < self._rest_until:
            return False
        desk = min(ready, key=lambda desk: len(desk.clients))
        try:
            given = [client.socket.fileno()]
            socket.send_fds(desk.socket, [message(TAKE, client.number)], given)
        except OSError:
            # It is about to end, or hears of more connections than it can take in.
            return False
        desk.clients[client.number] = client
        return True

    def take(self, generation: int, slot: int, desk: int, state: int) -> None:
        """Take a new desk in, with the descriptors of its socket and its shared memory."""
        held = SharedState(state)
        os.close(state)
        new = Desk(generation, slot, socket.socket(fileno=desk), held)
        new.socket.setblocking(False)
        if generation < self._generation:
            # Its release was replaced while it was made.
            new.socket.shutdown(socket.SHUT_WR)
        self._selector.register(new.socket, EVENT_READ, partial(self._hear, new))
        self._desks.append(new)
        self._begin(generation)

    def _begin(self, generation: int) -> None:
        """Give no connections to desks of former generations any more."""
        self._generation = max(self._generation, generation)

    def tell(self, generation: int, said: bytes) -> None:
        """Tell something to the desks of a generation."""
        for desk in self._desks:
            if desk.generation == generation:
                self._tell(desk, said)

    def retire(self, generation: int | None = None) -> None:
        """End the desks up to a generation, or all, each after what it is at."""
        if generation is not None:
            self._begin(generation + 1)
        for desk in self._desks:
            if generation is None or desk.generation <= generation:
                with suppress(OSError):
                    desk.socket.shutdown(socket.SHUT_WR)

    def _tell(self, desk: Desk, said: bytes) -> None:
        # Who does not hear of it leaves such requests to the web server.
        with suppress(OSError):
            desk.socket.send(said)

    def _hear(self, desk: Desk, _: int) -> None:
        """Take back a connection, or all of a desk that has ended."""
        try:
            said = desk.socket.recv(LONGEST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self._bury(desk)
            return
        client = desk.clients.pop(numbers_in(said, 1)[0])
        (self._keeper.forget if said[:1] == GONE else self._keeper.relay)(client)

    def _bury(self, desk: Desk) -> None:
        """See to what a desk left that has ended."""
        self._desks.remove(desk)
        self._selector.unregister(desk.socket)
        desk.socket.close()
        number, key, phase = desk.state.left(desk.slot)
        at = desk.clients.pop(number, None) if phase in (EVALUATING, COMMITTED) else None
        if at is not None:
            desk.state.rest(desk.slot)
            self._count_end()
            if phase == EVALUATING:
                desk.state.avoid(key)
                at.trusted = False
                self._keeper.relay(at)
            else:
                # It may have been answered, so it cannot be asked again.
                self._keeper.forget(at)
        desk.state.close()
        self._report(message(ENDED, desk.generation, desk.slot))
        for client in desk.clients.values():
            self._keeper.deal(client)

    def _count_end(self) -> None:
        now = time.monotonic()
        if len(self._ends) == MOST_ENDS and now - self._ends[0] < 1.0:
            self._rest_until = now + REST
            self._ends.clear()
            self.retire()
        self._ends.append(now)
