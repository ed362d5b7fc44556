"""Say by what an answer can be known again: its release, server, query, dataset and formats."""

import re
from hashlib import sha256
from importlib.metadata import version

from legation_server.query import Task

VERSION = version("legation")
# What these give changes from one evaluation to the next, so it is neither kept nor tagged.
VOLATILE = re.compile(
    r"\b(?:now|rand|uuid|struuid|bnode|service(?!\s+wikibase:label\b))\b", re.IGNORECASE
)
CONSTRUCT = re.compile(r"\bconstruct\b", re.IGNORECASE)


def is_volatile(query: str) -> bool:
    """Tell whether a query may give something else each time, new blank nodes included."""
    if VOLATILE.search(query):
        return True
    construct = CONSTRUCT.search(query)
    # Of many the first will do; one pattern for all of it would take quadratic time.
    return construct is not None and any(
        query.find(mark, construct.end()) >= 0 for mark in ("_:", "[")
    )


def entity_tag(task: Task, fingerprint: str, rows: int, size: int) -> str:
    """Return the strong ETag of a task's answer from a release, without what its coding adds.

    `fingerprint` is the release's; `rows` and MiB of `size` are the limits of results.
    """
    parts = (fingerprint, VERSION, (rows, size), task)
    return sha256(repr(parts).encode()).hexdigest()[:32]
