"""All connections of a server: accepted here, given to desks, or served by HttpProtocol."""

import asyncio
import resource
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from uvicorn import Config
from uvicorn.server import ServerState

from legation_server.express import IDLE_SECONDS, Client, ExpressWay, Returns
from legation_server.query import ENDPOINTS
from legation_server.web import HttpProtocol

ACCEPTED_AT_ONCE = 64
# A connection on which an answer took no longer is for desks again.
BRIEF_SECONDS = 0.02
# What requests begin with that a desk may answer.
STARTS = tuple(f"{method} /{path}".encode() for method in ("GET", "POST") for path in ENDPOINTS)
LONGEST_START = max(STARTS, key=len)
# Descriptors that are kept for everything that is no client's connection.
SPARE_DESCRIPTORS = 256
# What the kernel may hold for a client that does not fetch it.
SEND_BUFFER_BYTES = 524_288


class Connections:
    """The connections that come in at a listener; belongs to the event loop's thread."""

    def __init__(self, listener: socket.socket, fetch_seconds: float, desks: bool) -> None:
        """Prepare to accept from a listener, and to have brief queries answered by desks.

        A client may take `fetch_seconds` to fetch the last of an answer.
        """
        self._fetch_seconds = fetch_seconds
        self._loop = asyncio.get_running_loop()
        self._listener = listener
        self._config: Config | None = None
        self._state = ServerState()
        returns = Returns(self._deal, self._attend, self._forget)
        self.express = ExpressWay(returns) if desks else None
        self._clients: dict[int, Client] = {}
        self._waiting: dict[Client, asyncio.TimerHandle] = {}
        self._accepted = 0
        self._accepting = False
        self._tasks: set[asyncio.Task[None]] = set()
        # A connection needs one descriptor here, and perhaps one for the protocol.
        self._most = (_allow_descriptors() - SPARE_DESCRIPTORS) // 2

    def start(self, application: Callable[..., Awaitable[None]]) -> None:
        """Accept connections from now on, for an ASGI application."""
        self._config = Config(
            application,
            http="httptools",
            interface="asgi3",
            lifespan="off",
            log_config=None,
            # Who is believed about addresses is a setting of our own (--proxies).
            proxy_headers=False,
            timeout_keep_alive=int(IDLE_SECONDS),
            ws="none",
        )
        self._config.load()
        self._listener.setblocking(False)
        self._watch(True)

    async def close(self, grace_seconds: float) -> None:
        """Accept no more, and end each connection after its answer, or after some seconds."""
        self._watch(False)
        self._most = 0
        # Connections on their way to a protocol are to hear of the end, too.
        await asyncio.gather(*self._tasks)
        for protocol in list(self._state.connections):
            protocol.shutdown()
        if self.express is not None:
            await self.express.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                while self._state.connections or self._tasks:
                    await asyncio.sleep(0.02)
        for client in list(self._waiting):
            self._stop_waiting(client)
        for protocol in list(self._state.connections):
            protocol.transport.abort()
        while self._state.connections:
            await asyncio.sleep(0)
        for client in list(self._clients.values()):
            client.socket.close()
        self._clients.clear()

    def _watch(self, accepting: bool) -> None:
        """Accept connections, or leave them to wait."""
        if accepting is not self._accepting:
            self._accepting = accepting
            if accepting:
                self._loop.add_reader(self._listener, self._accept)
            else:
                self._loop.remove_reader(self._listener)

    def _accept(self) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                peer, _address = self._listener.accept()
            except OSError:
                return
            peer.setblocking(False)
            with suppress(OSError):
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
            self._accepted += 1
            client = self._clients[self._accepted] = Client(self._accepted, peer)
            self._look(client)
            if len(self._clients) >= self._most:
                self._watch(False)
                return

    def _look(self, client: Client) -> None:
        """Give a connection to a desk if it begins with a query; others must not queue there."""
        if self.express is None:
            self._attend(client)
            return
        try:
            begun = client.socket.recv(len(LONGEST_START), socket.MSG_PEEK)
        except BlockingIOError:
            self._wait(client)
        except OSError:
            self._forget(client)
        else:
            (self._deal if begun.startswith(STARTS) else self._attend)(client)

    def _wait(self, client: Client) -> None:
        """Look at a connection once something has come on it, and close it when nothing comes."""

        def come() -> None:
            self._stop_waiting(client)
            self._look(client)

        def give_up() -> None:
            self._stop_waiting(client)
            self._forget(client)

        self._waiting[client] = self._loop.call_later(IDLE_SECONDS, give_up)
        self._loop.add_reader(client.socket, come)

    def _stop_waiting(self, client: Client) -> None:
        self._waiting.pop(client).cancel()
        self._loop.remove_reader(client.socket)

    def _deal(self, client: Client) -> None:
        """Give a connection to a desk, or else serve it here."""
        if self.express is None or not self.express.give(client):
            self._attend(client)

    def _attend(self, client: Client) -> None:
        """Serve a connection here, as long as something is on it."""
        client.attended = self._loop.time()
        task = self._loop.create_task(self._serve(client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, client: Client) -> None:
        assert self._config is not None
        try:
            # The protocol closes its own descriptor; the connection goes on with ours.
            served = client.socket.dup()
        except OSError:
            self._forget(client)
            return
        protocol = partial(
            HttpProtocol,
            self._config,
            self._state,
            self._fetch_seconds,
            partial(self._end, client),
        )
        try:
            await self._loop.connect_accepted_socket(protocol, served)
        except OSError:
            served.close()
            self._forget(client)

    def _end(self, client: Client, usable: bool) -> None:
        """Go on with a connection that is not served here any more."""
        if self._loop.time() - client.attended < BRIEF_SECONDS:
            client.trusted = True
        (self._look if usable and self._most else self._forget)(client)

    def _forget(self, client: Client) -> None:
        """Close a connection."""
        client.socket.close()
        self._clients.pop(client.number, None)
        if self._most:
            self._watch(True)


def _allow_descriptors() -> int:
    """Let this process have as many descriptors as it may, and return how many."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most
