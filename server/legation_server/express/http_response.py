"""Write the answer to a plain request as it goes over a connection (RFC 9112, section 4)."""

import time
from functools import lru_cache

from legation_server.protocol import AnswerRules, http_date, identity_headers, whole_answer
from legation_server.results import CachedResult


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
    answer = whole_answer(result.head, result.body, tag, accept_encoding, rules, identity)
    head = "".join([f"{name}: {value}\r\n" for name, value in answer.headers])
    return (_first_lines(int(time.time())) + head + "\r\n").encode("latin-1") + answer.body


@lru_cache(1)
def _first_lines(second: int) -> str:
    """Return the status line and the Date header (RFC 9110, section 6.6.1)."""
    return f"HTTP/1.1 200 OK\r\nDate: {http_date(second)}\r\n"
