"""The recipe of docs/nginx.md works with nginx: answers pass whole, and broken ones look broken."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
import requests
from support.asking import CLAIMS
from support.eventually import eventually
from support.heavy_queries import ENDLESS, HUGE, LARGE
from support.nginx import behind_nginx, needs_nginx
from support.server_processes import Served, start_server

pytestmark = needs_nginx
ROWS = 40_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("behind") / "access.jsonl"


@pytest.fixture(scope="module")
def server(dataset: Path, log: Path) -> Iterator[Served]:
    """A server behind one proxy, which writes down who asks."""
    options = ["--proxies", "1", "--workers", "3", "--access-log", "--result-rows", str(ROWS)]
    with log.open("wb") as stream:
        served = start_server(dataset, *options, stderr=stream)
    yield served
    served.stop()


@pytest.fixture(scope="module")
def proxied(server: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with behind_nginx(server, tmp_path_factory.mktemp("nginx")) as proxied:
        yield proxied


@pytest.mark.parametrize(
    "path",
    [
        "/id/freedonia.ttl",
        "/id/osterl%C3%A4nder",
        "/id/none%2Fsuch",
        "/dumps/legation.nt",
        "/graph/",
    ],
)
def test_answers_are_those_of_the_server(server: Served, proxied: Served, path: str) -> None:
    # Pages name their pictures by the address at which they were asked for.
    same_host = {"Host": proxied.url.removeprefix("http://")}
    direct = server.get(path, allow_redirects=False, headers=same_host)
    through = proxied.get(path, allow_redirects=False)

    assert through.status_code == direct.status_code
    assert through.content == direct.content
    tag = through.headers.get("ETag")
    assert tag == direct.headers.get("ETag")
    if tag:
        assert proxied.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_large_result_comes_whole(server: Served, proxied: Served, coding: str) -> None:
    query, headers = f"{LARGE} LIMIT {ROWS}", {"Accept-Encoding": coding}
    direct, through = (
        each.get("/sparql", params={"query": query, "format": "csv"}, headers=headers)
        for each in (server, proxied)
    )

    assert len(through.content) > 2_000_000
    assert through.content == direct.content


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_result_that_breaks_off_is_seen_to(proxied: Served, coding: str, form: str) -> None:
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        proxied.get(
            "/sparql", params={"query": HUGE, "format": form}, headers={"Accept-Encoding": coding}
        )


def test_long_queries_and_all_methods_pass(proxied: Served) -> None:
    query = f"{CLAIMS} # {'x' * 40_000}"
    media_type = {"Content-Type": "application/sparql-query"}

    answers = [
        proxied.select(query),
        proxied.post("/sparql", data={"query": query}),
        requests.request(
            "QUERY", f"{proxied.url}/sparql", data=query, headers=media_type, timeout=60
        ),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1


def test_links_are_for_the_address_that_was_asked(proxied: Served) -> None:
    claimed = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
    }

    robots = proxied.get("/robots.txt", headers=claimed).text

    assert f"Sitemap: {proxied.url}/sitemap.xml" in robots


def test_the_client_is_who_asked_nginx(proxied: Served, log: Path) -> None:
    place = urlparse(proxied.url)
    address = (place.hostname or "", place.port or 0)
    with socket.create_connection(address, source_address=("127.0.0.9", 0)) as client:
        client.sendall(
            b"GET /errors?who HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: 10.9.8.7\r\n"
            b"Connection: close\r\n\r\n"
        )
        assert client.recv(20).startswith(b"HTTP/1.1 200")

    def clients() -> set[str]:
        lines = [json.loads(line) for line in log.read_text().splitlines() if line[:1] == "{"]
        return {line["client"] for line in lines if line["path"] == "/errors"}

    assert eventually(clients) == {"127.0.0.9"}


def test_a_query_ends_when_its_client_hangs_up(server: Served, proxied: Served) -> None:
    def hung_up() -> int:
        found = re.search(r'\{event="hung up"\} (\d+)', server.get("/metrics").text)
        return int(found[1]) if found else 0

    before = hung_up()
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{proxied.url}/sparql", {"query": ENDLESS}, timeout=1)

    assert eventually(lambda: hung_up() > before)


def test_http_1_0_is_refused_where_nobody_would_see_a_break(proxied: Served) -> None:
    place = urlparse(proxied.url)
    with socket.create_connection((place.hostname or "", place.port or 0)) as client:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")

        assert client.recv(20).split()[1] == b"505"
