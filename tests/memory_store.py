"""A store without processes: for tests that change the data between requests."""

import json
from typing import Any

import pyoxigraph as ox
from legation_server.answer import Answer
from legation_server.frames import Head, Task


class MemoryStore:
    """A store in this process, of triples that can be changed at any time."""

    counts: dict[str, int] = {}  # noqa: RUF012 (never changed)
    network = "none"

    def __init__(self) -> None:
        self.triples = ox.Store()

    def run(self, task: Task, *args: Any, **options: Any) -> Answer:
        results = self.triples.query(task.query, use_default_graph_as_union=True)
        if isinstance(results, ox.QueryBoolean):
            return Answer(
                Head("boolean", "json"), json.dumps({"boolean": bool(results)}).encode(), None, 0.0
            )
        if isinstance(results, ox.QuerySolutions):
            table = results.serialize(format=ox.QueryResultsFormat.JSON) or b""
            return Answer(Head("solutions", "json"), table, None, 0.0)
        lines = ox.serialize(results, format=ox.RdfFormat.N_TRIPLES) or b""
        return Answer(Head("graph", "nt"), lines, None, 0.0)

    def busy(self) -> dict[str, int]:
        return {}

    def close(self) -> None:
        """Hold nothing that needs freeing."""
