"""A query worker: a forked process that answers tasks from one socket until it is closed.

The server kills a worker that takes too long. Two limits do not need the server: the kernel ends
the process when its processor time is used up, and refuses memory beyond the limit, both even
inside the engine's own code.
"""

import os
import resource
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation_server.errors import Problem
from legation_server.evaluation import Engine, evaluate
from legation_server.isolation.frames import CUT, DATA, END, FATAL, HEAD, failure, frame
from legation_server.query import LENGTH, Head, Missing, Task, decode_task
from legation_server.settings import MIB

CHUNK_BYTES = 65_536
READ_BYTES = 65_536


@dataclass(frozen=True)
class Limits:
    """What one query may use: processor seconds, MiB beyond the data, MiB of result."""

    seconds: float
    memory: int
    result_size: int


class ResultStream:
    """A binary stream that sends what is written to it, in messages of at most CHUNK_BYTES.

    The first messages wait until there is a chunk, so that a small result goes in one piece.
    """

    def __init__(self, connection: socket.socket, limit: int) -> None:
        """Write to a connection, at most `limit` bytes."""
        self._connection = connection
        self._head = Head("", "")
        self._held = bytearray()
        self._limit = limit
        self.size = 0
        self.begun = False

    def write(self, data: bytes) -> int:
        """Take bytes of the result; raise Problem when they exceed the limit."""
        self.size += len(data)
        if self.size > self._limit:
            raise Problem(
                "result-too-large",
                f"The result has more than {self._limit // MIB:,} MiB.",
                members={"limit": self._limit},
            )
        self._held += data
        if len(self._held) >= CHUNK_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is held."""
        self._connection.sendall(b"".join(self._messages()))

    def announce(self, head: Head) -> None:
        """Put a HEAD before the result."""
        self._head = head

    def missing(self, engine: Engine, task: Task) -> Missing | None:
        """Return what the data lack of the terms of a task whose whole result was written."""
        if self.begun:
            # What is sent already is too much to be empty.
            return engine.terms.misspelt(task)
        return engine.terms.missing(task, self._head, bytes(self._held))

    def finish(self, whole: bool = True, missing: Missing | None = None) -> bytes:
        """Return the last messages: the rest and an END, or a CUT when it is not all."""
        last = frame(END, missing.encode() if missing else b"") if whole else frame(CUT)
        return b"".join((*self._messages(), last))

    def _messages(self) -> list[bytes]:
        pieces = range(0, len(self._held), CHUNK_BYTES)
        messages = [frame(DATA, bytes(self._held[start : start + CHUNK_BYTES])) for start in pieces]
        if not self.begun:
            messages.insert(0, frame(HEAD, self._head.encode()))
        self.begun = True
        self._held.clear()
        return messages


def prepare(engine: Engine, plan: Mapping[str, Any]) -> Callable[[int, socket.socket], None]:
    """Return what a worker does with its socket; its number has no meaning."""
    limits = Limits(**plan["limits"])
    return lambda number, connection: work(engine, limits, connection)


def work(engine: Engine, limits: Limits, connection: socket.socket) -> None:
    """Answer tasks from a connection until the other side closes it."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    limit_memory(limits.memory * MIB)
    reusable = True
    while reusable and (body := _receive(connection)) is not None:
        # Processor time, not wall time: a client may be slow in fetching.
        signal.setitimer(signal.ITIMER_PROF, limits.seconds)
        last, reusable = answer(connection, engine, limits, decode_task(body))
        connection.sendall(last)
        signal.setitimer(signal.ITIMER_PROF, 0)


def answer(
    connection: socket.socket, engine: Engine, limits: Limits, task: Task
) -> tuple[bytes, bool]:
    """Return the last messages of a task, and whether this process may be used again.

    Messages before these are sent.
    """
    stream = ResultStream(connection, limits.result_size * MIB)
    try:
        whole = evaluate(engine, task, stream.announce, stream)  # type: ignore[arg-type]
        missing = stream.missing(engine, task) if whole else None
        return stream.finish(whole, missing), True
    except Problem as problem:
        return failure(problem), True
    except MemoryError:
        return failure(memory_problem(limits.memory)), True
    except RecursionError:
        return failure(Problem("query-too-complex")), True
    except OSError:
        raise
    except BaseException as error:
        # The engine's own panics come as this; who knows what they left behind.
        said = Problem("query-failed", f"The engine failed on this query: {error}.")
        return failure(said, FATAL), False


def memory_problem(memory: int) -> Problem:
    """Return the problem of a query that needs more than `memory` MiB."""
    return Problem(
        "query-memory",
        f"The query needed more than {memory:,} MiB.",
        members={"limit": memory * MIB},
    )


def limit_memory(extra: int) -> None:
    """Let this process map `extra` bytes beyond what it has mapped now."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        mapped = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (mapped + extra, mapped + extra))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _receive(connection: socket.socket) -> bytes | None:
    """Return the next task, which is all that can be there, or None at the end."""
    received = connection.recv(READ_BYTES)
    while received and len(received) < (end := _end(received)):
        more = connection.recv(end - len(received))
        if not more:
            return None
        received += more
    return received[LENGTH.size :] or None


def _end(received: bytes) -> int:
    """Return how long the message is whose first bytes were received."""
    known = len(received) >= LENGTH.size
    return LENGTH.size + (LENGTH.unpack_from(received)[0] if known else 0)
