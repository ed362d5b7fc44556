"""Text is compressed as the client likes it, and is the same text."""

import hashlib
import json
from collections.abc import Iterator

import pytest
import zstandard
from flask.testing import FlaskClient
from legation_server.isolation.pool import Pool
from legation_server.protocol.codings import CODINGS
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.decoders import DECODERS
from support.server_processes import Served
from werkzeug.test import TestResponse

ALL = "SELECT * { ?s ?p ?o }"
DUMP = "/dumps/legation.nq"


def fetch(client: FlaskClient, path: str, coding: str, **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers={"Accept-Encoding": coding, **sent}, buffered=True)


def ask(client: FlaskClient, coding: str, query: str = ALL, **headers: str) -> TestResponse:
    return fetch(client, "/sparql?query=" + query, coding, **headers)


@pytest.fixture
def plain(release: Release, pool: Pool) -> Iterator[FlaskClient]:
    """A client of a server that compresses nothing."""
    yield create_app(release, pool, Settings(compress_from=0)).test_client()


@pytest.mark.parametrize("coding", CODINGS)
def test_an_answer_is_the_same_in_every_coding(client: FlaskClient, coding: str) -> None:
    whole, compressed = client.get("/sparql?query=" + ALL), ask(client, coding)

    assert compressed.headers["Content-Encoding"] == coding
    assert DECODERS[coding](compressed.data) == whole.data
    assert compressed.content_length == len(compressed.data) < len(whole.data) / 3
    assert compressed.content_type == whole.content_type
    assert "Content-Encoding" not in whole.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *;q=0.1", "br"),
        ("x-odd, gzip;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("", None),
    ],
)
def test_the_client_chooses_the_coding(
    client: FlaskClient, accepted: str, coding: str | None
) -> None:
    response = ask(client, accepted)

    assert response.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in response.headers["Vary"]


def test_each_coding_has_a_tag_of_its_own_that_is_good_for_304(client: FlaskClient) -> None:
    tags = {coding: ask(client, coding).headers["ETag"] for coding in ("", *CODINGS)}

    assert len(set(tags.values())) == 4
    for coding, tag in tags.items():
        again = ask(client, coding, If_None_Match=tag)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "Accept-Encoding" in again.headers["Vary"]


def test_head_gives_the_headers_of_get(client: FlaskClient) -> None:
    for path in ("/sparql?query=" + ALL, DUMP):
        get = fetch(client, path, "gzip")
        head = client.head(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
        assert head.data == b""
        for name in ("ETag", "Content-Encoding", "Vary"):
            assert head.headers[name] == get.headers[name]


def test_what_is_short_or_no_text_stays_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in ask(client, "gzip", "ASK {}").headers
    assert "Content-Encoding" not in fetch(client, "/healthz", "gzip").headers


def test_a_server_may_compress_nothing(plain: FlaskClient) -> None:
    response = ask(plain, "gzip")

    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept"


def test_errors_are_compressed_too(client: FlaskClient) -> None:
    response = ask(client, "gzip", "SELECT * {", Accept="text/html, */*;q=0.1")

    assert response.status_code == 400
    assert b"<h1>" in DECODERS["gzip"](response.data)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_dump_is_compressed_on_its_way(
    client: FlaskClient, release: Release, coding: str
) -> None:
    response = fetch(client, DUMP, coding)

    digest = next(file.sha256 for file in release.files if "/" + file.path == DUMP)
    assert hashlib.sha256(DECODERS[coding](response.data)).hexdigest() == digest
    assert response.headers["ETag"] == f'W/"{digest}-{coding}"'
    # Both speak of the bytes sent, which are others now.
    assert "Repr-Digest" not in response.headers and "Accept-Ranges" not in response.headers
    again = fetch(client, DUMP, coding, If_None_Match=response.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_ranges_are_of_the_dump_as_it_is(client: FlaskClient) -> None:
    whole = client.get(DUMP, buffered=True)

    part = fetch(client, DUMP, "gzip", Range="bytes=100-199")

    assert (part.status_code, part.data) == (206, whole.data[100:200])
    assert "Content-Encoding" not in part.headers
    assert part.headers["ETag"] == whole.headers["ETag"]
    assert "Accept-Encoding" in part.headers["Vary"]


def test_no_range_of_one_coding_continues_another(client: FlaskClient) -> None:
    held = fetch(client, DUMP, "gzip").headers["ETag"]

    response = fetch(client, DUMP, "gzip", Range="bytes=100-", If_Range=held)

    assert (response.status_code, response.headers["ETag"]) == (200, held)


def test_a_large_answer_is_compressed_as_it_comes(server: Served) -> None:
    query = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"

    sent = {"params": {"query": query}, "headers": {"Accept-Encoding": "zstd"}}
    with server.get("/sparql", stream=True, **sent) as response:
        assert response.headers["Content-Encoding"] == "zstd"
        assert "Content-Length" not in response.headers
        data = response.raw.read(decode_content=False)

    reader = zstandard.ZstdDecompressor().decompressobj()
    rows = json.loads(reader.decompress(data))["results"]["bindings"]
    assert len(rows) > 5_000
    assert reader.eof
