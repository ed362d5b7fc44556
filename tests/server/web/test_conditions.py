"""Conditions count for good answers only, and in the order of RFC 9110, section 13.2.2."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.protocol.conditions import Conditions
from support.asking import CLAIMS
from support.figures import figure
from werkzeug.test import TestResponse

DUMP = "/dumps/legation.nq"
RELEASE_FILE = "/releases/0123456789abcdef/dumps/legation.nq"
PLACES = [
    "/",
    "/dumps/",
    DUMP,
    RELEASE_FILE,
    "/releases/0123456789abcdef/manifest.json",
    "/releases/",
    "/id/freedonia.ttl",
    "/id/freedonia.html",
    "/graphs?default",
    "/sparql",
    "/sparql?query=" + CLAIMS.replace(" ", "+").replace("?", "%3F"),
    "/dumps/void.ttl",
    "/linkset.json",
    "/static/favicon.svg",
]


def get(client: FlaskClient, place: str, method: str = "GET", **headers: str) -> TestResponse:
    """Return an answer; in the names of headers `_` stands for `-`."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open(place, method=method, headers=sent, buffered=True)


TAG = '"5f0c"'


@pytest.mark.parametrize(
    ("asked", "tag", "status"),
    [
        ({}, TAG, None),
        ({"none_match": "*"}, None, 304),
        ({"none_match": "*"}, TAG, 304),
        ({"none_match": TAG}, TAG, 304),
        ({"none_match": TAG}, None, None),
        ({"none_match": 'W/"5f0c"'}, TAG, 304),
        ({"none_match": '"a", W/"b", "5f0c"'}, 'W/"5f0c"', 304),
        ({"none_match": '"5f0c-gzip"'}, TAG, 304),
        ({"none_match": TAG}, '"5f0c-br"', 304),
        ({"none_match": '"5f0c-other"'}, TAG, None),
        ({"none_match": '"other"'}, TAG, None),
        ({"match": "*"}, None, None),
        ({"match": TAG}, TAG, None),
        ({"match": '"a", "5f0c"'}, TAG, None),
        ({"match": 'W/"5f0c"'}, TAG, 412),
        ({"match": TAG}, 'W/"5f0c"', 412),
        ({"match": TAG}, None, 412),
        ({"match": '"other"'}, TAG, 412),
        ({"match": '"other"', "none_match": TAG}, TAG, 412),
        ({"match": '"other"', "none_match": "*"}, TAG, 412),
        ({"match": TAG, "none_match": TAG}, TAG, 304),
        ({"match": TAG, "none_match": '"other"'}, TAG, None),
    ],
)
def test_conditions_are_read_in_their_order(
    asked: dict[str, str], tag: str | None, status: int | None
) -> None:
    assert Conditions(**asked).failed(tag) == status


@pytest.mark.parametrize(
    ("asked", "applies"),
    [
        ({}, True),
        ({"if_range": TAG}, True),
        ({"if_range": 'W/"5f0c"'}, False),
        ({"if_range": '"5f0c-gzip"'}, False),
        ({"if_range": '"other"'}, False),
        ({"if_range": "*"}, False),
        ({"if_range": "5f0c"}, False),
        ({"if_range": "Sun, 01 Nov 2026 00:00:00 GMT"}, False),
        ({"if_range": "Sun, 01 Nov 2099 00:00:00 GMT"}, False),
        ({"none_match": TAG}, False),
        ({"match": '"other"'}, False),
        ({"match": TAG, "if_range": TAG}, True),
    ],
)
def test_a_range_is_for_those_who_hold_just_this(asked: dict[str, str], applies: bool) -> None:
    found = Conditions(**asked, range="bytes=0-9").range_of("5f0c")

    assert found == ("bytes=0-9" if applies else None)


def test_a_star_names_no_answer_that_could_be_given_unseen() -> None:
    assert Conditions(none_match="*").held("5f0c") is None
    assert Conditions(none_match=TAG).held("5f0c") == "5f0c"
    assert Conditions(none_match='W/"5f0c-br"').held("5f0c") == "5f0c-br"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_address_obeys_them(client: FlaskClient, place: str, method: str) -> None:
    first = get(client, place, method)
    tag = first.headers["ETag"]

    def status(**headers: str) -> int:
        return get(client, place, method, **headers).status_code

    assert first.status_code == 200
    assert status(If_None_Match=tag) == 304
    assert status(If_None_Match="*") == 304
    assert status(If_None_Match='"other"') == 200
    assert status(If_Match=tag) == 200
    assert status(If_Match="*") == 200
    assert status(If_Match='"other"') == 412
    assert status(If_Match="W/" + tag) == 412
    assert status(If_Match='"other"', If_None_Match=tag) == 412
    assert status(If_Match=tag, If_None_Match=tag) == 304
    assert status(If_Modified_Since="Sun, 01 Nov 2099 00:00:00 GMT") == 200
    assert status(If_Unmodified_Since="Sun, 01 Nov 1999 00:00:00 GMT") == 200


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("/sparql?query=SELEC", 400),
        ("/sparql?query=INSERT+DATA+%7B%7D", 403),
        ("/sparql?update=CLEAR+ALL", 403),
        ("/sparql?query=SELECT+*+%7BSERVICE+%3Cx:%3E%7B%7D%7D", 403),
        ("/sparql?query=ASK%7B%7D&timeout=no", 400),
        ("/sparql?query=ASK%7B%7D&format=nosuch", 406),
        ("/sparql?query=CONSTRUCT+WHERE%7B%3Fs+%3Fp+%3Fo%7D&format=csv", 406),
        ("/graphs?graph=urn:no-such", 404),
        ("/graphs", 400),
        ("/dumps/none.nq", 404),
        ("/id/nobody", 404),
        ("/releases/none/", 404),
        ("/id/freedonia", 303),
    ],
)
@pytest.mark.parametrize(
    "condition", [{"If_None_Match": "*"}, {"If_Match": '"other"'}, {"If_Match": "*"}]
)
def test_no_condition_hides_what_else_is_to_be_said(
    client: FlaskClient, place: str, status: int, condition: dict[str, str]
) -> None:
    assert get(client, place, **condition).status_code == status


@pytest.mark.parametrize("query", [CLAIMS, "SELECT (RAND() AS ?x) {}", "ASK {}"])
def test_a_star_is_looked_at_when_the_result_is_there(client: FlaskClient, query: str) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"If-None-Match": "*"})

    assert (response.status_code, response.data) == (304, b"")


def test_a_query_in_a_post_has_no_conditions(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": CLAIMS}, headers={"If-None-Match": "*"})

    assert response.status_code == 200


@pytest.mark.parametrize("place", [DUMP, RELEASE_FILE])
def test_ranges_of_files_obey_them(client: FlaskClient, place: str) -> None:
    tag = get(client, place).headers["ETag"]

    def status(asked: str = "bytes=0-9", **headers: str) -> int:
        return get(client, place, Range=asked, **headers).status_code

    assert status() == 206
    assert status(If_Range=tag) == 206
    assert status(If_Range="W/" + tag) == 200
    assert status(If_Range='"other"') == 200
    assert status(If_Range="Sun, 01 Nov 2099 00:00:00 GMT") == 200
    assert status(If_Match=tag) == 206
    assert status(If_Match='"other"') == 412
    assert status(If_None_Match=tag) == 304
    assert status(If_None_Match=tag, If_Range=tag) == 304
    assert status("bytes=999999999-") == 416
    assert status("bytes=999999999-", If_None_Match="*") == 304
    assert status("bytes=999999999-", If_Match='"other"') == 412
    assert status("bytes=999999999-", If_Range='"other"') == 200
    assert get(client, place, "HEAD", Range="bytes=0-9").status_code == 200


def test_a_range_is_not_compressed_and_keeps_the_tag_of_the_file(client: FlaskClient) -> None:
    tag = get(client, DUMP).headers["ETag"]

    part = get(client, DUMP, Range="bytes=0-9", If_Range=tag, Accept_Encoding="gzip")

    assert (part.status_code, len(part.data), part.headers["ETag"]) == (206, 10, tag)


def test_what_is_not_sent_is_not_described(client: FlaskClient) -> None:
    tag = get(client, DUMP).headers["ETag"]

    answer = get(client, DUMP, If_None_Match=tag)

    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "public, no-cache"
    told = {name.lower() for name, _ in answer.headers}
    assert told.isdisjoint({"repr-digest", "accept-ranges", "content-length", "content-type"})


def test_a_refusal_names_the_tag_there_is(client: FlaskClient) -> None:
    tag = get(client, DUMP).headers["ETag"]

    problem: Any = get(client, DUMP, If_Match='"other"').json

    assert problem["type"] == "/errors#precondition-failed"
    assert problem["etag"] == tag


def test_what_is_counted_is_what_was_answered(client: FlaskClient) -> None:
    def unchanged() -> float:
        text = client.get("/metrics").text
        return figure(text, "legation_requests_total", part="dumps", status="304")

    get(client, DUMP, If_None_Match="*")
    before = unchanged()
    get(client, DUMP, If_None_Match="*")

    assert unchanged() == before + 1
