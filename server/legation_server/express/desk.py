"""A desk of the express lane: a forked process that holds the data and speaks to clients itself.

It looks at what a connection asks without taking it off the connection, evaluates the query, and
only when the whole answer is there takes the request off and sends it. Whatever is no plain
request, or fails, grows large or takes its time, it leaves on the connection for the web server,
whose pool has the rules for that. So a desk may end at any moment and nothing is lost: the kernel
ends it when a query has used BRIEF seconds of the processor.
"""

import resource
import select
import signal
import socket
import sys
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from termios import TIOCOUTQ

from legation_server.evaluation.engine import Engine
from legation_server.express.answer_template import Learned, Lesson, decode_kept
from legation_server.express.budgeted_query import (
    PATIENCE,
    DeskQueries,
    NotForDesksError,
    Prepared,
)
from legation_server.express.desk_limits import MIB, UNUSED, Rules
from legation_server.express.http_request import PEEKED, PlainRequest, read_plain
from legation_server.express.http_response import as_bytes
from legation_server.express.ipc import (
    GONE,
    KEEP,
    KINDS_KEPT,
    LEARN,
    LONGEST,
    RELAY,
    message,
    numbers_in,
)
from legation_server.express.shared_state import IDLE, LARGEST, Board
from legation_server.isolation.long_queries import BRIEF
from legation_server.isolation.worker import limit_memory
from legation_server.results.cache import CachedResult, ResultCache

# MiB a query may need at a desk, if not less.
MEMORY = 256
# Seconds between looks for connections that have rested too long.
LOOK = 10.0
# What is on a connection is told once; a request may stay there until its body has come.
LAST = select.EPOLLRDHUP if hasattr(select, "epoll") else 0
NEWS = select.EPOLLIN | select.EPOLLET | LAST if hasattr(select, "epoll") else 0
# Bytes that a connection surely takes, with those the client has not fetched yet.
ROOM = LARGEST + LARGEST // 2
# The key of what no query is known of.
NO_KEY = 0


@dataclass(eq=False)
class Connection:
    """A client's connection, its number, and when it was last heard of.

    What is `unfinished` waits for the rest of its request. At most `owed` bytes were sent and not
    fetched yet; of what others have sent before nothing is known.
    """

    number: int
    socket: socket.socket
    heard: float
    unfinished: bool = False
    owed: int = ROOM


class Desk:
    """One desk, with the connections it was given."""

    def __init__(
        self, control: socket.socket, engine: Engine, rules: Rules, board: Board, slot: int
    ) -> None:
        """Serve an acceptor, with a slot of a board."""
        self._control = control
        self._rules = rules
        self._queries = DeskQueries(engine, rules)
        self._board = board
        self._slot = slot
        self._cache = ResultCache(rules.cache)
        self._learned: OrderedDict[bytes, Learned] = OrderedDict()
        self._connections: dict[int, Connection] = {}
        self._poll = select.epoll()
        # Large pieces of memory, made and freed for each request, would take longer than reading.
        self._room = bytearray(PEEKED)
        self._seen = memoryview(self._room)

    def work(self) -> None:
        """Answer what comes until the acceptor ends it."""
        _take_limits(min(self._rules.memory, MEMORY) + self._rules.cache // MIB)
        self._poll.register(self._control, select.EPOLLIN)
        control = self._control.fileno()
        looked = time.monotonic()
        while True:
            for descriptor, events in self._poll.poll(LOOK):
                if descriptor == control:
                    if not self._hear():
                        self._close()
                        return
                elif connection := self._connections.get(descriptor):
                    self._attend_or_end(connection, bool(events & LAST))
            if (now := time.monotonic()) - looked > LOOK:
                looked = now
                for connection in list(self._connections.values()):
                    if connection.unfinished:
                        self._leave(connection, RELAY)
                    elif now - connection.heard > UNUSED:
                        self._leave(connection, GONE)

    def _close(self) -> None:
        for connection in self._connections.values():
            connection.socket.close()
        self._poll.close()

    def _hear(self) -> bool:
        """Take a message of the acceptor's; return False when there will be no more."""
        try:
            said, descriptors, _, _ = socket.recv_fds(self._control, LONGEST, 1)
        except OSError:
            return False
        for descriptor in descriptors:
            (number,) = numbers_in(said, 1)
            peer = socket.socket(fileno=descriptor)
            self._connections[descriptor] = Connection(number, peer, time.monotonic())
            self._poll.register(descriptor, NEWS)
        if said[:1] == LEARN:
            self._learn(Lesson.decode(said[1:]))
        elif said[:1] == KEEP:
            self._cache.put(*decode_kept(said[1:]))
        return bool(said)

    def _learn(self, lesson: Lesson) -> None:
        if lesson.kind not in self._learned:
            self._learned[lesson.kind] = Learned(lesson.like)
            if len(self._learned) > KINDS_KEPT:
                self._learned.popitem(last=False)
        self._learned[lesson.kind].take_in(lesson)

    def _leave(self, connection: Connection, why: bytes) -> None:
        """Give a connection back to the acceptor."""
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
            if self._board.left(self._slot)[2] == IDLE:
                self._board.begin(self._slot, connection.number, NO_KEY)
            raise

    def _attend(self, connection: Connection, last: bool) -> None:
        """Answer what a connection asks, or leave it; the client sends no more when `last`."""
        try:
            size = connection.socket.recv_into(self._room, 0, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            size = 0
        data = bytes(self._seen[:size])
        if not data:
            self._leave(connection, GONE)
            return
        began = time.perf_counter()
        request = read_plain(data)
        connection.unfinished = request is not None and not request.whole
        if connection.unfinished and not last:
            return
        learned = self._learned.get(request.kind or b"") if request else None
        if request is None or request.kind is None or learned is None:
            self._leave(connection, RELAY)
            return
        # So many kinds are remembered: those that are asked for stay.
        self._learned.move_to_end(request.kind)
        prepared = self._queries.prepare(learned, request.written, request.encoded)
        held = self._cache.find(prepared.tag) if prepared and prepared.tag else None
        if prepared is None or (held is None and self._board.is_avoided(prepared.key)):
            self._leave(connection, RELAY)
            return
        result = held or self._evaluate(connection, prepared)
        variant = learned.variant(result, prepared.tag, self._rules.compress_from)
        if result is None or variant is None:
            self._leave(connection, RELAY)
            return
        seconds = time.perf_counter() - began
        source = "cache" if held else "query"
        answer = as_bytes(variant, result, prepared.tag, source, seconds)
        connection.owed += len(answer)
        if connection.owed > ROOM:
            connection.owed = _unfetched(connection.socket) + len(answer)
        if connection.owed > ROOM:
            # The web server waits for clients that are slow in fetching.
            self._leave(connection, RELAY)
            return
        self._send(connection, request, answer)
        if (last or len(data) > request.size) and connection.socket.fileno() >= 0:
            # The next request, or the end, is there already; this tells of it again.
            self._poll.modify(connection.socket, NEWS)
        if prepared.tag and held is None:
            self._cache.put(prepared.tag, result)
        hit = held is not None if prepared.tag else None
        self._board.count(self._slot, seconds, hit, self._cache.size)

    def _evaluate(self, connection: Connection, prepared: Prepared) -> CachedResult | None:
        """Return the result of a query; None when it is nothing for a desk."""
        self._board.begin(self._slot, connection.number, prepared.key)
        seconds = PATIENCE if self._board.is_brief(prepared.key) else BRIEF
        try:
            result = self._queries.evaluate(prepared.task, seconds)
        except NotForDesksError:
            self._board.avoid(prepared.key)
            result = None
        # Whatever else is raised, as by a panic of the engine, ends this desk over the query.
        self._board.rest(self._slot)
        return result

    def _send(self, connection: Connection, request: PlainRequest, answer: bytes) -> None:
        """Take a request off its connection and send the answer to it."""
        self._board.commit(self._slot, connection.number)
        try:
            connection.socket.recv_into(self._room, request.size)
            sent = connection.socket.send(answer)
        except OSError:
            sent = -1
        self._board.rest(self._slot)
        connection.heard = time.monotonic()
        if sent < len(answer):
            # There was room for it, but the system may be short of memory.
            with suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)
            self._leave(connection, GONE)


def _unfetched(connection: socket.socket) -> int:
    """Return how many bytes the other side of a connection has not acknowledged."""
    return int.from_bytes(ioctl(connection, TIOCOUTQ, bytes(4)), sys.byteorder)


def _take_limits(memory: int) -> None:
    """Let this process be ended by its timer, and have as many connections as it may."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    limit_memory(memory * MIB)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
