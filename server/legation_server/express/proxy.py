"""Pass on what a client and the web server say to each other: one exchange, or all of it."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector

from httptools import HttpParserError, HttpResponseParser

CHUNK = 262_144


class AnswerEnd:
    """Find the end of one answer in what the web server sends (RFC 9112, section 6.3)."""

    def __init__(self) -> None:
        """Begin before its first byte."""
        self._parser = HttpResponseParser(self)
        self.reached = False
        self.reusable = False

    def on_message_complete(self) -> None:
        """Hear from the parser that the answer is whole."""
        self.reached = True
        self.reusable = bool(self._parser.should_keep_alive())

    def feed(self, data: bytes) -> None:
        """Take bytes of the answer in; what cannot be read has no end."""
        with suppress(HttpParserError):
            self._parser.feed_data(data)


class Relay:
    """The bytes between a client and the web server: of one exchange, or all from now on.

    Neither side is read from while what it said before has not been passed on.
    """

    def __init__(
        self,
        selector: BaseSelector,
        client: socket.socket,
        server: socket.socket,
        request: bytes | None,
        done: Callable[["Relay", bool], None],
    ) -> None:
        """Pass a request on and one answer back; or, without a request, everything.

        `done` is called at the end with whether both connections can be used again. The web
        server's is closed if not, the client's is left to others.
        """
        self._selector = selector
        self.client = client
        self.server = server
        self._end = AnswerEnd() if request is not None else None
        self._done = done
        # What is on its way to either side; whether the other side has more to say.
        self._waiting = {client: b"", server: request or b""}
        self._speaking = {client: True, server: True}
        self._watched = {client: 0, server: 0}
        self._fetched = time.monotonic()
        self.open = True
        self._watch()

    def close(self, usable: bool = False) -> None:
        """End it."""
        if not self.open:
            return
        self.open = False
        for side in (self.client, self.server):
            self._listen(side, 0)
        if not usable:
            self.server.close()
        self._done(self, usable)

    @property
    def busy(self) -> bool:
        """Tell whether anything is on its way, or an answer is to come."""
        return self._end is not None or any(self._waiting.values())

    def is_stuck(self, since: float) -> bool:
        """Tell whether the client has taken nothing of what is there since some time."""
        return bool(self._waiting[self.client]) and self._fetched < since

    def _other(self, side: socket.socket) -> socket.socket:
        return self.server if side is self.client else self.client

    def _watch(self) -> None:
        """Listen to both sides for what can be done next."""
        for side in (self.client, self.server):
            ready = self._speaking[side] and not self._waiting[self._other(side)]
            self._listen(
                side,
                (EVENT_READ if ready else 0) | (EVENT_WRITE if self._waiting[side] else 0),
            )

    def _listen(self, side: socket.socket, events: int) -> None:
        before = self._watched[side]
        if events == before:
            return
        self._watched[side] = events
        if not events:
            self._selector.unregister(side)
        elif before:
            self._selector.modify(side, events, partial(self._step, side))
        else:
            self._selector.register(side, events, partial(self._step, side))

    def _step(self, side: socket.socket, events: int) -> None:
        """Do what a side is ready for."""
        try:
            if events & EVENT_WRITE:
                self._write(side)
            if self.open and events & EVENT_READ:
                self._read(side)
        except BlockingIOError:
            pass
        except OSError:
            self.close()
        if self.open:
            self._watch()

    def _write(self, side: socket.socket) -> None:
        waiting = self._waiting[side]
        try:
            self._waiting[side] = waiting[side.send(waiting) :] if waiting else b""
        except BlockingIOError:
            raise
        except OSError:
            if side is self.client:
                raise
            # It hears no more, but may have said why.
            self._waiting[side] = b""
            self._speaking[self.client] = False
            return
        if side is self.client:
            self._fetched = time.monotonic()
        if not self._waiting[side]:
            self._pass_end_on(side)

    def _pass_end_on(self, side: socket.socket) -> None:
        """Do what is due when a side has been sent all that the other one said."""
        if side is self.client:
            if self._end is not None and self._end.reached:
                self.close(usable=self._end.reusable)
            elif not self._speaking[self.server]:
                self.close()
        elif self._end is None and not self._speaking[self.client]:
            side.shutdown(socket.SHUT_WR)

    def _read(self, side: socket.socket) -> None:
        if self._end is not None and side is self.client:
            self._look_at_client()
            return
        data = side.recv(CHUNK)
        other = self._other(side)
        if self._end is not None:
            self._end.feed(data)
        self._speaking[side] = bool(data)
        self._waiting[other] = data
        if other is self.client:
            self._fetched = time.monotonic()
        if data:
            with suppress(BlockingIOError):
                self._write(other)
        else:
            self._pass_end_on(other)

    def _look_at_client(self) -> None:
        """See whether a client that waits for an answer has hung up, or only asks for more."""
        if not self.client.recv(1, socket.MSG_PEEK):
            self.close()
        self._speaking[self.client] = False
