"""One request to a SPARQL endpoint, and its answer as it comes, under a deadline."""

import socket
import struct
import time
from collections.abc import Sequence
from contextlib import suppress
from email.message import Message
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, urlencode, urlunsplit

from legation_server.errors import Problem
from legation_server.formats import FORM
from legation_server.isolation.remote.virtuoso import says_incomplete

READ_BYTES = 65_536
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
# Of what an engine says about a failure so much is passed on.
REASON_BYTES = 2_000


class Exchange:
    """A request and its answer, to be read as a file; a context that ends the connection.

    The seconds it may take are those that the engine is waited for. What goes wrong is kept as
    `problem`, since what reads the file may turn exceptions into others.
    """

    def __init__(self, address: SplitResult, seconds: float) -> None:
        """Prepare to ask the endpoint at an address, and wait for it some seconds in all."""
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        self._address = address
        self._connection = kind(address.netloc, timeout=seconds)
        self._socket: socket.socket | None = None
        self._response: HTTPResponse | None = None
        self._seconds = self._left = seconds
        self.problem: Problem | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the connection."""
        self._connection.close()
        if self._response:
            self._response.close()

    def send(self, form: Sequence[tuple[str, str]], accept: str) -> Message:
        """Send a form, which every engine takes, and return the headers of the answer.

        Redirects are not followed, but are a problem like any other status (SPARQL 1.1 Protocol,
        section 2.1.2).
        """
        path = urlunsplit(("", "", self._address.path or "/", self._address.query, ""))
        began = time.monotonic()
        try:
            self._connection.connect()
            self._socket = self._connection.sock
            self._connection.request(
                "POST", path, urlencode(form).encode(), {"Content-Type": FORM, "Accept": accept}
            )
            self._spend(began)
            response = self._response = self._connection.getresponse()
            if response.status != 200:
                raise self._refusal(response, began)
            # An engine that ends at the same deadline may answer in the moment after it.
            self._spend(began)
        except (HTTPException, OSError) as error:
            raise self._failure(error) from error
        if says_incomplete(response.headers):
            raise self._timeout()
        return response.headers

    def read(self, size: int = -1) -> bytes:
        """Return some of the answer, at most `size` bytes if that is not negative; raise Problem.

        An answer that ends before its length is a problem too.
        """
        assert self._response is not None
        began = time.monotonic()
        try:
            piece = self._response.read1(READ_BYTES if size < 0 else size)
            if not piece and size and self._response.length:
                raise IncompleteRead(b"", self._response.length)
            self._spend(began)
        except (HTTPException, OSError) as error:
            raise self._failure(error) from error
        return piece

    def cancel(self) -> None:
        """Make whatever waits for the engine end at once."""
        if self._socket:
            with suppress(OSError):
                # The engine too: it could wait a minute for room to send the rest.
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                self._socket.shutdown(socket.SHUT_RDWR)

    def _spend(self, began: float) -> None:
        self._left -= time.monotonic() - began
        if self._left <= 0:
            raise TimeoutError
        # From Python 3.13 on the connection is closed with the last piece that its length tells of.
        if self._socket and self._socket.fileno() >= 0:
            self._socket.settimeout(self._left)

    def _failure(self, error: Exception) -> Problem:
        if isinstance(error, TimeoutError):
            return self._timeout()
        self.problem = Problem("bad-gateway", f"The engine cannot be reached: {error}.")
        return self.problem

    def _timeout(self) -> Problem:
        self.problem = Problem(
            "query-timeout",
            f"The engine did not answer within {self._seconds:g} seconds.",
            members={"limit": self._seconds},
        )
        return self.problem

    def _refusal(self, response: HTTPResponse, began: float) -> Problem:
        said = response.read(REASON_BYTES).decode("utf-8", "replace").strip()
        self._spend(began)
        kind = "query-failed" if response.status == 400 else "bad-gateway"
        self.problem = Problem(kind, f"The engine answered {response.status}: {said}")
        return self.problem
