"""A desk: a forked process that holds the data and answers brief queries on clients' connections.

It looks at what a connection asks without taking it off the connection, evaluates the query, and
only when the whole answer is there takes the request off and sends it. What is no plain request,
fails, grows large or takes its time it leaves on the connection, for the web server and its pool.
So a desk may end at any moment and nothing is lost: the kernel ends it when a query has used up its
budget of processor time.

When more comes than it can answer at once, clients wait in line for it: see line.py.
"""

import select
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

from legation_server.evaluation import Engine
from legation_server.express.desk_answers import Connection, DeskAnswers, Visit
from legation_server.express.desk_limits import IDLE_SECONDS, DeskLimits, take_limits
from legation_server.express.ipc import (
    GONE,
    KEEP,
    LONGEST_BYTES,
    RELAY,
    decode_kept,
    message,
    numbers_in,
)
from legation_server.express.line import Holds, Line
from legation_server.express.shared_state import SharedState
from legation_server.protocol import AnswerRules
from legation_server.settings import MIB

# What a query may need at a desk, if the setting does not say less.
MOST_MEMORY_MIB = 256
# What comes at once is answered in the order it came for so long. Then the rest stands in line, and
# after each such time the desk looks who else has come.
ROUND_SECONDS = 0.002
# What is noted of a request that was answered without a line.
LITTLE_SECONDS = 0.0001
# Between two looks for connections that have rested too long, and for those held.
LOOK_SECONDS, LOOK_FOR_HELD_SECONDS = 10.0, 0.05
# The kernel says once what is new on a connection; a request may stay there until its body has
# come.
LAST = select.EPOLLRDHUP if hasattr(select, "epoll") else 0
NEWS = select.EPOLLIN | select.EPOLLET | LAST if hasattr(select, "epoll") else 0


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
        self._state = state
        self._answers = DeskAnswers(engine, limits, state, slot)
        self._connections: dict[int, Connection] = {}
        self._line: Line[Connection] = Line(limits.wait_seconds)
        self._held: Holds[Connection] = Holds()
        self._poll = select.epoll()

    def work(self) -> None:
        """Answer what comes until the control socket is closed."""
        take_limits(min(self._limits.memory, MOST_MEMORY_MIB) + self._limits.cache_bytes // MIB)
        self._poll.register(self._control, select.EPOLLIN)
        looked = time.monotonic()
        while self._take_in(self._poll.poll(self._patience())):
            if self._line:
                self._serve_line()
            if self._held:
                self._hear_again(time.monotonic())
            if (now := time.monotonic()) - looked > LOOK_SECONDS:
                looked = now
                self._answers.rest()
                self._leave_late(now)
        self.close()

    def close(self) -> None:
        """Let go of all connections, and of the limit of processor time."""
        self._answers.rest()
        for connection in self._connections.values():
            connection.socket.close()
        self._poll.close()

    def _patience(self) -> float:
        """Return how many seconds to wait for what comes."""
        if self._line:
            return 0.0
        return LOOK_FOR_HELD_SECONDS if self._held else LOOK_SECONDS

    def _take_in(self, ready: list[tuple[int, int]]) -> bool:
        """Attend to connections with news; return False when there is no more to do."""
        control, began, waiting = self._control.fileno(), time.monotonic(), bool(self._line)
        for descriptor, events in ready:
            if descriptor == control:
                if not self._obey():
                    return False
            elif (connection := self._connections.get(descriptor)) is None:
                continue
            else:
                connection.ended = bool(events & LAST)
                if waiting or (waiting := time.monotonic() - began > ROUND_SECONDS):
                    self._queue(connection, began)
                else:
                    visit = self._attend(connection)
                    self._note_first(connection, visit)
                    self._go_on(connection, visit)
        return True

    def _note_first(self, connection: Connection, visit: Visit) -> None:
        """Remember of a client that was answered at once that it asks little, once."""
        answered = visit in (Visit.QUIET, Visit.MORE) and not connection.unfinished
        if answered and not connection.known:
            connection.known = True
            self._state.note_cost(connection.number, LITTLE_SECONDS)

    def _queue(self, connection: Connection, now: float) -> None:
        """Let a connection stand in line, or refuse what it asks."""
        if connection not in self._held and not self._line.join(connection, now):
            self._refuse(connection, now)

    def _serve_line(self) -> None:
        """Attend to those who come first, and refuse those who have waited too long."""
        began = now = time.monotonic()
        while self._line and now - began < ROUND_SECONDS:
            connection = self._line.first()
            used = time.thread_time()
            visit = self._attend(connection)
            before, now = now, time.monotonic()
            used = time.thread_time() - used
            self._line.charge(connection, used, now - before)
            self._state.note_cost(connection.number, used)
            self._go_on(connection, visit)
        for connection in self._line.late(now):
            self._refuse(connection, now)

    def _attend(self, connection: Connection) -> Visit:
        return self._answers.attend(connection)

    def _refuse(self, connection: Connection, now: float) -> None:
        self._held.add(connection, now)
        self._go_on(connection, self._answers.refuse(connection))

    def _go_on(self, connection: Connection, visit: Visit) -> None:
        """Do what comes after a visit to a connection."""
        if visit is Visit.MORE:
            # This makes epoll report it again.
            self._poll.modify(connection.socket, NEWS)
        elif visit is not Visit.QUIET:
            self._leave(connection, GONE if visit is Visit.GONE else RELAY)

    def _hear_again(self, now: float) -> None:
        """Let those stand in line again who were held after a refusal."""
        for connection in self._held.over(now):
            self._queue(connection, now)

    def _obey(self) -> bool:
        """Take in all messages that have come; return False when there will be no more."""
        self._answers.rest()
        # The flags of recv_fds do nothing before Python 3.12.
        self._control.setblocking(False)
        try:
            while self._hear():
                pass
        except BlockingIOError:
            return True
        except OSError:
            pass
        finally:
            self._control.setblocking(True)
        return False

    def _hear(self) -> bool:
        """Take a message in; return False for the end. Raises OSError."""
        said, descriptors, _, _ = socket.recv_fds(self._control, LONGEST_BYTES, 1)
        for descriptor in descriptors:
            (number,) = numbers_in(said, 1)
            peer = socket.socket(fileno=descriptor)
            new = self._connections[descriptor] = Connection(number, peer, time.monotonic())
            self._line.expect(new, self._state.cost(number))
            self._poll.register(descriptor, NEWS)
        if said[:1] == KEEP:
            self._answers.keep(*decode_kept(said[1:]))
        return bool(said)

    def _leave_late(self, now: float) -> None:
        """Leave the connections on which nothing, or not all of a request, has come for long."""
        for connection in list(self._connections.values()):
            if connection in self._line:
                # It has rested, but now its request waits for an answer.
                continue
            if connection.unfinished:
                self._leave(connection, RELAY)
            elif now - connection.heard > IDLE_SECONDS:
                self._leave(connection, GONE)

    def _leave(self, connection: Connection, why: bytes) -> None:
        """Give a connection back."""
        descriptor = connection.socket.fileno()
        self._poll.unregister(descriptor)
        del self._connections[descriptor]
        self._line.forget(connection)
        self._held.forget(connection)
        connection.socket.close()
        self._control.send(message(why, connection.number))
