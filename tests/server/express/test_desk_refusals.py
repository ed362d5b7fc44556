"""A desk refuses in the words of the application."""

import json

import pytest
from flask.testing import FlaskClient
from legation_server.errors import overloaded
from legation_server.express.http_response import refusal_bytes
from legation_server.isolation.pool import Pool
from legation_server.protocol.response_head import AnswerRules

RULES = AnswerRules("", 1_000)
WHY = "Too many queries are waiting."
# What is another each time, and who says it.
OWN = {"Date", "Server-Timing", "X-Query-Id"}


def read(answer: bytes) -> tuple[str, dict[str, str], bytes]:
    """Return the status, the headers and the body of an answer."""
    first, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = first.decode().split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


@pytest.mark.parametrize("accept", [None, "*/*", "application/sparql-results+json", "text/csv"])
def test_a_desk_refuses_like_the_application(
    client: FlaskClient, pool: Pool, monkeypatch: pytest.MonkeyPatch, accept: str | None
) -> None:
    def refuse(*_: object) -> None:
        raise overloaded(WHY)

    monkeypatch.setattr(pool, "run", refuse)
    asked = {"query": "ASK { ?nobody ?asked ?this }"}
    application = client.get(
        "/sparql", query_string=asked, headers={"Accept": accept} if accept else {}
    )
    status, headers, body = read(refusal_bytes(accept, overloaded(WHY), RULES) or b"")

    assert status == "HTTP/1.1 503 Service Unavailable"
    names = {"Content-Length", *OWN}
    assert set(headers) | {"Date"} == set(application.headers.keys()) | {"Date"}
    assert {n: v for n, v in headers.items() if n not in names} == {
        n: v for n, v in application.headers.items() if n not in names
    }
    assert int(headers["Content-Length"]) == len(body)
    assert json.loads(body) == json.loads(application.data) | {"seconds": 0.0}


@pytest.mark.parametrize("accept", ["text/html", "text/plain, */*;q=0.1"])
def test_a_page_or_text_is_for_the_application(accept: str) -> None:
    assert refusal_bytes(accept, overloaded(WHY), RULES) is None
