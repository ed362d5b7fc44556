"""A Host header is a client's word: whatever it says, answers come, and hold nothing of it raw."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from legation_server.isolation.pool import Pool
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from werkzeug.test import create_environ, run_wsgi_app

ADDRESSES = (
    "/",
    "/query",
    "/sitemap.xml",
    "/robots.txt",
    "/linkset.json",
    "/reconcile",
    "/nowhere",
)
UNUSABLE = ("xn--a", "a" * 64 + ".example", "a b.example", "x/y?", '"><script>', "", "x:port")


def ask(app: Flask, address: str, **headers: str) -> tuple[int, str]:
    """Return status and text; a test client would want to use the address itself."""
    environ = create_environ(address) | {"HTTP_ACCEPT": "text/html, */*;q=0.1"} | headers
    body, status, _ = run_wsgi_app(app.wsgi_app, environ, buffered=True)
    return int(status[:3]), b"".join(body).decode()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("host", UNUSABLE)
def test_hosts_that_cannot_be_are_our_own(client: FlaskClient, host: str, address: str) -> None:
    status, text = ask(client.application, address, HTTP_HOST=host)

    assert status == (404 if address == "/nowhere" else 200)
    assert "http:///" not in text
    assert not host or host not in text


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("data.example", "http://data.example/"),
        ("odd host, data.example", "http://localhost/"),
        ("first.example, data.example", "http://data.example/"),
        ("xn--a", "http://localhost/"),
    ],
)
def test_hosts_that_proxies_name_are_looked_at_too(
    release: Release, pool: Pool, host: str, expected: str
) -> None:
    behind = create_app(release, pool, Settings(proxies=1))

    status, text = ask(behind, "/robots.txt", HTTP_X_FORWARDED_HOST=host)

    assert (status, f"Sitemap: {expected}sitemap.xml" in text) == (200, True)


@pytest.mark.parametrize(
    ("prefix", "scheme", "expected"),
    [
        ("/data", "https", "https://localhost/data/"),
        ("/some/data/", "http", "http://localhost/some/data/"),
        ("/", "https", "https://localhost/"),
        ("//evil.example", "https", "https://localhost/"),
        ("/data//evil.example", "http", "http://localhost/"),
        ("evil", "http", "http://localhost/"),
        ('/"><script>', "http", "http://localhost/"),
        ("/data", "javascript", "http://localhost/data/"),
    ],
)
def test_prefixes_and_schemes_lead_nowhere_else(
    release: Release, pool: Pool, prefix: str, scheme: str, expected: str
) -> None:
    behind = create_app(release, pool, Settings(proxies=1))

    said = {"HTTP_X_FORWARDED_PREFIX": prefix, "HTTP_X_FORWARDED_PROTO": scheme}
    status, text = ask(behind, "/robots.txt", **said)

    assert (status, f"Sitemap: {expected}sitemap.xml" in text) == (200, True)


def test_a_part_of_the_sitemap_that_cannot_be_is_not_found(client: FlaskClient) -> None:
    response = client.get("/sitemap-99999999999999999999999999.xml")

    assert response.status_code == 404
