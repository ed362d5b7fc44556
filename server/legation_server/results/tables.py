"""Finish a table that was cut at the row limit, and tell whether a result has nothing in it."""

import json
from xml.sax.saxutils import quoteattr

from legation_server.errors import Problem
from legation_server.query import Head

CLOSING = {"json": b"]}}", "xml": b"</results></sparql>", "csv": b"", "tsv": b""}


def finished(rows: bytes, format_name: str, link: str) -> bytes:
    """Return a whole table, with a link in its head where the format has a place for one.

    `rows` is a table up to the end of its last row; `link` is the address of an explanation
    (SPARQL 1.1 Query Results JSON Format, section 3.1.2; XML Format, section 2.2).

    >>> finished(b'{"head":{"vars":[]},"results":{"bindings":[{}', "json", "/errors")
    b'{"head":{"link":["/errors"],"vars":[]},"results":{"bindings":[{}]}}'
    """
    if format_name == "json":
        head = f'{{"head":{{"link":{json.dumps([link])},'.encode()
        rows = rows.replace(b'{"head":{', head, 1)
    elif format_name == "xml":
        rows = rows.replace(b"</head>", f"<link href={quoteattr(link)}/></head>".encode(), 1)
    return rows + CLOSING[format_name]


def too_many_rows(limit: int) -> Problem:
    """Return the problem of a table with more rows than the limit."""
    return Problem(
        "result-too-large",
        f"The result has more than {limit:,} rows.",
        members={"limit": limit},
    )


def is_empty(head: Head, body: bytes) -> bool:
    """Return whether a whole result is a table without rows, or the answer false.

    >>> is_empty(Head("boolean", "csv"), b"false"), is_empty(Head("solutions", "tsv"), b"?a ?b")
    (True, True)
    """
    if head.kind == "boolean":
        return b"true" not in body[-200:]
    if head.kind != "solutions":
        return False
    if head.format == "json":
        return body.endswith(b'"bindings":[]}}')
    if head.format == "xml":
        return b"<result>" not in body
    return body.find(b"\n", body.find(b"\n") + 1) < 0
