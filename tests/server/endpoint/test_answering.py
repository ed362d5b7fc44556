import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.formats import GRAPHS, Format
from legation_server.isolation.pool import Pool
from legation_server.query import Head
from legation_server.rdf.writer import RDF_FORMATS
from legation_server.releases.manifest import Release
from legation_server.results.cache import CachedResult, ResultCache
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.figures import figure
from werkzeug.test import TestResponse

CLAIMS = "SELECT ?c WHERE { ?c a bil:Claim }"
GRAPH = "https://w3id.org/legation/graph/entities"


def ask(client: FlaskClient, query: str, **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", query_string={"query": query}, headers=sent)


def held_bytes(client: FlaskClient) -> float:
    return figure(client.get("/metrics").text, "legation_cache_bytes")


def test_an_unchanged_answer_is_not_sent_again(fresh: FlaskClient) -> None:
    etag = ask(fresh, CLAIMS).headers["ETag"]

    again = ask(fresh, CLAIMS, If_None_Match=etag)

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("query", [CLAIMS, "SELECT (NOW() AS ?x) {}", "DESCRIBE id:israel"])
def test_an_answer_names_its_release_by_an_iri_that_leads_to_it(
    fresh: FlaskClient, release: Release, query: str
) -> None:
    first, again = (ask(fresh, query) for _ in range(2))

    source = f'<{release.iri}>; rel="via"'
    assert first.headers.getlist("Link") == again.headers.getlist("Link") == [source]
    page = fresh.get("/" + release.iri.removeprefix(release.base), follow_redirects=True)
    assert page.status_code == 200
    assert release.digest in page.text


def test_each_format_query_and_dataset_has_a_tag_of_its_own(fresh: FlaskClient) -> None:
    answers = [
        ask(fresh, CLAIMS),
        ask(fresh, CLAIMS, Accept="text/csv"),
        ask(fresh, CLAIMS + " "),
        fresh.get("/sparql", query_string={"query": CLAIMS, "default-graph-uri": GRAPH}),
    ]

    assert len({answer.headers["ETag"] for answer in answers}) == 4
    assert not answers[0].headers["ETag"].startswith("W/")


@pytest.mark.parametrize("volatile", ["NOW()", "rand()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_changes_each_time_has_no_tag(fresh: FlaskClient, volatile: str) -> None:
    response = ask(fresh, f"SELECT ({volatile} AS ?x) {{}}")

    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert held_bytes(fresh) == 0


def test_a_repeated_query_is_answered_from_memory(fresh: FlaskClient) -> None:
    first, second = ask(fresh, CLAIMS), ask(fresh, CLAIMS)

    assert first.data == second.data
    assert first.content_type == second.content_type
    assert first.headers["Server-Timing"].startswith("query;dur=")
    assert second.headers["Server-Timing"].startswith("cache;dur=")
    assert first.headers["X-Query-Id"] != second.headers["X-Query-Id"]


def test_errors_are_not_kept(fresh: FlaskClient) -> None:
    assert [ask(fresh, "SELEC").status_code for _ in range(2)] == [400, 400]
    assert held_bytes(fresh) == 0


def test_an_answer_names_the_limits(fresh: FlaskClient) -> None:
    assert ask(fresh, CLAIMS).headers["X-Limits"] == "seconds=10, rows=1000000, bytes=268435456"


def test_the_cache_stays_within_its_room() -> None:
    cache = ResultCache(100_000)
    head = Head("solutions", "json")

    for number in range(1_000):
        cache.put(str(number), CachedResult(head, b"x" * 5_000))

    assert 50_000 < cache.size <= 100_000
    assert cache.get("999") and not cache.get("0")


def test_the_cache_keeps_nothing_that_is_too_large_for_it() -> None:
    cache = ResultCache(100_000)

    cache.put("q", CachedResult(Head("solutions", "json"), b"x" * 50_000))

    assert cache.size == 0


def test_a_result_on_its_way_is_kept_once_it_is_whole() -> None:
    cache = ResultCache(100_000)
    head = Head("solutions", "json")
    parts = [b"x" * 1_000] * 5

    passed = cache.collect("q", head, iter(parts))
    assert [next(passed) for _ in parts] == parts
    assert cache.get("q") is None
    assert list(passed) == []

    assert cache.get("q") == CachedResult(head, b"".join(parts))


def test_a_result_that_breaks_off_or_is_too_large_is_not_kept() -> None:
    cache = ResultCache(100_000)
    head = Head("solutions", "json")

    def broken() -> Iterator[bytes]:
        yield b"x" * 1_000
        raise OSError

    with pytest.raises(OSError):
        list(cache.collect("broken", head, broken()))
    left = cache.collect("left", head, iter([b"x" * 1_000] * 2))
    next(left)
    del left
    large = [b"x" * 1_000] * 20

    assert list(cache.collect("large", head, iter(large))) == large
    assert cache.size == 0
    assert list(cache.collect("small", head, iter(large[:5]))) == large[:5]
    assert cache.get("small") is not None


def test_what_is_collected_at_the_same_time_stays_within_an_eighth_of_the_room() -> None:
    cache = ResultCache(100_000)
    head = Head("solutions", "json")
    streams = [cache.collect(str(n), head, iter([b"x" * 4_000] * 2)) for n in range(3)]

    for _ in range(2):
        for stream in streams:
            next(stream)
    for stream in streams:
        assert list(stream) == []

    assert sum(cache.get(str(n)) is not None for n in range(3)) == 1


def test_a_large_answer_is_given_again_from_memory(release: Release, pool: Pool) -> None:
    client = create_app(release, pool, Settings(cache=64)).test_client()
    large = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f } LIMIT 5000"

    first = ask(client, large)
    assert len(first.data) > 1_048_576
    second = ask(client, large)

    assert first.data == second.data
    assert first.headers["Server-Timing"].startswith("query;")
    assert second.headers["Server-Timing"].startswith("cache;")


def test_a_cache_without_room_keeps_nothing() -> None:
    cache = ResultCache(0)

    cache.put("q", CachedResult(Head("solutions", "json"), b""))

    assert cache.get("q") is None


@pytest.mark.parametrize("offer", GRAPHS, ids=lambda offer: offer.name)
def test_a_graph_can_be_fetched_in_every_format(client: FlaskClient, offer: Format) -> None:
    response = client.get(
        "/graphs", query_string={"graph": GRAPH}, headers={"Accept": offer.media_type}
    )

    assert response.content_type == offer.content_type
    assert len({q.triple for q in ox.parse(response.data, RDF_FORMATS[offer.name])}) == 10


def test_all_graphs_come_as_the_default_graph(client: FlaskClient, release: Release) -> None:
    response = client.get("/graphs?default&format=nt")

    assert len(response.data.splitlines()) == release.quads + 1


def test_an_unknown_graph_is_not_found(client: FlaskClient) -> None:
    response = client.get("/graphs", query_string={"graph": "http://example.org/none"})

    assert response.status_code == 404
    assert GRAPH in json.loads(response.data)["graphs"]


@pytest.mark.parametrize(
    "address", ["/graphs", "/graphs?default&graph=x", "/graphs?graph=x&graph=y"]
)
def test_one_graph_is_named(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_cannot_be_written(client: FlaskClient, method: str) -> None:
    response = client.open("/graphs?default", method=method, data="")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
