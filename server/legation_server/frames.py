"""The messages between a server and its query workers.

To a worker goes a length and a batch: when it was sent, and one task or several. For each of them,
in order, it sends back messages of a kind, a length and bytes: a HEAD, any number of DATA and one
END, or CUT when a table has more rows than it may have and was not finished; a small result comes
as WHOLE, all of these in one. One FAILURE may take the place of what would follow, or FATAL when
the worker is not to be used again. A task that was not begun, since one before it in the batch
took its time, is UNDONE.
"""

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from legation_server.errors import Problem

HEAD, DATA, END, CUT, WHOLE = b"H", b"D", b"E", b"C", b"W"
FAILURE, FATAL, UNDONE = b"F", b"X", b"U"
PREFIX = struct.Struct("!cI")
LENGTH = struct.Struct("!I")
# Characters of a text in a problem.
LONGEST_TOLD = 4_000

Message = tuple[bytes, bytes]


@dataclass(frozen=True)
class Task:
    """A query for a worker, with the formats the client accepts for each kind of result.

    Formats are short names from formats.py, None where the client accepts none. Graph names are
    IRIs; `internal` marks queries of the server itself, which are not limited in rows.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solutions: str | None = "json"
    graph: str | None = "nt"
    internal: bool = False

    @cached_property
    def encoded(self) -> bytes:
        """The task as part of a batch."""
        graphs = (self.default_graphs, self.named_graphs)
        fields = (self.query, *graphs, self.solutions, self.graph, self.internal)
        return json.dumps(fields, separators=(",", ":")).encode()


def encode_batch(tasks: Iterable[Task], sent: float) -> bytes:
    """Return the message that gives tasks to a worker; `sent` is the monotonic clock's time."""
    body = b"[%r,%s]" % (sent, b",".join([task.encoded for task in tasks]))
    return LENGTH.pack(len(body)) + body


def decode_batch(body: bytes) -> tuple[float, list[Task]]:
    """Return when a batch was sent and its tasks, its length already taken off."""
    sent, *tasks = json.loads(body)
    return sent, [
        Task(query, tuple(default), tuple(named), *rest) for query, default, named, *rest in tasks
    ]


@dataclass(frozen=True)
class Head:
    """What a worker says before the first byte of a result: its kind and format.

    `kind` is solutions, boolean or graph; `format` the short name of the format chosen.
    """

    kind: str
    format: str

    def encode(self) -> bytes:
        """Return the payload of a HEAD."""
        return f"{self.kind} {self.format}\n".encode()


@lru_cache
def as_head(payload: bytes) -> Head:
    """Return the HEAD in a payload."""
    return Head(*payload.decode().split())


def as_whole(payload: bytes) -> tuple[bytes, bytes]:
    """Return the payloads of the HEAD and the DATA that a WHOLE stands for."""
    end = payload.index(b"\n") + 1
    return payload[:end], payload[end:]


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Return one message of a worker."""
    return PREFIX.pack(kind, len(payload)) + payload


def failure(problem: Problem, kind: bytes = FAILURE) -> bytes:
    """Return the message that carries a problem to the server.

    What it names may be as long as a query can make it; of that the beginning is told.
    """
    members = {name: _beginning(value) for name, value in problem.members.items()}
    fields = {"kind": problem.kind, "detail": _beginning(problem.detail), "members": members}
    return frame(kind, json.dumps(fields).encode())


def _beginning(value: Any) -> Any:
    if not isinstance(value, str) or len(value) <= LONGEST_TOLD:
        return value
    return value[:LONGEST_TOLD] + "…"


def as_problem(payload: bytes) -> Problem:
    """Return the problem a FAILURE carries."""
    fields: dict[str, Any] = json.loads(payload)
    return Problem(fields["kind"], fields["detail"], members=fields["members"])


class FrameReader:
    """Put messages together from the pieces a socket gives."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = b""

    def feed(self, data: bytes) -> list[Message]:
        """Take bytes in; return each message that is complete: its kind and payload."""
        data = self._buffer + data if self._buffer else data
        messages: list[Message] = []
        start, size = 0, len(data)
        while size - start >= PREFIX.size:
            kind, length = PREFIX.unpack_from(data, start)
            end = start + PREFIX.size + length
            if size < end:
                break
            messages.append((kind, data[start + PREFIX.size : end]))
            start = end
        self._buffer = data[start:]
        return messages


def spelled_out(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield messages with a HEAD, a DATA and an END for each WHOLE."""
    for kind, payload in messages:
        if kind == WHOLE:
            head, data = as_whole(payload)
            yield HEAD, head
            yield DATA, data
            yield END, b""
        else:
            yield kind, payload
