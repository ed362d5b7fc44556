"""The messages between a server and its query workers.

To a worker goes a task (query.py). It sends back messages of a kind, a length and bytes: a HEAD,
any number of DATA and one END, which may say what terms of the query the data do not have, or CUT
when a table has more rows than it may have and was not finished. One FAILURE may take the place of
what would follow, or FATAL when the worker is not to be used again.
"""

import json
import struct
from collections.abc import Generator
from typing import Any

from legation_server.errors import Problem

HEAD, DATA, END, CUT, FAILURE, FATAL = b"H", b"D", b"E", b"C", b"F", b"X"
PREFIX = struct.Struct("!cI")
# Characters of a text in a problem.
LONGEST_TOLD = 4_000

Message = tuple[bytes, bytes]


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


class Rest:
    """What follows the first bytes of a result; closing it frees the worker, read or not."""

    def __init__(self, messages: Generator[Message, None, None]) -> None:
        """Read on in a worker's messages."""
        self._messages = messages

    def __iter__(self) -> "Rest":
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next bytes; raises Problem when the result breaks off."""
        while True:
            kind, payload = next(self._messages)
            if kind == DATA:
                return payload

    def close(self) -> None:
        """Stop the query if it still runs."""
        self._messages.close()
