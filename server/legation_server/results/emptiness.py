"""Tell whether a result says that there is nothing: a table without rows, or false."""

from legation_server.query import Head


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
