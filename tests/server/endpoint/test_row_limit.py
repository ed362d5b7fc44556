"""A result that reaches the row limit says so, or breaks off; it never looks whole."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from legation_server.formats import SOLUTIONS, Format
from legation_server.isolation.pool import Pool
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.server_processes import Served, start_server

ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def limited(release: Release) -> Iterator[FlaskClient]:
    """A client of a server that gives five rows."""
    settings = Settings(workers=2, result_rows=5)
    pool = Pool(release, settings)
    yield create_app(release, pool, settings).test_client()
    pool.close()


@pytest.fixture(scope="module")
def many(dataset: Path) -> Iterator[Served]:
    """A server that gives more rows than fit into what it holds back."""
    served = start_server(dataset, "--workers", "2", "--result-rows", "20000")
    yield served
    served.stop()


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
def test_a_cut_table_says_so_in_a_header(limited: FlaskClient, offer: Format) -> None:
    response = limited.get("/sparql", query_string={"query": ALL, "format": offer.name})

    assert response.status_code == 200
    assert response.content_type == offer.content_type
    assert response.headers["X-Result-Truncated"] == "rows=5"
    assert "errors#result-too-large" in str(response.headers.getlist("Link"))
    assert 'rel="via"' in str(response.headers.getlist("Link"))
    assert "ETag" not in response.headers


def test_a_cut_table_has_the_rows_it_may_have_and_a_link_in_its_head(limited: FlaskClient) -> None:
    for _ in range(2):
        answer = json.loads(limited.get("/sparql", query_string={"query": ALL}).data)
        assert len(answer["results"]["bindings"]) == 5
        assert answer["head"]["link"] == ["http://localhost/errors#result-too-large"]


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
def test_a_table_of_just_so_many_rows_is_whole(limited: FlaskClient, offer: Format) -> None:
    response = limited.get(
        "/sparql", query_string={"query": ALL + " LIMIT 5", "format": offer.name}
    )

    assert "X-Result-Truncated" not in response.headers
    assert b"link" not in response.data
    assert "ETag" in response.headers


def test_a_graph_beyond_the_limit_is_a_problem(limited: FlaskClient) -> None:
    response = limited.get("/sparql", query_string={"query": "CONSTRUCT WHERE { ?s ?p ?o }"})

    assert response.status_code == 422
    assert json.loads(response.data)["limit"] == 5


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_a_table_that_is_on_its_way_breaks_off(many: Served, coding: str) -> None:
    query = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    sent = {"params": {"query": query}, "headers": {"Accept-Encoding": coding}}
    with many.get("/sparql", stream=True, **sent) as response:
        assert response.status_code == 200
        with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
            response.content  # noqa: B018
