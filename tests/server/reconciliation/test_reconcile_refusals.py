"""What the Reconciliation Service API refuses, and how it says so."""

import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.reconciliation.batches import MOST_LISTED, MOST_QUERIES
from legation_server.reconciliation.service import NAME, Service
from legation_server.reconciliation.strict_json import MOST_CHARACTERS
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from legation_server.web.environ import GONE
from legation_server.web.hooks.problem_responses import CLIENT_GONE
from support.memory_store import MemoryStore
from support.reconcile_client import document, extend, first, reconcile, refused


@pytest.mark.parametrize(
    "blank",
    [
        {"query": ""},
        {"query": " \t"},
        {"query": None},
        {"query": float("nan")},
        {"query": "–"},
        {},
        {"properties": []},
        {"query": "", "properties": [{"pid": "country", "v": ""}]},
        {"query": None, "properties": None, "type": None, "limit": None, "type_strict": None},
    ],
)
def test_an_empty_cell_finds_nothing_and_spoils_no_batch(
    reconciler: FlaskClient, blank: dict[str, Any]
) -> None:
    found = reconcile(reconciler, q0=blank, q1="Baku")

    assert found["q0"] == {"result": []}
    assert found["q1"]["result"][0]["id"] == "baku"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Baku", 'queries.q0 is "Baku", not an object'),
        (None, "queries.q0 is null, not an object"),
        ({"query": ["Baku"]}, 'queries.q0.query is ["Baku"], not a text'),
        ({"query": "a" * (MOST_CHARACTERS + 1)}, "queries.q0.query has 1,001 characters"),
        ({"query": "a", "limit": "many"}, "queries.q0.limit"),
        ({"query": "a", "limit": 0}, "must be at least 1"),
        ({"query": "a", "limit": 1.5}, "not a whole number"),
        ({"query": "a", "limit": True}, "not a whole number"),
        ({"query": "a", "type": 5}, "queries.q0.type[0] is 5"),
        ({"query": "a", "type": {"x": 1}}, "queries.q0.type[0]"),
        ({"query": "a", "type": ["x"] * 31}, "the limit is 30"),
        ({"query": "a", "type_strict": "maybe"}, "any or all or should"),
        ({"query": "a", "type_strict": ["any"]}, "any or all or should"),
        ({"query": "a", "properties": {"pid": 1}}, "not a list"),
        ({"query": "a", "properties": ["country"]}, 'properties[0] is "country"'),
        ({"query": "a", "properties": [{"pid": 5, "v": 1}]}, "properties[0].pid is 5"),
        ({"query": "a", "properties": [{"pid": "x", "v": [["y"]]}]}, "v[0]"),
    ],
)
def test_a_bad_query_is_told_where_it_is_bad_and_spoils_no_batch(
    reconciler: FlaskClient, query: Any, said: str
) -> None:
    asked = {"q0": query, "q1": {"query": "Baku"}}
    found = document(reconciler.post("/reconcile", data={"queries": json.dumps(asked)}))

    assert found["q0"]["result"] == []
    assert [said in warning for warning in found["q0"]["warnings"]] == [True]
    assert found["q1"]["result"][0]["id"] == "baku"
    assert "warnings" not in found["q1"]


@pytest.mark.parametrize(("cell", "text"), [(801, "801"), (1.5, "1.5"), (True, "true")])
def test_a_cell_may_be_a_number(reconciler: FlaskClient, cell: Any, text: str) -> None:
    found = reconcile(reconciler, q0={"query": cell}, q1={"query": text})

    assert found["q0"] == found["q1"]
    assert "warnings" not in found["q0"]


def test_a_member_that_no_query_has_is_ignored(reconciler: FlaskClient) -> None:
    answer = reconcile(reconciler, q0={"query": "Baku", "typo": 1})["q0"]

    assert answer["result"][0]["match"]
    assert '"typo"' in answer["warnings"][0]


BLANKS = ["", " ", None, [], [""], [None, " "], {"id": ""}, {"id": None, "name": ""}, "–", {}]


@pytest.mark.parametrize("blank", BLANKS, ids=repr)
def test_a_blank_value_is_as_if_it_were_not_there(reconciler: FlaskClient, blank: Any) -> None:
    without = first(reconciler, "Baku")

    assert without["match"]
    assert first(reconciler, "Baku", properties=[{"pid": "country", "v": blank}]) == without


@pytest.mark.parametrize(
    "options",
    [
        {"properties": [{"pid": "country"}]},
        {"properties": [{"pid": "", "v": "Israel"}]},
        {"properties": [{"v": "Israel"}]},
        {"properties": [{}]},
        {"properties": None},
        {"type": ""},
        {"type": [None, " "]},
        {"type": {"id": ""}},
        {"type_strict": ""},
        {"limit": ""},
    ],
    ids=repr,
)
def test_what_is_blank_in_a_query_is_as_if_it_were_not_there(
    reconciler: FlaskClient, options: dict[str, Any]
) -> None:
    assert first(reconciler, "Baku", **options) == first(reconciler, "Baku")


def test_blank_values_leave_the_others_their_weight(reconciler: FlaskClient) -> None:
    given = {"pid": "country", "v": ["", "Azerbaijan", {"id": None}]}
    wrong = {"pid": "country", "v": ["", "Israel"]}

    assert first(reconciler, "Baku", properties=[given]) == first(
        reconciler, "Baku", properties=[{"pid": "country", "v": "Azerbaijan"}]
    )
    assert not first(reconciler, "Baku", properties=[wrong])["match"]


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        ("", "queries is not JSON"),
        ("{", "queries is not JSON"),
        ("[]", "queries is [], not an object"),
        ("NaN", "queries is null, not an object"),
        ("[" * 100_000, "queries"),
    ],
)
def test_what_is_no_batch_is_refused(reconciler: FlaskClient, queries: str, said: str) -> None:
    assert said in refused(reconciler.post("/reconcile", data={"queries": queries}))


@pytest.mark.parametrize("query", ['{"query": "a", "limit": 0}', '{"query": "a", "type": 5}'])
def test_a_bad_single_query_is_refused(reconciler: FlaskClient, query: str) -> None:
    assert "query." in refused(reconciler.get("/reconcile", query_string={"query": query}))


def test_a_blank_single_query_finds_nothing(reconciler: FlaskClient) -> None:
    assert document(reconciler.get("/reconcile?query=&limit=")) == {"result": []}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{}", "extend has no 'ids'"),
        ('{"ids": []}', "extend has no 'properties'"),
        ('{"ids": "baku", "properties": []}', "extend.ids"),
        ('{"ids": [], "properties": 5}', "extend.properties is 5"),
    ],
)
def test_what_is_no_request_for_data_is_refused(
    reconciler: FlaskClient, asked: str, said: str
) -> None:
    assert said in refused(reconciler.post("/reconcile", data={"extend": asked}))


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"id": "mayor"}, 'There is no property "mayor" here.'),
        ({"id": "rdfs:label", "settings": {"content": "x"}}, "content is not one of"),
        ({"id": "rdfs:label", "settings": {"content": ["x"]}}, "content is not one of"),
        ({"id": "rdfs:label", "settings": {"limit": "x"}}, "not a whole number"),
        ({"id": "rdfs:label", "settings": {"language": 5}}, "language is not a text"),
    ],
)
def test_a_bad_property_has_no_values_and_spoils_no_other(
    reconciler: FlaskClient, bad: dict[str, Any], said: str
) -> None:
    found = extend(reconciler, ["baku"], bad, "country")

    assert found["rows"]["baku"][bad["id"]] == []
    assert found["rows"]["baku"]["country"] == [{"id": "azerbaijan", "name": "Azerbaijan"}]
    assert [row["id"] for row in found["meta"]] == [bad["id"], "country"]
    assert [said in warning for warning in found["warnings"]] == [True]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"ids": [None]}, "extend.ids[0] is null"),
        ({"ids": ["b" * (MOST_CHARACTERS + 1)]}, "extend.ids[0] has 1,001 characters"),
        ({"properties": ["country"]}, 'extend.properties[0] is "country"'),
        ({"properties": [{"settings": {}}]}, "extend.properties[0] has no 'id'"),
        ({"properties": [{"id": "event", "settings": 5}]}, "settings is 5"),
    ],
)
def test_what_has_no_name_is_left_out_and_spoils_no_other(
    reconciler: FlaskClient, bad: dict[str, list[Any]], said: str
) -> None:
    asked = {
        "ids": [*bad.get("ids", []), "baku"],
        "properties": [*bad.get("properties", []), {"id": "country"}],
    }
    found = document(reconciler.post("/reconcile", data={"extend": json.dumps(asked)}))

    assert found["rows"] == {"baku": {"country": [{"id": "azerbaijan", "name": "Azerbaijan"}]}}
    assert [said in warning for warning in found["warnings"]] == [True]


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

    assert "the limit is 1,000" in refused(
        reconciler.post("/reconcile", data={"queries": many}), 413
    )
    wide = json.dumps({"ids": [], "properties": [{"id": "country"}] * (MOST_LISTED + 1)})
    assert "the limit is 30" in refused(reconciler.post("/reconcile", data={"extend": wide}), 413)
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
