"""What the Reconciliation Service API refuses, and how it says so."""

import json
from pathlib import Path
from threading import Event

import pytest
from flask.testing import FlaskClient
from legation_server.reconciliation.batches import (
    MOST_QUERIES,
)
from legation_server.reconciliation.service import NAME, Service
from legation_server.reconciliation.strict_json import MOST_CHARACTERS
from legation_server.releases.manifest import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from legation_server.web.environ import GONE
from legation_server.web.hooks.problem_responses import CLIENT_GONE
from support.memory_store import MemoryStore
from support.reconcile_client import document, first, refused


def test_a_cell_of_white_space_finds_nothing_and_spoils_no_batch(reconciler: FlaskClient) -> None:
    queries = {"q0": {"query": " \t"}, "q1": {"query": "Baku"}}
    found = document(reconciler.post("/reconcile", data={"queries": json.dumps(queries)}))

    assert found["q0"] == {"result": []}
    assert found["q1"]["result"][0]["id"] == "baku"


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        ("", "queries is not JSON"),
        ("{", "queries is not JSON"),
        ("[]", "queries is [], not an object"),
        ("NaN", "NaN is no number"),
        ('{"q0": "Baku"}', 'queries.q0 is "Baku", not an object'),
        ('{"q0": {}}', "queries.q0 has no query"),
        ('{"q0": {"query": ""}}', "queries.q0 has an empty query"),
        ('{"q0": {"query": 5}}', "queries.q0.query is 5, not a text"),
        ('{"q0": {"query": "a", "limit": "many"}}', "queries.q0.limit"),
        ('{"q0": {"query": "a", "limit": 0}}', "must be at least 1"),
        ('{"q0": {"query": "a", "limit": 1.5}}', "not a whole number"),
        ('{"q0": {"query": "a", "limit": true}}', "not a whole number"),
        ('{"q0": {"query": "a", "limit": 1e999}}', "not a whole number"),
        ('{"q0": {"query": "a", "type": 5}}', "queries.q0.type[0] is 5"),
        ('{"q0": {"query": "a", "type": {"x": 1}}}', "queries.q0.type[0]"),
        ('{"q0": {"query": "a", "type_strict": "maybe"}}', "any or all or should"),
        ('{"q0": {"query": "a", "type_strict": ["any"]}}', "any or all or should"),
        ('{"q0": {"query": "a", "typo": 1}}', '"typo"'),
        ('{"q0": {"query": "a", "properties": {"pid": 1}}}', "not a list"),
        ('{"q0": {"query": "a", "properties": [{"v": 1}]}}', "properties[0] has no 'pid'"),
        ('{"q0": {"query": "a", "properties": [{"pid": "x"}]}}', "properties[0] has no 'v'"),
        ('{"q0": {"query": "a", "properties": [{"pid": "x", "v": null}]}}', "v[0] is null"),
        ('{"q0": {"query": "a", "properties": [{"pid": "x", "v": {}}]}}', "without an 'id'"),
        ("[" * 100_000, "queries"),
    ],
)
def test_a_bad_query_is_told_where_it_is_bad(
    reconciler: FlaskClient, queries: str, said: str
) -> None:
    assert said in refused(reconciler.post("/reconcile", data={"queries": queries}))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{}", "extend has no 'ids'"),
        ('{"ids": []}', "extend has no 'properties'"),
        ('{"ids": "baku", "properties": []}', "extend.ids"),
        ('{"ids": [5], "properties": []}', "extend.ids[0]"),
        ('{"ids": [], "properties": ["country"]}', "extend.properties[0]"),
        (
            '{"ids": [], "properties": [{"id": "mayor"}]}',
            'is "mayor", but there is no such property',
        ),
        ('{"ids": [], "properties": [{"id": "country", "settings": 5}]}', "settings is 5"),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"content": "x"}}]}',
            "content is not one of",
        ),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"content": ["x"]}}]}',
            "content is not one of",
        ),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"limit": "x"}}]}',
            "not a whole number",
        ),
        (
            '{"ids": [], "properties": [{"id": "country", "settings": {"language": 5}}]}',
            "language is not a text",
        ),
    ],
)
def test_a_bad_request_for_data_is_told(reconciler: FlaskClient, asked: str, said: str) -> None:
    assert said in refused(reconciler.post("/reconcile", data={"extend": asked}))


def test_other_bad_requests_are_told(reconciler: FlaskClient) -> None:
    assert "none of queries" in refused(reconciler.post("/reconcile", data={"x": "y"}))
    assert "send one of them" in refused(reconciler.get("/reconcile?queries={}&extend={}"))
    assert "application/json" in refused(reconciler.post("/reconcile", json={}), 415)
    assert "cursor" in refused(reconciler.get("/reconcile/suggest/entity?cursor=x"))
    assert "limit" in refused(reconciler.get("/reconcile/properties?limit=0"))
    assert "no such type" in refused(reconciler.get("/reconcile/properties?type=Town"))
    assert refused(reconciler.get("/reconcile/suggest/nothing"), 404)
    assert refused(reconciler.put("/reconcile"), 405)


def test_too_much_is_refused(reconciler: FlaskClient) -> None:
    many = json.dumps({f"q{number}": {"query": "a"} for number in range(MOST_QUERIES + 1)})
    long = json.dumps({"q0": {"query": "a" * (MOST_CHARACTERS + 1)}})
    wide = json.dumps({"q0": {"query": "a", "type": ["x"] * 31}})

    assert "the limit is 1,000" in refused(
        reconciler.post("/reconcile", data={"queries": many}), 413
    )
    assert "queries.q0.query" in refused(reconciler.post("/reconcile", data={"queries": long}), 413)
    assert "the limit is 30" in refused(reconciler.post("/reconcile", data={"queries": wide}), 413)
    assert refused(reconciler.post("/reconcile", data={"queries": " " * 600_000}), 413)
    prefix = {"prefix": "a" * (MOST_CHARACTERS + 1)}
    assert refused(reconciler.get("/reconcile/suggest/type", query_string=prefix), 414)


def test_as_many_as_allowed_are_answered(reconciler: FlaskClient) -> None:
    asked = {f"q{number}": {"query": f"Azerbaijan {number}"} for number in range(MOST_QUERIES)}

    found = document(reconciler.post("/reconcile", data={"queries": json.dumps(asked)}))

    assert found.keys() == asked.keys()
    assert all(answer["result"][0]["id"] == "azerbaijan" for answer in found.values())


def test_one_batch_is_matched_at_a_time(published: Path, published_store: MemoryStore) -> None:
    client = create_app(
        open_release(published), published_store, Settings(queue_wait=0)
    ).test_client()

    service: Service = client.application.extensions[NAME]

    with service.one_batch_at_a_time(0):
        answer = client.get("/reconcile?query=Baku")
        assert "Too many names" in refused(answer, 503)
        assert answer.headers["Retry-After"]
        assert client.get("/reconcile/suggest/entity?prefix=baku").status_code == 200
    assert first(client, "Baku")["match"]


def test_a_batch_has_a_deadline(published: Path, published_store: MemoryStore) -> None:
    client = create_app(
        open_release(published), published_store, Settings(deadline=-1)
    ).test_client()

    assert "send fewer" in refused(client.get("/reconcile?query=Baku"), 503)


def test_nobody_is_answered_who_has_gone(reconciler: FlaskClient) -> None:
    gone = Event()
    gone.set()

    answer = reconciler.get("/reconcile?query=Baku", environ_overrides={GONE: gone})

    assert answer.status_code == CLIENT_GONE
