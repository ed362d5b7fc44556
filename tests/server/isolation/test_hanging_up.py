"""A client that hangs up in the middle of an answer is no failure; an answer that breaks off is."""

import asyncio
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from legation_server.errors import ClientGoneError, Problem
from legation_server.web.asgi import AsgiAdapter
from support.some import some

SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "headers": [],
    "http_version": "1.1",
}


def transfer(error: Exception) -> list[MutableMapping[str, Any]]:
    """Return what is sent of an answer that ends in an error after two pieces."""

    def pieces() -> Iterator[bytes]:
        yield b"one"
        yield b"two"
        raise error

    def application(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        return pieces()

    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    adapter = AsgiAdapter(application, 2, 1000)
    asyncio.run(adapter(SCOPE, receive, send))
    return sent


def test_a_client_that_hung_up_is_no_failure() -> None:
    sent = transfer(ClientGoneError())

    assert [message.get("body") for message in sent] == [None, b"one", b"two"]
    assert all(message["more_body"] for message in some(sent[1:]))


def test_an_answer_that_breaks_off_is_told_to_the_web_server() -> None:
    with pytest.raises(Problem):
        transfer(Problem("query-timeout"))
