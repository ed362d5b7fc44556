"""A problem as an answer (RFC 9457), whatever carries it."""

import json
from collections.abc import Mapping
from typing import Any

from legation_server.errors import Problem

# Problems that queries have after some time; their documents say how long it was.
TIMED = ("overloaded", "query-failed", "query-memory", "query-timeout", "result-too-large")
# What the answer with a problem has in its head beside its type and length.
PROBLEM_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}


def problem_document(problem: Problem, seconds: float, root: str = "") -> dict[str, Any]:
    """Return the members of a problem that came up after some seconds (RFC 9457, section 3.1).

    `root` is where the site is on its host, empty for the top.
    """
    document = problem.as_document() | {"type": f"{root}/errors#{problem.kind}"}
    return {"seconds": round(seconds, 3)} | document if problem.kind in TIMED else document


def problem_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON (RFC 9457, section 3)."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True) + "\n").encode()
