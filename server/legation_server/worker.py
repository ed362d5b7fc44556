"""A query worker: a forked process that answers tasks from one socket until it is closed.

Tasks come in batches, which spares both sides much waking up. They are answered one after the
other; those behind one that takes its time are left undone, for another worker to do.

The server kills a worker that takes too long. Two limits do not need the server: the kernel ends
the process when its processor time is used up, and refuses memory beyond the limit, both even
inside the engine's own code.
"""

import os
import resource
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass

from legation_server.engine import Engine
from legation_server.errors import Problem
from legation_server.evaluation import evaluate
from legation_server.frames import (
    CUT,
    DATA,
    END,
    FATAL,
    HEAD,
    LENGTH,
    UNDONE,
    WHOLE,
    Head,
    Task,
    decode_batch,
    failure,
    frame,
)

CHUNK = 65_536
READ = 65_536
MIB = 1024 * 1024
# Seconds after a batch was sent in which its tasks are begun.
BRISK = 0.005


@dataclass(frozen=True)
class Limits:
    """What one query may use: processor seconds, MiB beyond the data, MiB of result."""

    seconds: float
    memory: int
    result_size: int


class Outlet:
    """A worker's way out: messages go by a socket, and a bell says when to look there.

    Whoever sent a batch is woken up once, when it is done. Somebody who does not hear the bell can
    look into the socket at any time.
    """

    def __init__(self, connection: socket.socket, bell: int) -> None:
        """Take a socket, and the descriptor of a pipe for the bell."""
        os.set_blocking(bell, False)
        self.connection = connection
        self._bell = bell

    def send(self, data: bytes) -> None:
        """Send messages without ringing."""
        self.connection.sendall(data)

    def ring(self) -> None:
        """Say that there is something to be read."""
        # Nobody has listened for long when it is full.
        with suppress(BlockingIOError):
            os.write(self._bell, b".")


class ResultStream:
    """A binary stream that sends what is written to it, in messages of at most CHUNK bytes.

    The first messages wait until there is a chunk, so that a small result is one WHOLE.
    """

    def __init__(self, outlet: Outlet, limit: int) -> None:
        """Write to an outlet, at most `limit` bytes."""
        self._outlet = outlet
        self._head = b""
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
        if len(self._held) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is held."""
        self._outlet.send(b"".join(self._messages()))
        self._outlet.ring()

    def announce(self, head: Head) -> None:
        """Put a HEAD before the result."""
        self._head = head.encode()

    def finish(self, whole: bool = True) -> bytes:
        """Return the last message: the rest and an END, or a CUT when it is not all."""
        if whole and not self.begun:
            return frame(WHOLE, self._head + self._held)
        return b"".join((*self._messages(), frame(END if whole else CUT)))

    def _messages(self) -> list[bytes]:
        pieces = range(0, len(self._held), CHUNK)
        messages = [frame(DATA, bytes(self._held[start : start + CHUNK])) for start in pieces]
        if not self.begun:
            messages.insert(0, frame(HEAD, self._head))
        self.begun = True
        self._held.clear()
        return messages


def work(outlet: Outlet, engine: Engine, limits: Limits) -> None:
    """Answer tasks from an outlet's connection until the other side closes it."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    limit_memory(limits.memory * MIB)
    while (body := _receive(outlet.connection)) is not None:
        sent, tasks = decode_batch(body)
        # Processor time, not wall time: a client may be slow in fetching.
        signal.setitimer(signal.ITIMER_PROF, limits.seconds)
        for behind, task in zip(reversed(range(len(tasks))), tasks, strict=True):
            last, reusable = answer(outlet, engine, limits, task)
            late = behind and time.monotonic() - sent > BRISK
            outlet.send(last + frame(UNDONE) * behind if late else last)
            if not reusable:
                return
            if late:
                break
        outlet.ring()
        signal.setitimer(signal.ITIMER_PROF, 0)


def answer(outlet: Outlet, engine: Engine, limits: Limits, task: Task) -> tuple[bytes, bool]:
    """Return the last message of a task, and whether this process may be used again.

    Messages before the last are sent.
    """
    stream = ResultStream(outlet, limits.result_size * MIB)
    try:
        whole = evaluate(engine, task, stream.announce, stream)  # type: ignore[arg-type]
        return stream.finish(whole), True
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
    """Return the next batch, which is all that can be there, or None at the end."""
    received = connection.recv(READ)
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
