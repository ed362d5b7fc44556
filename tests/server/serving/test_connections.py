"""The end of a server's connections: none is left open, at whatever moment it comes."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from legation_server.serving.connections import Connections

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
# What is answered while the server ends says so.
LAST_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """Answer with nothing."""
    length = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def pair(said: bytes) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give a listener, and a client that has said something to it."""
    with socket.socket() as listener, socket.socket() as client:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client.connect(listener.getsockname())
        client.sendall(said)
        client.setblocking(False)
        yield listener, client


async def heard(client: socket.socket) -> bytes:
    """Return what a client gets up to the end of its connection, which has to come."""
    loop, said = asyncio.get_running_loop(), b""
    try:
        while data := await asyncio.wait_for(loop.sock_recv(client, 65_536), 10):
            said += data
    except ConnectionResetError:
        return said
    return said


@pytest.mark.parametrize("rounds", range(12))
@pytest.mark.parametrize("said", [b"", HEAD[:10], HEAD])
def test_a_connection_ends_with_its_server_at_whatever_moment(said: bytes, rounds: int) -> None:
    async def run() -> bytes:
        with pair(said) as (listener, client):
            connections = Connections(listener, 60.0, desks=False)
            connections.start(empty)
            for _ in range(rounds):
                await asyncio.sleep(0)
            await connections.close(0.1)
            # What waited in the line of the listener ends with that.
            listener.close()
            return await heard(client)

    assert asyncio.run(run()) in (b"", ANSWER, LAST_ANSWER)


def test_an_answer_that_never_comes_does_not_keep_a_server() -> None:
    async def run() -> bytes:
        asked = asyncio.Event()

        async def deaf(scope: Any, receive: Any, send: Any) -> None:
            asked.set()
            await asyncio.Event().wait()

        with pair(HEAD) as (listener, client):
            connections = Connections(listener, 60.0, desks=False)
            connections.start(deaf)
            await asked.wait()
            await connections.close(0)
            return await heard(client)

    assert asyncio.run(run()) == b""


def test_an_answer_on_its_way_is_finished_before_the_end() -> None:
    async def run() -> bytes:
        asked, go_on = asyncio.Event(), asyncio.Event()

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            asked.set()
            await go_on.wait()
            await empty(scope, receive, send)

        with pair(HEAD) as (listener, client):
            connections = Connections(listener, 60.0, desks=False)
            connections.start(slow)
            await asked.wait()
            closing = asyncio.create_task(connections.close(60))
            await asyncio.sleep(0)
            go_on.set()
            await closing
            return await heard(client)

    assert asyncio.run(run()).startswith(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n")
