"""The heads of the endpoint's answers, and problems, as functions of what they depend on.

The Flask application and the express way (express/) both make their answers here, so that they
cannot differ.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import Any, NamedTuple

from werkzeug.http import quote_etag
from werkzeug.urls import iri_to_uri

from legation_server.errors import Problem
from legation_server.formats import GRAPHS, SOLUTIONS
from legation_server.protocol.codings import chosen_coding, compressed
from legation_server.query import Head

# The formats of each kind of result.
KINDS = {"solutions": SOLUTIONS, "boolean": SOLUTIONS, "graph": GRAPHS}
EXPOSED = (
    "Accept-Query, Accept-Ranges, Allow, Content-Encoding, Content-Location, Content-Range, ETag, "
    "Link, Location, Repr-Digest, Retry-After, Server-Timing, X-Limits, X-Query-Hints, "
    "X-Query-Id, X-Result-Truncated"
)
# The headers of every answer of the server: anyone's browser may read it (Fetch, section 3.3.3).
ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
# Different heads that are kept: there are some forty, and a client may ask in any order.
HEADS_KEPT = 256
# Problems that queries have after some time; their documents say how long it was.
TIMED = ("overloaded", "query-failed", "query-memory", "query-timeout", "result-too-large")
# What the answer with a problem has in its head beside its type and length.
PROBLEM_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}

Header = tuple[str, str]


@dataclass(frozen=True)
class AnswerRules:
    """What the settings say about answers.

    `limits` is the value of X-Limits; text is compressed from `compress_from_bytes` on, 0 for
    never. Tags are `weak` where an engine elsewhere evaluates queries: it may order rows and name
    blank nodes in another way each time. `release` is the IRI of what is asked, empty for none.
    """

    limits: str
    compress_from_bytes: int
    weak: bool = False
    release: str = ""


class Representation(NamedTuple):
    """A result in a coding, None for none, with the headers that are only this answer's."""

    coding: str | None
    own: tuple[Header, ...]
    body: bytes


class WholeAnswer(NamedTuple):
    """An answer that is sent in one piece, with the headers it has whatever carries it.

    The `common` ones many answers have alike; `own` are only this one's.
    """

    common: tuple[Header, ...]
    own: tuple[Header, ...]
    body: bytes

    @property
    def headers(self) -> list[Header]:
        """Return all headers."""
        return [*self.common, *self.own]


def limits_header(seconds: float, rows: int, size_bytes: int) -> str:
    """Return the value of X-Limits.

    >>> limits_header(10.0, 1000, 1048576)
    'seconds=10, rows=1000, bytes=1048576'
    """
    return f"seconds={seconds:g}, rows={rows}, bytes={size_bytes}"


def content_type(head: Head) -> str:
    """Return the Content-Type of a result."""
    return next(o.content_type for o in KINDS[head.kind] if o.name == head.format)


def whole_answer(
    head: Head,
    body: bytes,
    tag: str | None,
    accept_encoding: str | None,
    rules: AnswerRules,
    identity: tuple[Header, ...],
    hints: str = "",
) -> WholeAnswer:
    """Return the answer with a whole result, in the coding the client likes best.

    The arguments are those of `representation`, and the head of the result.
    """
    made = representation(body, tag, accept_encoding, rules, identity, hints)
    return WholeAnswer(common_headers(head, made.coding, rules), made.own, made.body)


def representation(
    body: bytes,
    tag: str | None,
    accept_encoding: str | None,
    rules: AnswerRules,
    identity: tuple[Header, ...],
    hints: str = "",
) -> Representation:
    """Return a whole result in the coding the client likes best, with the headers of its own.

    `tag` is the entity tag without its quotes, None for a result that has none; `identity` what
    `identity_headers` gave this answer; `hints` the value of X-Query-Hints, empty without any.
    """
    long = 0 < rules.compress_from_bytes <= len(body)
    coding = chosen_coding(accept_encoding) if long else None
    data = compressed(body, coding) if coding else body
    own = list(identity)
    if tag:
        own.append(("ETag", quote_etag(coded_tag(tag, coding), rules.weak)))
    if hints:
        own.append(("X-Query-Hints", hints))
    own.append(("Content-Length", str(len(data))))
    return Representation(coding, tuple(own), data)


@lru_cache(HEADS_KEPT)
def common_headers(head: Head, coding: str | None, rules: AnswerRules) -> tuple[Header, ...]:
    """Return the headers that all answers of a kind, format and coding have alike."""
    encoded = [("Content-Encoding", coding)] if coding else []
    # The source of what is here (RFC 4287, section 4.2.7.2).
    source = [("Link", f'<{iri_to_uri(rules.release)}>; rel="via"')] if rules.release else []
    kind = ("Content-Type", content_type(head))
    return (kind, *encoded, *source, *unchanging_headers(rules))


def unchanging_headers(rules: AnswerRules) -> tuple[Header, ...]:
    """Return the headers that all answers have alike, those without a body (304) included."""
    return (
        ("X-Limits", rules.limits),
        # A new release may replace this one at any time.
        ("Cache-Control", "public, no-cache"),
        ("Vary", vary_header(rules)),
        *ALWAYS.items(),
    )


def vary_header(rules: AnswerRules) -> str:
    """Return the value of Vary: the headers of requests that answers depend on."""
    return "Accept, Accept-Encoding" if rules.compress_from_bytes else "Accept"


def coded_tag(tag: str, coding: str | None) -> str:
    """Return the entity tag of a representation in a coding (RFC 9110, section 8.8.3.3).

    >>> coded_tag("5f0c", "gzip"), coded_tag("5f0c", None)
    ('5f0c-gzip', '5f0c')
    """
    return f"{tag}-{coding}" if coding else tag


def http_date(second: int) -> str:
    """Return a second since 1970 as the value of a Date header (RFC 9110, section 5.6.7).

    >>> http_date(0)
    'Thu, 01 Jan 1970 00:00:00 GMT'
    """
    return formatdate(second, usegmt=True)


def identity_headers(source: str, seconds: float) -> tuple[Header, ...]:
    """Return a new name for an answer, by which its line in a log is found, and how long it took.

    `source` says where it came from: query, cache, unchanged or error.
    """
    name = os.urandom(16).hex()
    return ("X-Query-Id", name), ("Server-Timing", server_timing(source, seconds, name))


def server_timing(source: str, seconds: float, name: str) -> str:
    """Return a Server-Timing header (W3C Server Timing): where an answer came from, and its name.

    >>> server_timing("query", 0.0123, "5f0c")
    'query;dur=12.30;desc="5f0c"'
    """
    return f'{source};dur={1000 * seconds:.2f};desc="{name}"'


def problem_document(problem: Problem, seconds: float, root: str = "") -> dict[str, Any]:
    """Return the members of a problem that came up after some seconds (RFC 9457, section 3.1).

    `root` is where the site is on its host, empty for the top.
    """
    document = problem.as_document() | {"type": f"{root}/errors#{problem.kind}"}
    return {"seconds": round(seconds, 3)} | document if problem.kind in TIMED else document


def problem_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON (RFC 9457, section 3)."""
    return (json.dumps(document, ensure_ascii=False) + "\n").encode()
