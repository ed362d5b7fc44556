"""Close connections so that clients hear all that was said to them.

Closing while a client still sends would make it lose what it has not read (RFC 9112, section 9.6).
"""

import socket
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ, BaseSelector

from legation_server.express.desk_table import Client
from legation_server.express.relay import CHUNK

# Seconds a client may go on sending to nobody.
PATIENCE = 2.0


class Farewell:
    """The connections that were told that there is no more."""

    def __init__(self, selector: BaseSelector, forget: Callable[[Client], None]) -> None:
        """Begin with none; `forget` closes one."""
        self._selector = selector
        self._forget = forget
        self._until: deque[tuple[float, Client]] = deque()
        self._open: set[Client] = set()

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._until)

    def say(self, client: Client) -> None:
        """Tell a client that there is no more, and close when it has heard that."""
        try:
            client.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self._forget(client)
            return
        self._open.add(client)
        self._until.append((time.monotonic() + PATIENCE, client))
        self._selector.register(client.socket, EVENT_READ, partial(self._discard, client))

    def close_late(self) -> None:
        """Close those that have taken too long."""
        now = time.monotonic()
        while self._until and (self._until[0][0] < now or self._until[0][1] not in self._open):
            self._close(self._until.popleft()[1])

    def _discard(self, client: Client, _: int) -> None:
        try:
            more = client.socket.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._close(client)

    def _close(self, client: Client) -> None:
        if client in self._open:
            self._open.remove(client)
            self._selector.unregister(client.socket)
            self._forget(client)
