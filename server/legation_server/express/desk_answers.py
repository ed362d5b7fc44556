"""What a desk does at one connection: answer what it asks, refuse it, or leave it."""

import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from fcntl import ioctl
from termios import TIOCOUTQ

from legation_server.errors import overloaded
from legation_server.evaluation import Engine
from legation_server.express.budgeted_query import (
    BudgetExceededError,
    DeskQueries,
    HintsWantedError,
    Prepared,
)
from legation_server.express.desk_limits import DeskLimits
from legation_server.express.http_request import PEEKED_BYTES, PlainRequest, read_plain
from legation_server.express.http_response import as_bytes, refusal_bytes
from legation_server.express.shared_state import IDLE, LARGEST_BYTES, SharedState, key_of
from legation_server.isolation import BRIEF_CPU_SECONDS
from legation_server.results import CachedResult, ResultCache

# The processor time of a query that is known to be brief. The first time a desk meets a part of the
# data takes longer: memory becomes its own as the engine touches it.
KNOWN_BRIEF_CPU_SECONDS = 0.1
# So much processor time a new desk uses until most of that is done.
WARM_CPU_SECONDS = 0.5
# What a connection surely takes, with what the client has not fetched yet.
ROOM_BYTES = LARGEST_BYTES + LARGEST_BYTES // 2
# The key where no query is known.
NO_KEY = 0


@dataclass(eq=False)
class Connection:
    """A connection, its number, and when it was last heard of (time.monotonic).

    What is `unfinished` waits for the rest of its request; when it has `ended`, the client sends no
    more. At most `owed_bytes` were sent and not
    fetched yet; of what others have sent before nothing is known. What one asks is `known` to be
    little once it was answered.
    """

    number: int
    socket: socket.socket
    heard: float
    unfinished: bool = False
    ended: bool = False
    owed_bytes: int = ROOM_BYTES
    known: bool = False

    def has_room(self, size: int) -> bool:
        """Tell whether the connection takes so many more bytes at once, and count them as sent."""
        self.owed_bytes += size
        if self.owed_bytes > ROOM_BYTES:
            # The kernel is asked only when it may be much.
            self.owed_bytes = self._unfetched_bytes() + size
        return self.owed_bytes <= ROOM_BYTES

    def _unfetched_bytes(self) -> int:
        """Return how many bytes the client has not acknowledged."""
        return int.from_bytes(ioctl(self.socket, TIOCOUTQ, bytes(4)), sys.byteorder)


class Visit(Enum):
    """What comes of looking at a connection.

    It is `QUIET` until more comes; it has `MORE` on it, a request or its end, or its request is for
    the web server, or it is `GONE`.
    """

    QUIET = auto()
    MORE = auto()
    FOR_WEB_SERVER = auto()
    GONE = auto()


class DeskAnswers:
    """What a desk answers from an engine's data, and what it remembers of that."""

    def __init__(self, engine: Engine, limits: DeskLimits, state: SharedState, slot: int) -> None:
        """Tell others in a slot of shared memory how far it is."""
        self._limits = limits
        self._queries = DeskQueries(engine, limits)
        self._state = state
        self._slot = slot
        self._cache = ResultCache(limits.cache_bytes)
        self._is_new = True
        # Large pieces of memory, made and freed for each request, would take longer than reading.
        self._room = bytearray(PEEKED_BYTES)
        self._seen = memoryview(self._room)

    def keep(self, tag: str, result: CachedResult) -> None:
        """Keep a result; one with hints is for desks again, which could not look for them."""
        self._cache.put(tag, result)
        if result.hints:
            self._queries.keep_hints(tag, result.hints)
            self._state.find_brief(key_of(tag))

    def rest(self) -> None:
        """Have no limit of processor time, as no query is evaluated now."""
        self._queries.budget.end()

    def attend(self, connection: Connection) -> Visit:
        """Answer what a connection asks; one over which this process ends is nothing for desks."""
        try:
            return self._look(connection, self._attend)
        except BaseException:
            if self._state.left(self._slot)[2] == IDLE:
                self._state.begin(self._slot, connection.number, NO_KEY)
            raise

    def refuse(self, connection: Connection) -> Visit:
        """Tell a client to come again later: too many others are before it."""
        return self._look(connection, self._refuse)

    def _look(self, connection: Connection, do: Callable[[Connection, int], Visit]) -> Visit:
        """Do something about the bytes that are on a connection."""
        self._queries.budget.look()
        try:
            size = connection.socket.recv_into(self._room, 0, socket.MSG_PEEK)
        except BlockingIOError:
            return Visit.QUIET
        except OSError:
            size = 0
        return do(connection, size) if size else Visit.GONE

    def _attend(self, connection: Connection, size: int) -> Visit:
        began = time.perf_counter()
        asked = self._queries.read(bytes(self._seen[:size]))
        request = asked.request
        connection.unfinished = request is not None and not request.whole
        if connection.unfinished and not connection.ended:
            return Visit.QUIET
        prepared = asked.prepared
        if not (request and prepared):
            return Visit.FOR_WEB_SERVER
        return self._answer(connection, size, request, prepared, began)

    def _refuse(self, connection: Connection, size: int) -> Visit:
        request = read_plain(bytes(self._seen[:size]))
        if request is None or not request.whole:
            return self._attend(connection, size)
        problem = overloaded("Too many queries are waiting.")
        answer = refusal_bytes(request.fields.accept, problem, self._limits.answers)
        if answer is None or not connection.has_room(len(answer)):
            return Visit.FOR_WEB_SERVER
        visit = self._send(connection, size, request, answer)
        self._state.count_refused(self._slot)
        return visit

    def _answer(
        self,
        connection: Connection,
        size: int,
        request: PlainRequest,
        prepared: Prepared,
        began: float,
    ) -> Visit:
        """Answer a request, or leave it on its connection."""
        held = self._cache.find(prepared.tag) if prepared.tag else None
        result = held or self._evaluate(connection, prepared)
        if result is None:
            return Visit.FOR_WEB_SERVER
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
            return Visit.FOR_WEB_SERVER
        visit = self._send(connection, size, request, answer)
        if prepared.tag and held is None:
            self._cache.put(prepared.tag, result)
        hit = held is not None if prepared.tag else None
        self._state.count(self._slot, seconds, hit, self._cache.size)
        return visit

    def _evaluate(self, connection: Connection, prepared: Prepared) -> CachedResult | None:
        """Return the result of a query; None when it is nothing for a desk."""
        if self._state.is_avoided(prepared.key):
            return None
        self._state.begin(self._slot, connection.number, prepared.key)
        self._is_new = self._is_new and time.process_time() < WARM_CPU_SECONDS
        patient = self._is_new or self._state.is_brief(prepared.key)
        try:
            result = self._queries.evaluate(
                prepared, KNOWN_BRIEF_CPU_SECONDS if patient else BRIEF_CPU_SECONDS
            )
        except BudgetExceededError:
            self._state.avoid(prepared.key)
            result = None
        except HintsWantedError:
            # Other desks may know the hints, and this one will.
            result = None
        # Anything else that is raised, as by a panic of the engine, ends this desk over the query.
        self._state.rest(self._slot)
        return result

    def _send(
        self, connection: Connection, size: int, request: PlainRequest, answer: bytes
    ) -> Visit:
        """Take a request off its connection, of the bytes seen on it, and send the answer."""
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
            return Visit.GONE
        return Visit.MORE if connection.ended or size > request.size_bytes else Visit.QUIET
