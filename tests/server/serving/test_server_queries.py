"""Queries to a real server: large, endless, cut, and given up by those who asked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from support.connections import open_connection, wire
from support.eventually import eventually
from support.heavy_queries import ENDLESS, HUGE, LARGE
from support.server_processes import Served, busy, comes_to_rest


def test_a_query_is_answered_over_http(server: Served) -> None:
    response = server.select("SELECT * { ?c a bil:Claim }")

    assert response.headers["Content-Type"] == "application/sparql-results+json"
    assert len(response.json()["results"]["bindings"]) == 3


def test_an_endless_query_gets_503_and_the_server_goes_on(server: Served) -> None:
    response = server.select(ENDLESS)

    assert response.status_code == 503
    assert response.json()["type"] == "/errors#query-timeout"
    assert response.json()["limit"] == 2
    assert server.select("ASK {}").json()["boolean"] is True


def test_a_client_may_ask_for_a_shorter_deadline(server: Served) -> None:
    assert server.select(ENDLESS, timeout="0.3").json()["limit"] == 0.3


def test_deep_nesting_is_refused_and_the_server_goes_on(server: Served) -> None:
    nested = server.post("/sparql", data={"query": "SELECT * " + "{" * 10_000})
    joined = "SELECT * {" + "OPTIONAL{?s ?p ?o}" * 5_000 + "}"

    assert (nested.status_code, nested.json()["type"]) == (400, "/errors#query-too-complex")
    assert server.post("/sparql", data={"query": joined}).status_code == 503
    assert server.select("ASK {}").json()["boolean"] is True


def test_a_large_answer_arrives_whole(dataset: Path, serve: Callable[..., Served]) -> None:
    served = serve(dataset, "--deadline", "60", "--workers", "2")
    response = served.select(LARGE, format="csv")

    quads = int(served.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", format="csv").text.split()[1])
    assert response.status_code == 200
    assert response.text.count("\r\n") == quads**2 + 1


def test_an_answer_cut_by_its_deadline_does_not_look_whole(server: Served) -> None:
    with server.get("/sparql", params={"query": HUGE}, stream=True) as response:
        assert response.status_code == 200
        assert "Content-Length" not in response.headers
        with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
            response.content  # noqa: B018

    assert comes_to_rest(server, 6)


def test_a_client_that_hangs_up_frees_its_worker(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    # Nothing but the client's going ends such a query.
    served = serve(dataset, "--deadline", "3600", "--workers", "2")
    for number in range(3):
        with open_connection(served) as connection:
            connection.sendall(wire(f"{ENDLESS} # {number}"))
            eventually(lambda: busy(served)["free"] < 2)

        assert comes_to_rest(served, 2)


def test_a_client_that_hangs_up_in_a_stream_frees_its_worker(server: Served) -> None:
    with server.get("/sparql", params={"query": HUGE}, stream=True) as response:
        next(response.iter_content(100_000))

    assert comes_to_rest(server, 6)


def test_good_queries_and_pages_are_answered_in_a_storm(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    server = serve(
        dataset, *("--deadline", "2", "--workers", "6", "--memory", "256", "--long-wait", "1")
    )
    with ThreadPoolExecutor(32) as executor:
        storm = [executor.submit(server.select, f"{ENDLESS} # {n}") for n in range(20)]
        paths = ["/healthz", "/id/freedonia.html", "/dumps/legation.nt", "/"] * 3
        good = [executor.submit(server.get, path) for path in paths]
        asked = [executor.submit(server.select, "ASK {}") for _ in range(20)]

        assert {run.result().status_code for run in good + asked} == {200}
        assert {run.result().status_code for run in storm} == {503}
        refused = [run.result() for run in storm if "overloaded" in run.result().text]
        assert refused and all(int(r.headers["Retry-After"]) > 0 for r in refused)
    assert comes_to_rest(server, 6)
