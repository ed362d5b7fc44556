"""A store without processes, and a client of an application that reads it."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from flask.testing import FlaskClient
from legation_server.query import Answer, Head, Task
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from werkzeug.test import TestResponse

# Where an application thinks it is when a client without a network asks it.
HOST = "http://localhost/"
# What makes an answer a page.
HTML = {"Accept": "text/html"}


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


def loaded(release: Release) -> MemoryStore:
    """Return a store that holds a release."""
    store = MemoryStore()
    for file in release.loaded_files:
        store.triples.bulk_load(path=release.folder / file.path, format=ox.RdfFormat.N_QUADS)
    return store


def client_of(dataset: Path) -> FlaskClient:
    """Return a client of an application that serves the current release, without processes."""
    release = open_release(dataset)
    return create_app(release, loaded(release)).test_client()


def get(client: FlaskClient, path: str, **options: Any) -> TestResponse:
    """Return an answer whole: files that it was sent from are closed."""
    return client.get(path, buffered=True, **options)


def local(url: str) -> str:
    """Return the path of an address of an application that a client asks."""
    assert url.startswith(HOST), url
    return url.removeprefix(HOST.rstrip("/"))
