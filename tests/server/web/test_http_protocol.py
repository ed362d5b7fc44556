"""HTTP/1.1 below the application: limits of size and time, and ends that one can see."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from legation_server.serving.connections import Connections
from legation_server.web import http_protocol

Application = Callable[[Any, Any, Any], Awaitable[None]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
PARTS = b"x" * 100_000


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """Read the body, and answer with its length."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    body = str(size).encode()
    length = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await send({"type": "http.response.body", "body": body})


async def breaking(scope: Any, receive: Any, send: Any) -> None:
    """Break off in the middle of an answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"begun", "more_body": True})
    raise RuntimeError("broken")


def talk(application: Application, say: Talk, fetch_seconds: float = 60.0) -> None:
    """Serve an application to one client, which is to see its connection through to the end."""

    async def run() -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            connections = Connections(listener, fetch_seconds, desks=False)
            connections.start(application)
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            try:
                await asyncio.wait_for(say(reader, writer), 60)
            finally:
                writer.close()
                await connections.close(0)

    asyncio.run(run())


def answer_to(request: bytes, application: Application = hello) -> bytes:
    """Return all that comes back for a request, up to the end of the connection."""
    said = bytearray()

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(request)
        while data := await reader.read(65_536):
            said.extend(data)

    talk(application, say)
    return bytes(said)


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 20_000 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\nHost: y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 400),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
            400,
        ),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"no HTTP at all\r\n\r\n", 400),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_reason(
    request_bytes: bytes, status: int
) -> None:
    answer = answer_to(request_bytes)

    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"connection: close\r\n" in answer
    assert answer.endswith(f"{http_protocol.REASONS[status]}\n".encode())


def test_no_client_is_believed_about_its_address() -> None:
    seen = []

    async def look(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["client"][0], scope["scheme"]))
        await hello(scope, receive, send)

    forwarded = b"X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n"
    answer_to(HEAD.replace(b"\r\n\r\n", b"\r\n" + forwarded + b"\r\n"), look)

    assert seen == [("127.0.0.1", "http")]


def test_there_is_no_way_to_http_2() -> None:
    upgrade = b"Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    answer = answer_to(HEAD.replace(b"\r\n\r\n", b"\r\n" + upgrade + b"\r\n"))

    assert answer.startswith(b"HTTP/1.1 200 ")


def test_a_client_of_http_1_0_needs_no_host() -> None:
    assert answer_to(b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "begun",
    [
        b"G",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc",
    ],
)
def test_a_request_that_never_ends_is_refused_after_some_time(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.05)
    monkeypatch.setattr(http_protocol, "BODY_SECONDS", 0.05)

    assert answer_to(begun).startswith(b"HTTP/1.1 408 ")


def test_a_refusal_is_never_written_into_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.05)

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
        await asyncio.sleep(0.2)
        await send({"type": "http.response.body", "body": b"ended"})

    answer = answer_to(HEAD + b"GET / HT", slow)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"5\r\nbegun\r\n5\r\nended\r\n0\r\n\r\n")


def test_an_answer_that_breaks_off_has_no_end() -> None:
    answer = answer_to(HEAD, breaking)

    assert b"transfer-encoding: chunked" in answer
    assert answer.endswith(b"5\r\nbegun\r\n")


def test_a_client_that_sends_no_more_is_still_answered() -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        writer.write_eof()
        assert (await reader.read()).startswith(b"HTTP/1.1 200 ")

    talk(hello, say)


def test_an_application_hears_that_its_client_has_hung_up() -> None:
    heard = asyncio.Event()

    async def listen(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        heard.set()

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        await writer.drain()
        writer.close()
        await heard.wait()

    talk(listen, say)


def test_requests_sent_together_are_answered_in_order() -> None:
    sizes = (3, 0, 2)
    requests = [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (size, b"a" * size)
        for size in sizes
    ]
    requests[-1] = requests[-1].replace(b"Host:", b"Connection: close\r\nHost:")

    answers = answer_to(b"".join(requests)).split(b"HTTP/1.1 200 OK")[1:]

    assert [answer[-1:] for answer in answers] == [b"3", b"0", b"2"]


def test_a_client_that_does_not_fetch_its_answer_is_let_go() -> None:
    async def large(scope: Any, receive: Any, send: Any) -> None:
        body = PARTS * 100
        length = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": body})

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        await writer.drain()
        await asyncio.sleep(0.5)
        fetched = 0
        try:
            while data := await reader.read(1 << 20):
                fetched += len(data)
        except ConnectionResetError:
            pass
        assert 0 < fetched < len(PARTS) * 100

    talk(large, say, fetch_seconds=0.1)
