"""Run queries of the server's own: for the client that waits, without limits on the result."""

import json

import pyoxigraph as ox

from legation_server.answer import Answer
from legation_server.frames import Task
from legation_server.site import client_has_gone, site

Row = dict[str, str]


def ask(query: str) -> bool:
    """Return the answer to an ASK query."""
    return bool(json.loads(_run(query).first)["boolean"])


def select(query: str) -> list[Row]:
    """Return the rows of a SELECT query: for each variable that is bound, its value as text."""
    rows = json.loads(_run(query).first)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]


def construct(query: str) -> list[ox.Triple]:
    """Return the triples of a CONSTRUCT or DESCRIBE query."""
    return [quad.triple for quad in ox.parse(_run(query).first, ox.RdfFormat.N_TRIPLES)]


def _run(query: str) -> Answer:
    task = Task(query, graph="nt", internal=True)
    return site().store.run(task, gone=client_has_gone(), buffered=1 << 62)
