"""A query worker: a forked process that answers tasks from one socket until it is closed.

The server kills a worker that takes too long. Two limits do not need the server: the kernel ends
the process when its processor time is used up, and refuses memory beyond the limit, both even
inside the engine's own code.
"""

import os
import resource
import signal
import socket
from dataclasses import dataclass

from legation_server.errors import Problem
from legation_server.evaluation import Engine, evaluate
from legation_server.frames import (
    CUT,
    DATA,
    END,
    FATAL,
    HEAD,
    LENGTH,
    Head,
    Task,
    failure,
    frame,
    frame_json,
)

CHUNK = 65_536
MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one query may use: processor seconds, MiB beyond the data, MiB of result."""

    seconds: float
    memory: int
    result_size: int


class ResultStream:
    """A binary stream that sends what is written to it as DATA messages.

    The first messages wait until a chunk is full, so that a small result is one write.
    """

    def __init__(self, connection: socket.socket, limit: int) -> None:
        """Write to a connection, at most `limit` bytes."""
        self._connection = connection
        self._held = bytearray()
        self._waiting: list[bytes] = []
        self._limit = limit
        self.size = 0

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
        if len(self._held) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is held."""
        if self._held:
            self._waiting.append(frame(DATA, bytes(self._held)))
            self._held.clear()
        if self._waiting:
            self._connection.sendall(b"".join(self._waiting))
            self._waiting.clear()

    def announce(self, head: Head) -> None:
        """Put a HEAD before the result."""
        self._waiting.append(frame_json(HEAD, vars(head)))

    def finish(self, whole: bool = True) -> None:
        """Send the rest and an END, or a CUT when that is not the whole result."""
        if self._held:
            self._waiting.append(frame(DATA, bytes(self._held)))
            self._held.clear()
        self._waiting.append(frame_json(END if whole else CUT, {"size": self.size}))
        self.flush()


def work(connection: socket.socket, engine: Engine, limits: Limits) -> None:
    """Answer tasks from a connection until the other side closes it."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    limit_memory(limits.memory * MIB)
    while (task := _receive(connection)) is not None:
        # Processor time, not wall time: a client may be slow in fetching.
        signal.setitimer(signal.ITIMER_PROF, limits.seconds)
        stream = ResultStream(connection, limits.result_size * MIB)
        try:
            stream.finish(evaluate(engine, task, stream.announce, stream))  # type: ignore[arg-type]
        except Problem as problem:
            connection.sendall(failure(problem))
        except MemoryError:
            connection.sendall(failure(memory_problem(limits.memory)))
        except RecursionError:
            connection.sendall(failure(Problem("query-too-complex")))
        except OSError:
            raise
        except BaseException as error:
            # The engine's own panics come as this; who knows what they left behind.
            said = Problem("query-failed", f"The engine failed on this query: {error}.")
            connection.sendall(failure(said, FATAL))
            return
        signal.setitimer(signal.ITIMER_PROF, 0)


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


def _receive(connection: socket.socket) -> Task | None:
    header = _exactly(connection, LENGTH.size)
    body = _exactly(connection, LENGTH.unpack(header)[0]) if header else None
    return Task.decode(body) if body is not None else None


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    received = connection.recv(size)
    while received and len(received) < size:
        more = connection.recv(size - len(received))
        if not more:
            return None
        received += more
    return received or None
