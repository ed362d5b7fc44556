"""Close connections so that clients hear all that was said to them.

Closing while a client still sends would make it lose what it has not read (RFC 9112, section 9.6).
"""

import socket
from collections.abc import Callable
from selectors import BaseSelector

from legation_server.express.desk_registry import Client
from legation_server.express.idle_connections import Waiting
from legation_server.express.proxy import CHUNK

# Seconds a client may go on sending to nobody.
PATIENCE = 2.0


class Farewell:
    """The connections that were told that there is no more."""

    def __init__(self, selector: BaseSelector, forget: Callable[[Client], None]) -> None:
        """Begin with none; `forget` closes one."""
        self._forget = forget
        self._open = Waiting(selector, PATIENCE, self._discard, forget)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._open)

    def say(self, client: Client) -> None:
        """Tell a client that there is no more, and close when it has heard that."""
        try:
            client.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self._forget(client)
        else:
            self._open.add(client)

    def close_late(self) -> None:
        """Close those that have taken too long."""
        self._open.give_up_late()

    def _discard(self, client: Client) -> None:
        try:
            more = client.socket.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._open.remove(client)
            self._forget(client)
