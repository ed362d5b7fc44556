"""Say by what an answer can be known again: its release, server, query, dataset and formats."""

import re
from hashlib import sha256
from importlib.metadata import version

from legation_server.query import Task

# What writes the bytes of an answer.
VERSIONS = version("legation"), version("pyoxigraph")
# What these give changes from one evaluation to the next, so it is neither kept nor tagged.
VOLATILE = re.compile(
    r"\b(?:now|rand|uuid|struuid|bnode|service(?!\s+wikibase:label\b))\b", re.IGNORECASE
)


def is_volatile(query: str) -> bool:
    """Tell whether a query may give something else each time from the same data.

    Blank nodes of a template are nothing of that kind: rdf/blank_labels.py names them.
    """
    lowered = query.lower()
    # Few texts have these in them at all, which takes less time to see.
    may_be = "now" in lowered or "rand" in lowered or "uuid" in lowered
    may_be = may_be or "bnode" in lowered or "service" in lowered
    return may_be and VOLATILE.search(query) is not None


def entity_tag(task: Task, fingerprint: str, rows: int, size: int) -> str:
    """Return the strong ETag of a task's answer from a release, without what its coding adds.

    `fingerprint` is the release's; `rows` and MiB of `size` are the limits of results.
    """
    # A bare tuple is written several times as fast as one with names.
    parts = (fingerprint, VERSIONS, (rows, size), tuple(task))
    return sha256(repr(parts).encode()).hexdigest()[:32]
