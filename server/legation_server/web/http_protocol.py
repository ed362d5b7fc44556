"""HTTP/1.1 on one connection: uvicorn's protocol with limits, and with an end one can see.

A response that breaks off is never ended like a whole one: the connection is closed in the middle.
Heads and bodies have limits of size and time (RFC 9110, sections 15.5.9, 15.5.15 and RFC 6585,
section 5), since nobody else stands before this server.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

LONGEST_URL_BYTES = 65_536
LONGEST_HEADERS_BYTES = 65_536
# What a header has beside its name and value: a colon, a blank and the end of its line.
HEADER_BYTES = 4
# Seconds in which the head of a request has to come, and then its body.
HEAD_SECONDS = 20.0
BODY_SECONDS = 60.0
# Seconds that a client which sends no more is waited on for: it may have hung up.
HALF_CLOSED_SECONDS = 1.0
REASONS = {
    400: "The request cannot be read as HTTP/1.1.",
    408: "The request did not come in time.",
    414: f"The address has more than {LONGEST_URL_BYTES:,} bytes.",
    431: f"The headers have more than {LONGEST_HEADERS_BYTES:,} bytes.",
}

Ended = Callable[[bool], None]


class RefusedError(Exception):
    """The request is refused before the application sees it."""


class HttpProtocol(HttpToolsProtocol):
    """A connection; with `ended` it is given back after each answer, as soon as nothing is on it.

    `ended` is called at the end with whether the connection can be used again.
    """

    def __init__(
        self,
        config: Config,
        state: ServerState,
        fetch_seconds: float,
        ended: Ended | None = None,
    ) -> None:
        """Serve the configuration's application on one connection.

        A client may take `fetch_seconds` to fetch the last of an answer.
        """
        super().__init__(config, state, {}, asyncio.get_running_loop())
        self._application = self.app
        self.app = self._run
        self._ended = ended
        self._status = 400
        self._head_bytes = 0
        self._is_open = self._gives_back = False
        self._fetch_seconds = fetch_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._fetching: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and wait for the first request as long as for a later one."""
        super().connection_made(transport)
        self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and say whether the connection can be used again."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._stop_timer()
        if self._fetching is not None:
            self._fetching.cancel()
        if self._ended is not None:
            self._ended(self._gives_back and exc is None)

    def data_received(self, data: bytes) -> None:
        """Take bytes in; from the first one on a request has to come in time."""
        super().data_received(data)
        if self._is_open and self._timer is None and not self.transport.is_closing():
            self._start_timer(HEAD_SECONDS)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Hear that the client sends no more; it may still read what it has asked for."""
        if self.cycle is None or self.cycle.response_complete or self._is_open:
            return False
        self.cycle.keep_alive = False
        self._stop_timer()
        self._timer = self.loop.call_later(HALF_CLOSED_SECONDS, self._give_up_half_closed)
        return True

    def on_message_begin(self) -> None:
        """Begin to read a request."""
        super().on_message_begin()
        self._is_open = True
        self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Take in a piece of the address."""
        super().on_url(url)
        if len(self.url) > LONGEST_URL_BYTES:
            self._refuse(414)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a header."""
        super().on_header(name, value)
        self._head_bytes += len(name) + len(value) + HEADER_BYTES
        if self._head_bytes > LONGEST_HEADERS_BYTES:
            self._refuse(431)

    def on_headers_complete(self) -> None:
        """Begin to answer; HTTP/1.1 wants just one Host (RFC 9112, section 3.2)."""
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            self._refuse(400)
        super().on_headers_complete()
        self._stop_timer()
        self._start_timer(BODY_SECONDS)

    def on_message_complete(self) -> None:
        """Hear that all of a request is here."""
        self._is_open = False
        self._stop_timer()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the next request, or give the connection back."""
        idle = not self.pipeline and not self._is_open and self._timer is None
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._fetching = self.loop.call_later(self._fetch_seconds, self._abort_unfetched)
        if self._ended is not None and idle and not self.transport.is_closing():
            self._gives_back = True
            self._unset_keepalive_if_required()
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be answered by the application, and close the connection."""
        reason = f"{REASONS[self._status]}\n".encode()
        if self.cycle is not None and not self.cycle.response_complete:
            # An answer is on its way: it must not be taken for this one.
            self.transport.abort()
            return
        head = (
            b"content-type: text/plain; charset=utf-8\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n" % len(reason)
        )
        self.transport.write(STATUS_LINE[self._status] + head + reason)
        self.transport.close()

    def _refuse(self, status: int) -> None:
        """Refuse what the parser is reading."""
        self._status = status
        raise RefusedError

    def _start_timer(self, seconds: float) -> None:
        self._timer = self.loop.call_later(seconds, self._refuse_late)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse_late(self) -> None:
        self._timer = None
        self._status = 408
        cycle = self.cycle
        running = cycle is not None and not cycle.response_complete
        if running and (self.pipeline or cycle.response_started or not cycle.more_body):
            # What is not read in time is another request: the answers before it are finished.
            for one in (cycle, *(queued for queued, _ in self.pipeline)):
                one.keep_alive = False
            return
        if running:
            # The application waits for the rest of the body: it is to give up.
            cycle.disconnected = cycle.response_complete = True
            cycle.message_event.set()
        self.send_400_response("")

    def _abort_unfetched(self) -> None:
        """Close a connection whose client does not fetch its answer."""
        if self.transport.get_write_buffer_size():
            self._gives_back = False
            self.transport.abort()

    def _give_up_half_closed(self) -> None:
        """Take a client that sends no more for one that has hung up, if no answer has begun."""
        if not self.cycle.response_started:
            self.transport.abort()

    def _wait_for_request(self) -> None:
        seconds = self.timeout_keep_alive
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )

    async def _run(self, scope: Any, receive: Any, send: Any) -> None:
        """Run the application; close the connection where an answer breaks off."""
        try:
            await self._application(scope, receive, send)
        except Exception:
            if self.cycle is None or not self.cycle.response_started:
                raise
            self.transport.abort()
