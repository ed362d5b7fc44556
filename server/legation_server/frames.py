"""The messages between a server and its query workers: a length, a kind and bytes.

A worker answers one request with a HEAD, any number of DATA and one END, or CUT when a table has
more rows than it may have and was not finished; or, at any point, with one FAILURE instead of
what would follow, or FATAL when it is not to be used again.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation_server.errors import Problem

HEAD, DATA, END, CUT, FAILURE, FATAL = b"H", b"D", b"E", b"C", b"F", b"X"
PREFIX = struct.Struct("!cI")
LENGTH = struct.Struct("!I")


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
        """Return the message a worker reads."""
        body = json.dumps(vars(self)).encode()
        return LENGTH.pack(len(body)) + body

    @classmethod
    def decode(cls, body: bytes) -> "Task":
        """Return the task in a message, its length already taken off."""
        fields: dict[str, Any] = json.loads(body)
        for name in ("default_graphs", "named_graphs"):
            fields[name] = tuple(fields[name])
        return cls(**fields)


@dataclass(frozen=True)
class Head:
    """What a worker says before the first byte of a result: its kind and format.

    `kind` is solutions, boolean or graph; `format` the short name of the format chosen.
    """

    kind: str
    format: str


def frame(kind: bytes, payload: bytes) -> bytes:
    """Return one message of a worker."""
    return PREFIX.pack(kind, len(payload)) + payload


def frame_json(kind: bytes, payload: Mapping[str, object]) -> bytes:
    """Return one message of a worker that carries values."""
    return frame(kind, json.dumps(payload).encode())


def failure(problem: Problem, kind: bytes = FAILURE) -> bytes:
    """Return the message that carries a problem to the server."""
    return frame_json(
        kind, {"kind": problem.kind, "detail": problem.detail, "members": problem.members}
    )


def as_problem(payload: bytes) -> Problem:
    """Return the problem a FAILURE carries."""
    fields = json.loads(payload)
    return Problem(fields["kind"], fields["detail"], members=fields["members"])


class FrameReader:
    """Put messages together from the pieces a socket gives."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take bytes in, yield each message that is complete: its kind and payload."""
        self._buffer += data
        start = 0
        while len(self._buffer) - start >= PREFIX.size:
            kind, length = PREFIX.unpack_from(self._buffer, start)
            end = start + PREFIX.size + length
            if len(self._buffer) < end:
                break
            yield kind, bytes(self._buffer[start + PREFIX.size : end])
            start = end
        del self._buffer[:start]
