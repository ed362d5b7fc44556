"""Read a request of the SPARQL 1.1 Protocol (section 2.1) from its bare parts."""

import re
from binascii import a2b_qp
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from legation_server.errors import Problem
from legation_server.formats import FORM, QUERY, UPDATE
from legation_server.protocol.negotiation import formats_for
from legation_server.query import BYTE_ORDER_MARK, SPARQL, Task

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
# RFC 10008, section 3: the media types a query may come in.
ACCEPT_QUERY = f"{QUERY}, {FORM}"
# What clients name the format by: SPARQLWrapper and Jena, RDF4J and GraphDB.
FORMAT_PARAMETERS = ("format", "output", "results", "Accept", "accept")
VERSIONS = ("1.1", "1.2-basic", "1.2")
MOST_PARAMETERS = 1_000
# Of a character in UTF-8.
MOST_BYTES_PER_CHARACTER = 4
# A percent sign that escapes nothing stands for itself.
UNESCAPING = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class QueryRequest(NamedTuple):
    """A query and its dataset as a client sent them.

    `query` is None when there is none, which asks for the service description. Graph names are
    IRIs, each once; both lists are empty when the protocol gives no dataset. `format` is the value
    of the first of FORMAT_PARAMETERS that has one.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None


def read_request(
    method: str, query_string: bytes, content_type: str | None, body: bytes, limit: int
) -> QueryRequest:
    """Return the query operation a request asks for.

    `query_string` and `body` are as they came; `limit` is the number of bytes a query may have.
    Parameters without a value are as absent, but for `query` and `version`.
    Raises Problem for everything that is no query operation.
    """
    parameters = _pairs(query_string, "address")
    if method == "GET" and len(parameters) == 1 and parameters[0][0] == "query":
        # So most requests come, and need no more looking at.
        text = parameters[0][1].lstrip(BYTE_ORDER_MARK)
        if MOST_BYTES_PER_CHARACTER * len(text) <= limit and not text.isspace() and text:
            return QueryRequest(text)
    query: list[str] = []
    if method in ("POST", "QUERY"):
        media_type, options = parse_options_header((content_type or "").lower())
        parameters += [("version", options["version"])] if "version" in options else []
        if media_type == FORM:
            parameters += _pairs(body, "form")
        elif media_type == QUERY:
            query = [_text(body, "body")]
        elif media_type == UPDATE:
            raise Problem("update-refused", "The request is an update.")
        else:
            raise Problem(
                "unsupported-media-type",
                f"The body is {media_type!r}." if media_type else "The body has no media type.",
                members={"supported": [FORM, QUERY]},
                headers={"Accept-Query": ACCEPT_QUERY},
            )
    by_name: dict[str, list[str]] = {}
    for name, value in parameters:
        by_name.setdefault(name, []).append(value)
    # Most requests have nothing else, and looking for it takes time.
    alone = by_name.keys() <= {"query"}
    if not alone and _given(by_name, "update", "using-graph-uri"):
        raise Problem("update-refused", "The request is an update.")
    query += by_name.get("query", ())
    query = [text.lstrip(BYTE_ORDER_MARK) for text in query]
    if len(query) > 1:
        raise Problem("malformed-request", f"The request has {len(query)} queries, not one.")
    if not query and method in ("POST", "QUERY"):
        raise Problem("malformed-request", "The request has no query.")
    if query and not query[0].strip():
        raise Problem("malformed-request", "The query is empty.")
    _check_length(query, method, limit)
    if alone:
        return QueryRequest(query[0] if query else None)
    _check_version(by_name.get("version", ()))
    return QueryRequest(
        query=query[0] if query else None,
        default_graphs=tuple(dict.fromkeys(_given(by_name, "default-graph-uri"))),
        named_graphs=tuple(dict.fromkeys(_given(by_name, "named-graph-uri"))),
        format=next(iter(_given(by_name, *FORMAT_PARAMETERS)), None),
        timeout=_seconds(_given(by_name, "timeout")),
    )


def task_of(request: QueryRequest, accept: str | None, endpoint: str = SPARQL) -> Task:
    """Return the task of a request to an endpoint that has a query, with the formats it asks for.

    Raises Problem `not-acceptable` when there is no format for a table nor for a graph.
    """
    solutions, graph = formats_for(request.format, accept)
    return Task(
        request.query or "",
        request.default_graphs,
        request.named_graphs,
        solutions.name if solutions else None,
        graph.name if graph else None,
        endpoint=endpoint,
    )


def _check_length(query: Sequence[str], method: str, limit: int) -> None:
    short = not query or MOST_BYTES_PER_CHARACTER * len(query[0]) <= limit
    length = 0 if short else len(query[0].encode())
    if length > limit:
        raise Problem(
            "content-too-large" if method in ("POST", "QUERY") else "uri-too-long",
            f"The query has {length:,} bytes; the limit is {limit:,}.",
            members={"limit": limit},
        )


def _check_version(versions: Sequence[str]) -> None:
    """Refuse versions of SPARQL that are not known (SPARQL 1.2 Protocol, section 2.1)."""
    for version in versions:
        if version not in VERSIONS:
            raise Problem(
                "malformed-request",
                f"There is no version {version!r} of SPARQL here.",
                members={"versions": list(VERSIONS)},
            )


def _pairs(data: bytes, where: str) -> list[tuple[str, str]]:
    if not data:
        return []
    try:
        if data.isascii() and data.count(b"&") < MOST_PARAMETERS and not UNESCAPING.search(data):
            return _usual_pairs(data)
        return parse_qsl(
            data.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise Problem("malformed-request", f"The {where} is not UTF-8: {error.reason}.") from error
    except ValueError as error:
        raise Problem("malformed-request", f"The {where} cannot be read: {error}.") from error


def _usual_pairs(data: bytes) -> list[tuple[str, str]]:
    """Return what `parse_qsl` does, several times as fast, for ASCII with whole escapes.

    Quoted-printable has the same escapes after another sign, and Python reads it in C.
    """
    data = data.replace(b"+", b" ")
    pairs = [part.partition(b"=") for part in data.split(b"&") if part]
    return [(_unescaped(name), _unescaped(value)) for name, _, value in pairs]


def _unescaped(data: bytes) -> str:
    if b"%" in data:
        data = a2b_qp(data.replace(b"=", b"=3D").replace(b"%", b"="))
    return data.decode()


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            "malformed-request", f"The {where} is not UTF-8 at byte {error.start}."
        ) from error


def _given(parameters: Mapping[str, Sequence[str]], *names: str) -> list[str]:
    """Return the values of parameters that are not blank, in the order of the names."""
    return [value for name in names for value in parameters.get(name, ()) if value.strip()]


def _seconds(values: Sequence[str]) -> float | None:
    if not values:
        return None
    try:
        seconds = float(values[0])
    except ValueError:
        seconds = -1.0
    if seconds == 0:
        return None
    if not 0 < seconds < float("inf"):
        raise Problem("malformed-request", f"timeout={values[0]!r} is no number of seconds.")
    return seconds
