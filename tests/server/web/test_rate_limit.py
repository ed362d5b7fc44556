"""A client that asks too much is told so; who a client is, nobody can make up."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.errors import Problem
from legation_server.isolation.pool import Pool
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from legation_server.web.hooks.rate_limit import RateLimiter


@pytest.fixture
def client_of(release: Release, pool: Pool) -> Iterator[Callable[..., FlaskClient]]:
    """Make clients of servers with settings of their own."""

    def make(**settings: Any) -> FlaskClient:
        return create_app(release, pool, Settings(**settings)).test_client()

    yield make


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which stands still unless a test sets it."""
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def statuses(client: FlaskClient, count: int, **options: object) -> list[int]:
    asked = [client.get("/sparql?query=ASK{}", **options) for _ in range(count)]
    return [response.status_code for response in asked]


def test_a_client_may_make_so_many_requests(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(rate_limit=5)

    assert statuses(client, 8) == [200] * 5 + [429] * 3


def test_the_refusal_says_when_to_come_back(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(rate_limit=1)
    statuses(client, 1)

    response = client.get("/sparql?query=ASK{}")

    problem = json.loads(response.data)
    assert problem["type"] == "/errors#too-many-requests"
    assert problem["limit"] == 1
    assert 1 <= int(response.headers["Retry-After"]) <= 120
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_without_the_setting_there_is_no_limit(client_of: Callable[..., FlaskClient]) -> None:
    assert set(statuses(client_of(), 50)) == {200}


def test_those_who_watch_the_server_are_always_answered(
    client_of: Callable[..., FlaskClient],
) -> None:
    client = client_of(rate_limit=1)
    statuses(client, 3)

    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    assert client.options("/sparql").status_code == 204
    assert client.get("/").status_code == 429


def test_each_client_is_counted_by_itself(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(rate_limit=2)
    for address in ("192.0.2.1", "192.0.2.2", "2001:db8:0:1::1"):
        assert statuses(client, 3, environ_base={"REMOTE_ADDR": address}) == [200, 200, 429]

    same_network = {"REMOTE_ADDR": "2001:db8:0:1::2"}
    assert statuses(client, 1, environ_base=same_network) == [429]


def test_a_header_makes_nobody_another_client(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(rate_limit=2)

    seen = [
        client.get("/", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(4)
    ]

    assert seen == [200, 200, 429, 429]


def test_a_trusted_proxy_tells_clients_apart(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(rate_limit=2, proxies=1)

    def ask(forwarded: str) -> int:
        return client.get("/", headers={"X-Forwarded-For": forwarded}).status_code

    assert [ask("192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert ask("192.0.2.2") == 200
    # Only the entry that the proxy itself added counts.
    assert ask("192.0.2.3, 192.0.2.1") == 429


def test_a_trusted_proxy_tells_our_own_address(client_of: Callable[..., FlaskClient]) -> None:
    headers = {"X-Forwarded-Host": "data.example.org", "X-Forwarded-Proto": "https"}

    assert "https://data.example.org/sparql" in client_of(proxies=1).get("/", headers=headers).text
    assert "data.example.org" not in client_of().get("/", headers=headers).text


def test_clients_are_forgotten_in_time(clock: list[float]) -> None:
    limiter = RateLimiter(1)
    limiter.count("192.0.2.1")
    with pytest.raises(Problem):
        limiter.count("192.0.2.1")

    clock[0] += 121
    limiter.count("192.0.2.1")
