"""Ways to ask the endpoint (SPARQL 1.1 Protocol, 1.2, RFC 10008), and methods that are refused."""

import gzip
import json

import pytest
from flask.testing import FlaskClient
from support.asking import CLAIMS, ask


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_query_may_be_the_body(client: FlaskClient, method: str) -> None:
    response = client.open(
        "/sparql", method=method, data="ASK {}", content_type="application/sparql-query"
    )

    assert json.loads(response.data)["boolean"] is True


def test_the_answer_to_the_query_method_can_be_had_by_get(client: FlaskClient) -> None:
    sent = {"query": "CONSTRUCT WHERE { ?c a bil:Claim }", "format": "xml"}
    response = client.open("/sparql", method="QUERY", data=sent)

    again = client.get(response.headers["Content-Location"])

    assert again.status_code == 200
    assert (again.data, again.content_type) == (response.data, response.content_type)
    assert "Content-Location" not in client.post("/sparql", data=sent).headers


def test_a_query_too_long_for_an_address_has_none(client: FlaskClient) -> None:
    sent = {"query": "ASK {} # " + "x" * 5_000}

    assert "Content-Location" not in client.open("/sparql", method="QUERY", data=sent).headers


def test_an_unchanged_answer_to_the_query_method_is_not_sent_again(client: FlaskClient) -> None:
    sent = {"query": CLAIMS}
    etag = client.open("/sparql", method="QUERY", data=sent).headers["ETag"]

    again = client.open("/sparql", method="QUERY", data=sent, headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_the_media_types_of_queries_are_told(client: FlaskClient) -> None:
    for response in (client.options("/sparql"), client.get("/sparql")):
        assert response.headers["Accept-Query"] == (
            "application/sparql-query, application/x-www-form-urlencoded"
        )


def test_an_unknown_version_of_sparql_is_refused(client: FlaskClient) -> None:
    assert ask(client, "ASK {}", version="1.2").status_code == 200
    problem = json.loads(ask(client, "ASK {}", version="3").data)

    assert (problem["status"], problem["versions"]) == (400, ["1.1", "1.2-basic", "1.2"])


def test_a_plus_sign_in_a_media_type_need_not_be_escaped(client: FlaskClient) -> None:
    response = client.get("/sparql?query=ASK%7B%7D&format=application/sparql-results+xml")

    assert response.content_type == "application/sparql-results+xml"


def test_a_compressed_query_is_refused_for_what_it_is(client: FlaskClient) -> None:
    response = client.post(
        "/sparql",
        data=gzip.compress(b"ASK {}"),
        headers={"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
    )

    assert response.status_code == 415
    assert "compressed" in json.loads(response.data)["detail"]
    assert response.headers["Accept-Encoding"] == "identity"


def test_a_form_may_hold_the_query(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": "ASK {}", "format": "xml"})

    assert response.content_type == "application/sparql-results+xml"


def test_head_gives_the_headers_of_get(client: FlaskClient) -> None:
    get = ask(client, CLAIMS)
    head = client.head("/sparql", query_string={"query": CLAIMS})

    assert head.status_code == 200
    assert head.data == b""
    assert head.content_type == get.content_type
    assert head.content_length == len(get.data)


def test_options_lists_the_methods(client: FlaskClient) -> None:
    response = client.options("/sparql")

    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"]
    assert response.headers["Access-Control-Max-Age"]


def test_other_methods_are_refused(client: FlaskClient) -> None:
    response = client.put("/sparql", data="x")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}
