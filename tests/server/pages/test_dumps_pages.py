import hashlib
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from legation_server.releases.manifest import Release
from support.memory_store import get
from support.some import some

PAGES = ["/", "/query", "/dumps/", "/errors", "/reconcile/help"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_there_and_guarded(client: FlaskClient, path: str) -> None:
    response = get(client, path)

    assert response.content_type == "text/html; charset=utf-8"
    assert "<h1>" in response.text
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy and "http" not in policy


def test_the_home_page_tells_what_there_is(client: FlaskClient, release: Release) -> None:
    page = get(client, "/").text

    assert f"{release.quads:,} RDF triples" in page
    assert "Freedonia and Sylvania" in page
    assert "http://localhost/sparql" in page
    assert release.license in page


def test_dumps_are_listed_with_size_licence_and_digest(
    client: FlaskClient, release: Release
) -> None:
    page = get(client, "/dumps/").text

    for file in some(release.files):
        assert f'href="/{file.path}"' in page
        assert f"{file.size:,}" in page
        assert file.sha256 in page
        assert file.license in page


def test_every_dump_is_served_as_it_is(client: FlaskClient, release: Release) -> None:
    for file in some(release.files):
        response = get(client, "/" + file.path)
        assert response.mimetype == file.media_type
        assert hashlib.sha256(response.data).hexdigest() == file.sha256
        assert response.headers["ETag"] == f'"{file.sha256}"'


def test_a_dump_can_be_fetched_in_parts(client: FlaskClient, release: Release) -> None:
    whole = get(client, "/dumps/legation.nq").data

    part = get(client, "/dumps/legation.nq", headers={"Range": "bytes=100-"})

    assert part.status_code == 206
    assert whole == whole[:100] + part.data
    beyond = get(client, "/dumps/legation.nq", headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416


@pytest.mark.parametrize("asked", ["bytes=0-9,20-29", "bytes=5-2", "bytes=abc", "items=0-5", "x"])
def test_what_is_not_one_range_of_bytes_gets_the_whole(client: FlaskClient, asked: str) -> None:
    for path in ("/dumps/legation.nq", "/releases/current/dumps/legation.nq"):
        answer = client.get(path, headers={"Range": asked}, follow_redirects=True, buffered=True)

        assert answer.status_code == 200
        assert answer.data == get(client, "/dumps/legation.nq").data


def test_an_unchanged_dump_is_not_sent_again(client: FlaskClient) -> None:
    etag = get(client, "/dumps/legation.ttl").headers["ETag"]

    again = get(client, "/dumps/legation.ttl", headers={"If-None-Match": etag})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/dumps/other.nq", "/dumps/../manifest.json", "/dumps/%2e%2e/x"])
def test_nothing_but_the_dumps_is_served(client: FlaskClient, path: str) -> None:
    assert get(client, path).status_code == 404


def test_the_dataset_description_is_where_machines_look(client: FlaskClient) -> None:
    response = get(client, "/.well-known/void", follow_redirects=True)

    assert response.mimetype == "text/turtle"
    assert b"void#Dataset" in response.data


def test_machines_find_the_small_addresses(client: FlaskClient) -> None:
    assert get(client, "/healthz").status_code == 200
    assert get(client, "/readyz").json["status"] == "ok"  # type: ignore[index]
    robots = get(client, "/robots.txt").text
    assert "Disallow: /sparql" in robots and "Disallow: /reconcile" in robots
    icon = get(client, "/favicon.ico", follow_redirects=True)
    assert ElementTree.fromstring(icon.data).tag.endswith("svg")


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    response = client.post("/dumps/")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"
