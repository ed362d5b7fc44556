"""Every address answers every method as HTTP asks, errors included, and anyone's browser may read it."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

READ_ONLY = [
    "/",
    "/query",
    "/about",
    "/docs",
    "/docs/model",
    "/docs/model.md",
    "/query/terms.json",
    "/wd/query/terms.json",
    "/errors",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/pictures/home.png",
    "/favicon.ico",
    "/dumps/",
    "/dumps/legation.nq",
    "/releases/",
    "/releases/feed.atom",
    "/releases/0123456789abcdef/",
    "/releases/0123456789abcdef..0123456789abcdef",
    "/releases/0123456789abcdef/manifest.json",
    "/releases/0123456789abcdef/dumps/legation.nq",
    "/.well-known/void",
    "/.well-known/api-catalog",
    "/linkset.json",
    "/sitemap.xml",
    "/id/",
    "/graph/",
    "/graphs?default",
    "/reconcile/help",
    "/reconcile/preview?id=freedonia",
    "/reconcile/properties?callback=f",
    "/reconcile/flyout/entity?id=freedonia",
    "/reconcile/suggest/entity?prefix=f",
    "/id/freedonia",
    "/id/freedonia.html",
    "/id/freedonia.ttl",
    "/statements.csv-metadata.json",
    "/static/query/main.js",
]
ENDPOINT = ["/sparql", "/sparql?query=ASK{}", "/sparql/?query=ASK{}&format=csv"]
ERRORS = [
    "/reconcile?queries=x",
    "/none",
    "/id/none.ttl",
    "/dumps/none",
    "/static/none",
    "/graphs",
    "/sparql?query=x",
]
# These differ from one answer to the next, or from one second to the next.
FLEETING = ("X-Query-Id", "Server-Timing", "Date", "Expires")


def shared(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers if name not in FLEETING}


def methods(header: str) -> set[str]:
    return set(header.split(", "))


@pytest.mark.parametrize("address", [*READ_ONLY, *ENDPOINT, *ERRORS])
def test_head_is_get_without_its_body(client: FlaskClient, address: str) -> None:
    client.get(address, buffered=True)
    get, head = client.get(address, buffered=True), client.head(address, buffered=True)

    assert head.data == b""
    assert head.status_code == get.status_code
    if address != "/readyz":
        assert shared(head.headers) == shared(get.headers)


@pytest.mark.parametrize("address", [*READ_ONLY, *ENDPOINT])
def test_options_tells_the_methods_to_programs_and_browsers(
    client: FlaskClient, address: str
) -> None:
    response = client.options(address, headers={"Origin": "https://example.org"})

    expected = {"GET", "HEAD", "OPTIONS"} | ({"POST", "QUERY"} if address in ENDPOINT else set())
    assert response.status_code == (204 if address in ENDPOINT else 200)
    assert methods(response.headers["Allow"]) == expected
    assert methods(response.headers["Access-Control-Allow-Methods"]) == expected
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert int(response.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("address", [*READ_ONLY, *ENDPOINT])
def test_other_methods_are_refused_with_those_there_are(
    client: FlaskClient, address: str, method: str
) -> None:
    response = client.open(address, method=method)

    assert response.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} <= methods(response.headers["Allow"])
    assert json.loads(response.data)["type"] == "/errors#method-not-allowed"


@pytest.mark.parametrize("address", [*READ_ONLY, *ENDPOINT, *ERRORS])
def test_any_page_may_read_any_answer_but_never_with_credentials(
    client: FlaskClient, address: str
) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"}, buffered=True)

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    exposed = methods(response.headers["Access-Control-Expose-Headers"])
    assert exposed >= {"ETag", "Retry-After", "X-Query-Id", "X-Limits", "X-Result-Truncated"}


@pytest.mark.parametrize("address", ERRORS)
@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/problem+json"),
        ("application/sparql-results+json", "application/problem+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("image/png", "application/problem+json"),
    ],
)
def test_errors_come_as_the_client_likes_them(
    client: FlaskClient, address: str, accept: str, content_type: str
) -> None:
    response = client.get(address, headers={"Accept": accept})

    assert response.status_code >= 400
    assert response.content_type == content_type
    assert response.headers["Cache-Control"] == "no-store"
    assert "Accept" in methods(response.headers["Vary"])


# Pictures are not compressed: the same bytes go to all, so their answers do not vary.
PICTURE = "/pictures/home.png"
UNTAGGED = ("/healthz", "/readyz", "/favicon.ico", "/.well-known/void", "/id/freedonia", PICTURE)
TAGGED = [address for address in READ_ONLY if address not in UNTAGGED]


@pytest.mark.parametrize("address", [*TAGGED, "/sparql", "/sparql?query=ASK{}"])
@pytest.mark.parametrize("weaker", ["", "W/"])
def test_what_a_client_holds_is_not_sent_again(
    client: FlaskClient, address: str, weaker: str
) -> None:
    first = client.get(address, buffered=True)
    etag = first.headers["ETag"]

    again = client.get(address, headers={"If-None-Match": weaker + etag}, buffered=True)

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Vary"] == first.headers["Vary"]
    assert "Cache-Control" in again.headers
    other = client.get(address, headers={"If-None-Match": '"other"'}, buffered=True)
    assert (other.status_code, other.data) == (200, first.data)
