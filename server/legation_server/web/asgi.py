"""Run a WSGI application under an ASGI server, honestly and with an ear on the client.

Two things make this module necessary. A response that fails half-way must reach the client as a
broken transfer: the server's own WSGI interface ends it like a whole one. And a client that hangs
up must be noticed while its request is still being worked on: `environ["legation.gone"]` is an
Event that is set then.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from threading import Event
from typing import Any

from legation_server.errors import ClientGoneError
from legation_server.protocol import http_date
from legation_server.results import Outcome
from legation_server.web.environ import Scope, announces_body, as_environ

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[..., Iterable[bytes]]
Learn = Callable[[Outcome], None]

# Where the application leaves what became of a query, for those that answer the same again.
OUTCOME = "legation.outcome"
LISTEN_AFTER_SECONDS = 0.05
# These are answered whatever else happens: they have threads of their own.
OPERATIONS = frozenset(("/healthz", "/readyz", "/metrics"))
RESERVED_THREADS = 4
# A longer answer without a length is not given to clients of HTTP/1.0.
LONGEST_1_0_BYTES = 16 * 1024 * 1024


@dataclass
class Started:
    """A response whose status and first bytes are known; `rest` is None when that was all."""

    status: int
    headers: list[tuple[bytes, bytes]]
    first: bytes
    rest: Iterator[bytes] | None
    close: Callable[[], None]


class AsgiAdapter:
    """An ASGI application that runs a WSGI application in threads."""

    def __init__(
        self,
        application: Application,
        threads: int,
        body_limit: int,
        learn: Learn | None = None,
        transfer: float | None = None,
    ) -> None:
        """Serve at most `threads` requests at a time, each with a body up to `body_limit` bytes.

        A client may take `transfer` seconds to fetch a long answer; then its transfer breaks.
        `learn` is given the outcome of every query whose answer has a tag.
        """
        self._application = application
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._reserved = ThreadPoolExecutor(RESERVED_THREADS, thread_name_prefix="operations")
        self._body_limit = body_limit
        self._learn = learn
        self._transfer = transfer

    def close(self) -> None:
        """End its threads, each after what it is at."""
        for executor in (self._executor, self._reserved):
            executor.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        loop = asyncio.get_running_loop()
        body = await self._body(receive) if announces_body(scope) else b""
        if body is None:
            return
        gone = Event()
        environ = as_environ(scope, body, gone)
        listener: asyncio.Task[None] | None = None

        def listen() -> None:
            nonlocal listener
            listener = loop.create_task(_listen(receive, gone))

        # Most answers are there before it is worth asking whether the client still waits.
        timer = loop.call_later(LISTEN_AFTER_SECONDS, listen)
        try:
            reserved = scope["path"] in OPERATIONS
            executor = self._reserved if reserved else self._executor
            started = await loop.run_in_executor(executor, self._start, environ)
            if self._learn is not None and OUTCOME in environ:
                self._learn(environ[OUTCOME])
            try:
                async with asyncio.timeout(self._transfer if started.rest else None):
                    if scope["http_version"] == "1.0":
                        started = await self._with_length(started, gone)
                    await self._send(started, gone, send)
            finally:
                await loop.run_in_executor(self._executor, started.close)
        finally:
            timer.cancel()
            if listener is not None:
                listener.cancel()

    async def _body(self, receive: Receive) -> bytes | None:
        """Read a request's body, and not much more than is allowed of it; None without its end."""
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            if size <= self._body_limit:
                parts.append(part)
                size += len(part)
            if not message.get("more_body"):
                return b"".join(parts)

    async def _send(self, started: Started, gone: Event, send: Send) -> None:
        loop = asyncio.get_running_loop()
        await send(
            {
                "type": "http.response.start",
                "status": started.status,
                "headers": [*_own_headers(int(time.time())), *started.headers],
            }
        )
        chunk: bytes | None = started.first
        while started.rest is not None and chunk is not None and not gone.is_set():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            try:
                chunk = await loop.run_in_executor(self._executor, next, started.rest, None)
            except ClientGoneError:
                # That is no failure, and nobody is there to see the transfer break.
                return
        if not gone.is_set():
            await send({"type": "http.response.body", "body": chunk or b""})

    async def _with_length(self, started: Started, gone: Event) -> Started:
        """Return an answer whose length is known: HTTP/1.0 has no other way to tell its end.

        One that breaks off, or is large, becomes a problem.
        """
        if started.rest is None or any(name == b"content-length" for name, _ in started.headers):
            return started
        loop = asyncio.get_running_loop()
        body = bytearray(started.first)
        while len(body) <= LONGEST_1_0_BYTES and not gone.is_set():
            chunk = await loop.run_in_executor(self._executor, next, started.rest, None)
            if chunk is None:
                break
            body += chunk
        else:
            return _needs_1_1(started.close)
        length = (b"content-length", b"%d" % len(body))
        return Started(started.status, [*started.headers, length], bytes(body), None, started.close)

    def _start(self, environ: dict[str, Any]) -> Started:
        """Call the application and wait for the first bytes of its answer."""
        held: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            held[:] = [
                int(status[:3]),
                [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers],
            ]

        answer = self._application(environ, start_response)
        close = getattr(answer, "close", lambda: None)
        try:
            chunks = iter(answer)
            first = next(chunks, b"")
        except BaseException:
            close()
            raise
        try:
            second = next(chunks, None)
            rest = None if second is None else _prepended(second, chunks)
        except Exception as error:
            # The application has said what the status is, so this breaks the transfer.
            rest = _broken(error)
        return Started(held[0], held[1], first, rest, close)


def _needs_1_1(close: Callable[[], None]) -> Started:
    """Return the answer to a client of HTTP/1.0 that asks for much."""
    said = b"The answer is too large for HTTP/1.0, where nobody sees it break off. Use HTTP/1.1.\n"
    length = (b"content-length", b"%d" % len(said))
    headers = [(b"content-type", b"text/plain; charset=utf-8"), length]
    return Started(505, headers, said, None, close)


@lru_cache(1)
def _own_headers(second: int) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers that say who answers, and when (RFC 9110, sections 6.6.1 and 10.2.4)."""
    return ((b"date", http_date(second).encode()), (b"server", b"legation"))


async def _listen(receive: Receive, gone: Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


def _broken(error: Exception) -> Iterator[bytes]:
    yield b""
    raise error


def _prepended(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
