"""The web server's side of the express way: start it, share results with it, keep it going."""

import asyncio
import socket
import subprocess
import sys
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from legation_server.errors import ReleaseError
from legation_server.express.acceptor import GRACE
from legation_server.express.desks import Desks, Forks
from legation_server.express.ipc import (
    DESK,
    END,
    ENDED,
    KEEP,
    LONGEST_BYTES,
    RETIRE,
    encode_kept,
    message,
    numbers_in,
)
from legation_server.results.outcome import Outcome

# Messages to desks that are remembered, so that none is sent twice at once.
SHARED_KEPT = 256
# Seconds between two messages that say the same, and between two tries to start what fails.
AGAIN = 1.0
# The same for two desks in one slot, and for two tries to say what has to be heard.
SOON = 0.05


@dataclass(frozen=True)
class Entrance:
    """Where clients come in, and where the web server listens behind that."""

    listener: socket.socket
    address: Path

    @property
    def server(self) -> tuple[str, int]:
        """Return the host and port that clients come to."""
        host, port, *_ = self.listener.getsockname()
        return host, port


class ExpressLane:
    """The acceptor, and the desks over the release that is being served.

    All of it belongs to the event loop's thread but what is said to run in another.
    """

    def __init__(self, entrance: Entrance, transfer: float) -> None:
        """Prepare to take what comes in at an entrance; `transfer` is the setting."""
        self._entrance = entrance
        self.server = entrance.server
        self._transfer = transfer
        self._pool: Forks | None = None
        self._desks: Desks | None = None
        self._generation = 0
        self._told: OrderedDict[bytes, float] = OrderedDict()
        self._acceptor: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = -AGAIN
        self._opened: dict[int, float] = {}
        self._closed = False

    async def serve(self, pool: Forks, desks: Desks) -> int:
        """Have desks over a pool's data from now on; return the number of its generation."""
        self._pool, self._desks = pool, desks
        self._generation += 1
        if self._acceptor is None:
            self._start()
        await self._open_desks()
        while not self._tell(message(RETIRE, self._generation - 1)):
            await asyncio.sleep(SOON)
        return self._generation

    def share(self, generation: int, outcome: Outcome) -> None:
        """Pass a result on that the cache holds to the desks of a generation."""
        if outcome.held and len(outcome.result.body) < LONGEST_BYTES:
            self._tell_desks(KEEP, generation, encode_kept(outcome.tag, outcome.result))

    def _tell_desks(self, letter: bytes, generation: int, said: bytes) -> None:
        """Tell the desks of a generation something, unless they have just been told."""
        whole, now = message(letter, generation) + said, time.monotonic()
        if len(whole) > LONGEST_BYTES:
            return
        key = sha256(whole).digest()
        if now - self._told.get(key, -AGAIN) < AGAIN:
            return
        self._told[key] = now
        self._told.move_to_end(key)
        if len(self._told) > SHARED_KEPT:
            self._told.popitem(last=False)
        self._tell(whole)

    async def close(self) -> None:
        """End it, once what is on its way to clients has been sent."""
        self._closed = True
        self._tell(END)
        self._leave_control()
        if self._acceptor is not None:
            try:
                await asyncio.to_thread(self._acceptor.wait, GRACE + 1)
            except subprocess.TimeoutExpired:
                self._acceptor.kill()
                await asyncio.to_thread(self._acceptor.wait)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self) -> None:
        """Start the acceptor."""
        self._started = time.monotonic()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listener = self._entrance.listener.fileno()
        program = [sys.executable, "-m", "legation_server.express.acceptor"]
        with theirs:
            given = (theirs.fileno(), listener, self._entrance.address, self._transfer)
            self._acceptor = subprocess.Popen(
                [*program, *map(str, given)],
                pass_fds=[theirs.fileno(), listener],
                stdin=subprocess.DEVNULL,
            )
        self._control = ours
        asyncio.get_running_loop().add_reader(ours, self._hear)

    def _leave_control(self) -> None:
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None

    def _tell(self, said: bytes, descriptors: tuple[int, ...] = ()) -> bool:
        """Tell the acceptor something; return False when it has no time to hear it now."""
        if self._control is not None:
            try:
                socket.send_fds(self._control, [said], descriptors, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            except OSError:
                # It is gone, which will be heard.
                pass
        return True

    def _hear(self) -> None:
        """Replace a desk that has ended, or the acceptor."""
        assert self._control is not None
        try:
            said = self._control.recv(LONGEST_BYTES, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if said[:1] == ENDED:
            generation, slot = numbers_in(said, 2)
            if generation == self._generation and self._pool is not None and not self._closed:
                self._pool.count("desks")
                self._begin(self._open_desk(slot))
        elif not said:
            self._leave_control()
            if not self._closed:
                self._begin(self._start_again())

    def _begin(self, work: "asyncio._CoroutineLike[None]") -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start_again(self) -> None:
        if self._acceptor is not None:
            await asyncio.to_thread(self._acceptor.wait)
        while self._control is None and not self._closed:
            if (pause := self._started + AGAIN - time.monotonic()) > 0:
                # Not again and again, should it never come up.
                await asyncio.sleep(pause)
            else:
                # When the system is short of something, the next time may do.
                with suppress(OSError):
                    self._start()
        if not self._closed:
            await self._open_desks()

    async def _open_desks(self) -> None:
        assert self._desks is not None
        self._told.clear()
        await asyncio.gather(*(self._open_desk(slot) for slot in range(self._desks.number)))

    async def _open_desk(self, slot: int) -> None:
        """Fork a desk for the acceptor, but not again and again, should none come up."""
        pool, desks, generation, control = self._pool, self._desks, self._generation, self._control
        assert pool is not None and desks is not None
        await asyncio.sleep(max(0.0, self._opened.get(slot, -SOON) + SOON - time.monotonic()))
        self._opened[slot] = time.monotonic()
        try:
            desk = await asyncio.to_thread(desks.open, pool, slot)
        except (OSError, ReleaseError):
            # The pool is being closed. Without desks all requests go to the web server.
            return
        with desk:
            # Another release or acceptor has desks of its own; this one ends with its socket.
            while pool is self._pool and control is self._control and not self._closed:
                given = (desk.fileno(), desks.state.descriptor)
                if self._tell(message(DESK, generation, slot), given):
                    return
                await asyncio.sleep(SOON)
