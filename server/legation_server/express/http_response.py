"""Write the answer to a plain request as it goes over a connection (RFC 9112, section 4)."""

import time
from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus

from legation_server.errors import Problem
from legation_server.formats import PROBLEM_JSON, PROBLEMS
from legation_server.protocol import (
    ALWAYS,
    PROBLEM_HEADERS,
    AnswerRules,
    Header,
    choose,
    common_headers,
    http_date,
    identity_headers,
    problem_document,
    problem_json,
    representation,
    vary_header,
)
from legation_server.query import Head
from legation_server.results import CachedResult

HEADS_KEPT = 64
ACCEPTS_KEPT = 64


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
    made = representation(result.body, tag, accept_encoding, rules, identity, result.hints)
    first = _answer_lines(int(time.time()), result.head, made.coding, rules)
    return f"{first}{_lines(made.own)}\r\n".encode("latin-1") + made.body


def refusal_bytes(accept: str | None, problem: Problem, rules: AnswerRules) -> bytes | None:
    """Return the answer with a problem, which came up at once; None where a page is wanted."""
    if not _takes_json(accept):
        return None
    body = problem_json(problem_document(problem, 0.0))
    vary = {"Vary": vary_header(rules)}
    common = {**problem.headers, **PROBLEM_HEADERS, **vary, **ALWAYS}
    own = (
        *(("Content-Type", PROBLEM_JSON.content_type), ("Content-Length", str(len(body)))),
        *identity_headers("error", 0.0),
    )
    status = HTTPStatus(problem.status)
    first = _first_lines(int(time.time()), status, tuple(common.items()))
    return f"{first}{_lines(own)}\r\n".encode("latin-1") + body


@lru_cache(ACCEPTS_KEPT)
def _takes_json(accept: str | None) -> bool:
    """Return whether a client takes a problem as JSON, or no other form that there is."""
    return (choose(accept, PROBLEMS) or PROBLEM_JSON) is PROBLEM_JSON


@lru_cache(HEADS_KEPT)
def _answer_lines(second: int, head: Head, coding: str | None, rules: AnswerRules) -> str:
    """Return what the answers of a second with some kind of result begin with."""
    return _first_lines(second, HTTPStatus.OK, common_headers(head, coding, rules))


def _first_lines(second: int, status: HTTPStatus, headers: Sequence[Header]) -> str:
    """Return the status line, the Date header (RFC 9110, section 6.6.1) and some others."""
    line = f"HTTP/1.1 {int(status)} {status.phrase}"
    return f"{line}\r\nDate: {http_date(second)}\r\n{_lines(headers)}"


def _lines(headers: Sequence[Header]) -> str:
    return "".join([f"{name}: {value}\r\n" for name, value in headers])
