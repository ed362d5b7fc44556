"""Write the answer to a plain request as it goes over a connection (RFC 9112, section 4)."""

import time
from collections.abc import Sequence
from functools import lru_cache

from legation_server.protocol import (
    AnswerRules,
    Header,
    http_date,
    identity_headers,
    whole_answer,
)
from legation_server.results import CachedResult

HEADS_KEPT = 64


def as_bytes(
    result: CachedResult,
    tag: str | None,
    accept_encoding: str | None,
    rules: AnswerRules,
    source: str,
    seconds: float,
) -> bytes:
    """Return an answer with its head.

    `source` says where the result came from, cache or query, and `seconds` how long it took.
    """
    identity = identity_headers(source, seconds)
    answer = whole_answer(
        result.head, result.body, tag, accept_encoding, rules, identity, result.hints
    )
    first = _first_lines(int(time.time()), answer.common)
    return f"{first}{_lines(answer.own)}\r\n".encode("latin-1") + answer.body


@lru_cache(HEADS_KEPT)
def _first_lines(second: int, headers: Sequence[Header]) -> str:
    """Return the status line, the Date header (RFC 9110, section 6.6.1) and some others."""
    return f"HTTP/1.1 200 OK\r\nDate: {http_date(second)}\r\n{_lines(headers)}"


def _lines(headers: Sequence[Header]) -> str:
    return "".join([f"{name}: {value}\r\n" for name, value in headers])
