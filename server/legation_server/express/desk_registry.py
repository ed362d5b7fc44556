"""The desks of a server: which connections each has, and what becomes of those of one that ends.

When desks end too often over what they are asked, all of them rest for a while.
"""

import asyncio
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from legation_server.express.ipc import (
    GONE,
    LONGEST_BYTES,
    TAKE,
    message,
    numbers_in,
)
from legation_server.express.line import UNKNOWN_SECONDS
from legation_server.express.shared_state import COMMITTED, EVALUATING, SharedState

# Desks that may end over a query within a second before all rest for one.
MOST_ENDS = 8
REST_SECONDS = 1.0
# How long desks may take to end what they are at, which is brief.
RETIRING_SECONDS = 5.0


@dataclass(eq=False)
class Client:
    """A connection with its number.

    One that was at a query which took its time is not `trusted` to a desk until the web server has
    answered it at once. `attended` says when that began (the loop's time).
    """

    number: int
    socket: socket.socket
    trusted: bool = True
    attended: float = 0.0


@dataclass(frozen=True)
class Returns:
    """What is done with a connection that no desk has any more.

    `deal` gives it to another desk; `attend` has the web server read what is on it; `forget`
    closes it.
    """

    deal: Callable[[Client], None]
    attend: Callable[[Client], None]
    forget: Callable[[Client], None]


@dataclass(eq=False)
class Desk:
    """A desk: its generation, slot in shared memory, socket, and connections by number."""

    generation: int
    slot: int
    socket: socket.socket
    state: SharedState
    clients: dict[int, Client] = field(default_factory=dict)


class DeskRegistry:
    """The desks of a server; those of the newest generation are given connections."""

    def __init__(self, returns: Returns, ended: Callable[[int, int], None]) -> None:
        """Begin with none; `ended` is called with generation and slot of each that has ended."""
        self._loop = asyncio.get_running_loop()
        self._returns = returns
        self._ended = ended
        self._desks: list[Desk] = []
        self._generation = 0
        self._ends: deque[float] = deque(maxlen=MOST_ENDS)
        self._rest_until = 0.0
        self._removed = asyncio.Event()

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

    def add(self, generation: int, slot: int, desk: socket.socket, state: SharedState) -> None:
        """Add a new desk, with its socket and its view of the shared memory."""
        new = Desk(generation, slot, desk, state)
        desk.setblocking(False)
        if generation < self._generation:
            # Its release was replaced while it was made.
            desk.shutdown(socket.SHUT_WR)
        self._generation = max(self._generation, generation)
        self._desks.append(new)
        self._loop.add_reader(desk, partial(self._hear, new))

    def send(self, generation: int, said: bytes) -> None:
        """Send a message to the desks of a generation."""
        for desk in self._desks:
            if desk.generation == generation:
                # One that does not hear of it leaves such requests to the web server.
                with suppress(OSError):
                    desk.socket.send(said)

    def retire(self, generation: int | None = None) -> None:
        """End the desks up to a generation, or all, each after what it is at."""
        if generation is not None:
            self._generation = max(self._generation, generation + 1)
        for desk in self._desks:
            if generation is None or desk.generation <= generation:
                with suppress(OSError):
                    desk.socket.shutdown(socket.SHUT_WR)

    async def retired(self, generation: int) -> None:
        """Wait until the desks up to a generation have ended, for some seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(RETIRING_SECONDS):
                while any(desk.generation <= generation for desk in self._desks):
                    self._removed.clear()
                    await self._removed.wait()

    def close(self) -> None:
        """Let go of all desks; they end with their sockets."""
        for desk in self._desks:
            self._loop.remove_reader(desk.socket)
            desk.socket.close()
            desk.state.close()
        self._desks.clear()

    def _hear(self, desk: Desk) -> None:
        """Take back a connection, or all of a desk that has ended."""
        try:
            said = desk.socket.recv(LONGEST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self._remove(desk)
            return
        client = desk.clients.pop(numbers_in(said, 1)[0])
        (self._returns.forget if said[:1] == GONE else self._returns.attend)(client)

    def _remove(self, desk: Desk) -> None:
        """See to what a desk left that has ended."""
        self._desks.remove(desk)
        self._removed.set()
        self._loop.remove_reader(desk.socket)
        desk.socket.close()
        number, key, phase = desk.state.left(desk.slot)
        # Those behind the one it ended over have waited longer than those before it.
        waiting = _turned(list(desk.clients.values()), number)
        # Those known to ask little are seen to before one of whom nobody knows ends the next desk.
        waiting.sort(key=lambda client: desk.state.cost(client.number) or UNKNOWN_SECONDS)
        at = desk.clients.pop(number, None) if phase in (EVALUATING, COMMITTED) else None
        if at is not None:
            desk.state.rest(desk.slot)
            self._count_end()
            if phase == EVALUATING:
                desk.state.avoid(key)
                at.trusted = False
                self._returns.attend(at)
            else:
                # It may have been answered, so it cannot be asked again.
                self._returns.forget(at)
        desk.state.close()
        self._ended(desk.generation, desk.slot)
        for client in waiting:
            if client is not at:
                self._returns.deal(client)

    def _count_end(self) -> None:
        now = time.monotonic()
        if len(self._ends) == MOST_ENDS and now - self._ends[0] < 1.0:
            self._rest_until = now + REST_SECONDS
            self._ends.clear()
            self.retire()
        self._ends.append(now)


def _turned(clients: list[Client], number: int) -> list[Client]:
    """Return clients from the one after the client with a number on, round to that one."""
    numbers = [client.number for client in clients]
    start = numbers.index(number) + 1 if number in numbers else 0
    return clients[start:] + clients[:start]
