"""Ask the Reconciliation Service API, and hold the answers to its schemas."""

import json
from typing import Any

import pyoxigraph as ox
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.memory_store import MemoryStore
from support.reconciliation_schemas import SCHEMAS, problems

BASE = "https://w3id.org/legation/"
ENTITY = f'?thing a schema:Thing FILTER(STRSTARTS(STR(?thing), "{BASE}id/")) ?thing a schema:Thing'


def document(response: TestResponse) -> Any:
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return json.loads(response.data)


def reconcile(client: FlaskClient, **queries: Any) -> dict[str, Any]:
    asked = {
        key: {"query": query} if isinstance(query, str) else query for key, query in queries.items()
    }
    found = document(client.post("/reconcile", data={"queries": json.dumps(asked)}))
    if SCHEMAS.is_dir():
        assert problems("reconciliation-result-batch", found) == []
    assert found.keys() == asked.keys()
    return dict(found)


def first(client: FlaskClient, query: str, **options: Any) -> dict[str, Any]:
    result = reconcile(client, q0={"query": query, **options})["q0"]["result"]
    return dict(result[0]) if result else {}


def extend(client: FlaskClient, ids: list[str], *properties: Any) -> dict[str, Any]:
    wanted = [{"id": each} if isinstance(each, str) else each for each in properties]
    asked = {"ids": ids, "properties": wanted}
    found = document(client.post("/reconcile", data={"extend": json.dumps(asked)}))
    if SCHEMAS.is_dir():
        assert problems("data-extension-query", asked) == []
        assert problems("data-extension-response", found) == []
    return dict(found)


def refused(response: TestResponse, status: int = 400) -> str:
    """Return the detail of a problem."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    return str(json.loads(response.data)["detail"])


def rows(store: MemoryStore, pattern: str) -> list[Any]:
    prefixes = (
        f"PREFIX bil: <{BASE}ns#> PREFIX schema: <https://schema.org/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    )
    query = f"{prefixes} SELECT DISTINCT * WHERE {{ {pattern} }}"
    found = store.triples.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)
