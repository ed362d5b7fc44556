"""Requests over a real network: methods, bodies, odd paths, parts of files."""

import http.client
import json
from urllib.parse import urlparse

import pytest
import requests
from support.server_processes import Served


def test_a_body_that_is_too_large_is_refused(server: Served) -> None:
    small = server.post("/sparql", data={"query": "ASK {} #" + "x" * 100_001})
    large = server.post("/sparql", data=b"x" * 5_000_000)

    assert small.status_code == large.status_code == 413
    assert small.json()["limit"] == 100_000


def test_a_long_query_in_the_address_is_refused(server: Served) -> None:
    response = server.get("/sparql?query=" + "a" * 101_000)

    assert response.status_code == 414


def test_the_query_method_works(server: Served) -> None:
    response = requests.request(
        "QUERY",
        server.url + "/sparql",
        data="ASK {}",
        headers={"Content-Type": "application/sparql-query"},
        timeout=60,
    )

    assert response.json()["boolean"] is True


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_body_needs_a_length(server: Served, method: str) -> None:
    address = urlparse(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    connection.putrequest(method, "/sparql")
    connection.putheader("Content-Type", "application/sparql-query")
    connection.endheaders()
    response = connection.getresponse()
    problem = json.loads(response.read())
    connection.close()

    assert (response.status, problem["type"]) == (411, "/errors#length-required")


def test_a_body_may_come_in_chunks(server: Served) -> None:
    response = server.post(
        "/sparql",
        data=iter([b"ASK ", b"{}"]),
        headers={"Content-Type": "application/sparql-query"},
    )

    assert response.json()["boolean"] is True


def test_names_beyond_ascii_lead_to_their_page(server: Served) -> None:
    response = server.get("/id/osterl%C3%A4nder", headers={"Accept": "text/html"})

    assert response.status_code == 200
    assert response.url.endswith("/id/osterl%C3%A4nder.html")
    assert "Osterländer" in response.text


@pytest.mark.parametrize("path", ["/id/%ff", "/%2e%2e/%2e%2e/etc/passwd", "/id/%00", "/%"])
def test_odd_paths_are_not_found(server: Served, path: str) -> None:
    address = urlparse(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()

    assert status == 404


def test_a_dump_can_be_resumed(server: Served) -> None:
    whole = server.get("/dumps/legation.nq").content

    rest = server.get("/dumps/legation.nq", headers={"Range": "bytes=1000-"})

    assert rest.status_code == 206
    assert whole[1000:] == rest.content


def test_json_problems_are_whole_documents(server: Served) -> None:
    problem = json.loads(server.select("SELEC").text)

    assert list(problem)[:4] == ["type", "title", "status", "detail"]
