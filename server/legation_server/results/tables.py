"""Finish a table that was cut at the row limit, and tell whether a result has nothing in it."""

import json
import re
from xml.sax.saxutils import quoteattr

from legation_server.errors import Problem
from legation_server.query import Head

# A row of counts is short; longer results are not looked at. In bytes.
LONGEST_COUNTS = 2_000
# What stands around each value of a table, and around one that is zero: format → patterns.
VALUES = {
    "json": (re.compile(rb'"value":'), re.compile(rb'"value":"0"')),
    "xml": (re.compile(rb"<(?:literal|uri|bnode)\b"), re.compile(rb"<literal\b[^>]*>0<")),
    "csv": (re.compile(rb"[^,\r\n]+"), re.compile(rb"(?<![^,\r\n])0(?![^,\r\n])")),
    "tsv": (
        re.compile(rb"[^\t\r\n]+"),
        re.compile(rb'(?<![^\t\r\n])(?:0|"0"[^\t\r\n]*)(?![^\t\r\n])'),
    ),
}
# Graphs without triples, as the engine and rdf/json_ld.py write them; their heads have names too.
NO_TRIPLES = {
    "rdf": re.compile(rb"<\?xml[^>]*>\s*<rdf:RDF[^>]*>\s*</rdf:RDF>\s*"),
    "jsonld": re.compile(rb'\[\]|(?s:.*)"@graph": \[\]\n\}'),
}
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
    """Return whether a whole result has nothing: no row or only zeros, no triple, or is false.

    A query that counts what fits nowhere has a row: of zeros.

    >>> is_empty(Head("boolean", "csv"), b"false"), is_empty(Head("solutions", "tsv"), b"?a ?b")
    (True, True)
    """
    if head.kind == "boolean":
        return b"true" not in body[-200:]
    if head.kind == "graph":
        return _has_no_triples(head.format, body)
    return _has_no_rows(head.format, body) or _has_only_zeros(head.format, body)


def _has_no_triples(format_name: str, body: bytes) -> bool:
    if format_name in NO_TRIPLES:
        return NO_TRIPLES[format_name].fullmatch(body) is not None
    return not body.strip()


def _has_no_rows(format_name: str, body: bytes) -> bool:
    if format_name == "json":
        return body.endswith(b'"bindings":[]}}')
    if format_name == "xml":
        return b"<result>" not in body
    return body.find(b"\n", body.find(b"\n") + 1) < 0


def _has_only_zeros(format_name: str, body: bytes) -> bool:
    if len(body) > LONGEST_COUNTS or format_name not in VALUES:
        return False
    every, zero = VALUES[format_name]
    rows = body if format_name in ("json", "xml") else body.partition(b"\n")[2]
    # Few tables have a zero at all.
    zeros = len(zero.findall(rows))
    return zeros > 0 and zeros == len(every.findall(rows))
