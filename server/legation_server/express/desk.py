"""A desk: a forked process that holds the data and answers brief queries on clients' connections.

It looks at what a connection asks without taking it off the connection, evaluates the query, and
only when the whole answer is there takes the request off and sends it. What is no plain request,
fails, grows large or takes its time it leaves on the connection, for the web server and its pool.
So a desk may end at any moment and nothing is lost: the kernel ends it when a query has used up its
budget of processor time.
"""

import select
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from legation_server.evaluation import Engine
from legation_server.express.budgeted_query import BudgetExceededError, DeskQueries, Prepared
from legation_server.express.desk_connection import Connection
from legation_server.express.desk_limits import IDLE_SECONDS, DeskLimits, take_limits
from legation_server.express.http_request import PEEKED_BYTES, PlainRequest
from legation_server.express.http_response import as_bytes
from legation_server.express.ipc import (
    GONE,
    KEEP,
    LONGEST_BYTES,
    RELAY,
    decode_kept,
    message,
    numbers_in,
)
from legation_server.express.shared_state import IDLE, SharedState, key_of
from legation_server.isolation import BRIEF_CPU_SECONDS
from legation_server.protocol import AnswerRules
from legation_server.results import CachedResult, ResultCache
from legation_server.settings import MIB

# The processor time of a query that is known to be brief. The first time a desk meets a part of the
# data takes longer: memory becomes its own as the engine touches it.
KNOWN_BRIEF_CPU_SECONDS = 0.1
# What a query may need at a desk, if the setting does not say less.
MOST_MEMORY_MIB = 256
# What comes at once is attended to for so long; the web server gets the rest.
ROUND_SECONDS = 0.05
# Between two looks for connections that have rested too long.
LOOK_SECONDS = 10.0
# The kernel says once what is new on a connection; a request may stay there until its body has
# come.
LAST = select.EPOLLRDHUP if hasattr(select, "epoll") else 0
NEWS = select.EPOLLIN | select.EPOLLET | LAST if hasattr(select, "epoll") else 0
# The key where no query is known.
NO_KEY = 0


def prepare(engine: Engine, plan: Mapping[str, Any]) -> Callable[[int, socket.socket], None]:
    """Return what a desk does with its slot and its socket."""
    given = dict(plan["desks"]["limits"])
    limits = DeskLimits(**given | {"answers": AnswerRules(**given["answers"])})
    state = SharedState(plan["desks"]["state"])
    return lambda slot, control: Desk(control, engine, limits, state, slot).work()


class Desk:
    """One desk, with the connections it was given."""

    def __init__(
        self,
        control: socket.socket,
        engine: Engine,
        limits: DeskLimits,
        state: SharedState,
        slot: int,
    ) -> None:
        """Obey a control socket; tell others in a slot of shared memory how far it is."""
        self._control = control
        self._limits = limits
        self._queries = DeskQueries(engine, limits)
        self._state = state
        self._slot = slot
        self._cache = ResultCache(limits.cache_bytes)
        self._connections: dict[int, Connection] = {}
        self._poll = select.epoll()
        # Large pieces of memory, made and freed for each request, would take longer than reading.
        self._room = bytearray(PEEKED_BYTES)
        self._seen = memoryview(self._room)

    def work(self) -> None:
        """Answer what comes until the control socket is closed."""
        take_limits(min(self._limits.memory, MOST_MEMORY_MIB) + self._limits.cache_bytes // MIB)
        self._poll.register(self._control, select.EPOLLIN)
        control = self._control.fileno()
        looked = time.monotonic()
        while True:
            ready = self._poll.poll(LOOK_SECONDS)
            began = time.monotonic()
            for descriptor, events in ready:
                if descriptor == control:
                    if not self._obey():
                        self.close()
                        return
                elif (connection := self._connections.get(descriptor)) is None:
                    continue
                elif time.monotonic() - began < ROUND_SECONDS:
                    self._attend_or_end(connection, bool(events & LAST))
                else:
                    # The pool has a queue, which refuses what is too much.
                    self._leave(connection, RELAY)
            if (now := time.monotonic()) - looked > LOOK_SECONDS:
                looked = now
                self._leave_late(now)

    def close(self) -> None:
        """Let go of all connections."""
        for connection in self._connections.values():
            connection.socket.close()
        self._poll.close()

    def _obey(self) -> bool:
        """Take a message in; return False when there will be no more."""
        try:
            said, descriptors, _, _ = socket.recv_fds(self._control, LONGEST_BYTES, 1)
        except OSError:
            return False
        for descriptor in descriptors:
            (number,) = numbers_in(said, 1)
            peer = socket.socket(fileno=descriptor)
            self._connections[descriptor] = Connection(number, peer, time.monotonic())
            self._poll.register(descriptor, NEWS)
        if said[:1] == KEEP:
            self._keep(*decode_kept(said[1:]))
        return bool(said)

    def _keep(self, tag: str, result: CachedResult) -> None:
        """Keep a result; one with hints is for desks again, which could not look for them."""
        self._cache.put(tag, result)
        if result.hints:
            self._queries.keep_hints(tag, result.hints)
            self._state.find_brief(key_of(tag))

    def _leave_late(self, now: float) -> None:
        """Leave the connections on which nothing, or not all of a request, has come for long."""
        for connection in list(self._connections.values()):
            if connection.unfinished:
                self._leave(connection, RELAY)
            elif now - connection.heard > IDLE_SECONDS:
                self._leave(connection, GONE)

    def _leave(self, connection: Connection, why: bytes) -> None:
        """Give a connection back."""
        descriptor = connection.socket.fileno()
        self._poll.unregister(descriptor)
        del self._connections[descriptor]
        connection.socket.close()
        self._control.send(message(why, connection.number))

    def _attend_or_end(self, connection: Connection, last: bool) -> None:
        """Attend to a connection; one over which this process ends is nothing for desks."""
        try:
            self._attend(connection, last)
        except BaseException:
            if self._state.left(self._slot)[2] == IDLE:
                self._state.begin(self._slot, connection.number, NO_KEY)
            raise

    def _attend(self, connection: Connection, last: bool) -> None:
        """Answer what a connection asks, or leave it; the client sends no more when `last`."""
        try:
            size = connection.socket.recv_into(self._room, 0, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            size = 0
        if not size:
            self._leave(connection, GONE)
            return
        began = time.perf_counter()
        asked = self._queries.read(bytes(self._seen[:size]))
        request = asked.request
        connection.unfinished = request is not None and not request.whole
        if connection.unfinished and not last:
            return
        prepared = asked.prepared
        if not (request and prepared and self._answer(connection, request, prepared, began)):
            self._leave(connection, RELAY)
        elif (last or size > request.size_bytes) and connection.socket.fileno() >= 0:
            # The next request, or the end, is there already; this makes epoll report it again.
            self._poll.modify(connection.socket, NEWS)

    def _answer(
        self, connection: Connection, request: PlainRequest, prepared: Prepared, began: float
    ) -> bool:
        """Answer a request; return False when it is left on its connection."""
        held = self._cache.find(prepared.tag) if prepared.tag else None
        result = held or self._evaluate(connection, prepared)
        if result is None:
            return False
        seconds = time.perf_counter() - began
        answer = as_bytes(
            result,
            prepared.tag,
            request.fields.accept_encoding,
            self._limits.answers,
            "cache" if held else "query",
            seconds,
        )
        if not connection.has_room(len(answer)):
            # The web server waits for clients that are slow in fetching.
            return False
        self._send(connection, request, answer)
        if prepared.tag and held is None:
            self._cache.put(prepared.tag, result)
        hit = held is not None if prepared.tag else None
        self._state.count(self._slot, seconds, hit, self._cache.size)
        return True

    def _evaluate(self, connection: Connection, prepared: Prepared) -> CachedResult | None:
        """Return the result of a query; None when it is nothing for a desk."""
        if self._state.is_avoided(prepared.key):
            return None
        self._state.begin(self._slot, connection.number, prepared.key)
        known = self._state.is_brief(prepared.key)
        try:
            result = self._queries.evaluate(
                prepared, KNOWN_BRIEF_CPU_SECONDS if known else BRIEF_CPU_SECONDS
            )
        except BudgetExceededError:
            self._state.avoid(prepared.key)
            result = None
        # Anything else that is raised, as by a panic of the engine, ends this desk over the query.
        self._state.rest(self._slot)
        return result

    def _send(self, connection: Connection, request: PlainRequest, answer: bytes) -> None:
        """Take a request off its connection and send the answer to it."""
        self._state.commit(self._slot, connection.number)
        try:
            connection.socket.recv_into(self._room, request.size_bytes)
            sent = connection.socket.send(answer)
        except OSError:
            sent = -1
        self._state.rest(self._slot)
        connection.heard = time.monotonic()
        if sent < len(answer):
            # There was room for it, but the system may be short of memory.
            with suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)
            self._leave(connection, GONE)
