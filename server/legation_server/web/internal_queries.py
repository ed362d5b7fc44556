"""Run the server's own queries for the current request, without a limit on the result."""

import json
from collections.abc import Mapping

import pyoxigraph as ox

from legation_server.query import Answer, Task
from legation_server.web.current_site import client_has_gone, site

Row = dict[str, str]
# An RDF term in SPARQL 1.1 Query Results JSON (section 3.2.2).
Term = Mapping[str, str]


def ask(query: str) -> bool:
    """Return the answer to an ASK query."""
    return bool(json.loads(_run(query).first)["boolean"])


def select(query: str) -> list[Row]:
    """Return the rows of a SELECT query: the value, as text, of each bound variable."""
    return [{name: term["value"] for name, term in row.items()} for row in select_terms(query)]


def select_terms(query: str) -> list[Mapping[str, Term]]:
    """Return the rows of a SELECT query: the term of each bound variable."""
    return list(json.loads(_run(query).first)["results"]["bindings"])


def select_rows(task: Task, seconds: float) -> list[Mapping[str, Term]]:
    """Return the rows of a SELECT query as a client's task would get them, within some seconds."""
    answer = site().store.run(task, seconds, gone=client_has_gone(), buffered=1 << 62)
    return list(json.loads(answer.first)["results"]["bindings"])


def construct(query: str) -> list[ox.Triple]:
    """Return the triples of a CONSTRUCT or DESCRIBE query, each once, in an order of their own.

    Pages show them in that order, which must not depend on the engine.
    """
    lines = sorted(set(_run(query).first.splitlines()))
    return [quad.triple for quad in ox.parse(b"\n".join(lines), ox.RdfFormat.N_TRIPLES)]


def _run(query: str) -> Answer:
    task = Task(query, graph="nt", internal=True)
    return site().store.run(task, gone=client_has_gone(), buffered=1 << 62)
