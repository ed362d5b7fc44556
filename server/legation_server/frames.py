"""The messages between a server and its query workers.

To a worker goes a length and a task. It sends back messages of a kind, a length and bytes: a HEAD,
any number of DATA and one END, or CUT when a table has more rows than it may have and was not
finished. One FAILURE may take the place of what would follow, or FATAL when the worker is not to
be used again.
"""

import json
import struct
from dataclasses import dataclass
from typing import Any

from legation_server.errors import Problem

HEAD, DATA, END, CUT, FAILURE, FATAL = b"H", b"D", b"E", b"C", b"F", b"X"
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

    def encode(self) -> bytes:
        """Return the message that gives it to a worker."""
        graphs = (self.default_graphs, self.named_graphs)
        fields = (self.query, *graphs, self.solutions, self.graph, self.internal)
        body = json.dumps(fields, separators=(",", ":")).encode()
        return LENGTH.pack(len(body)) + body


def decode_task(body: bytes) -> Task:
    """Return the task in a message, its length already taken off."""
    query, default, named, *rest = json.loads(body)
    return Task(query, tuple(default), tuple(named), *rest)


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


def as_head(payload: bytes) -> Head:
    """Return the HEAD in a payload."""
    return Head(*payload.decode().split())


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
