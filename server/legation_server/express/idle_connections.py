"""Connections on which something is to come within some seconds."""

import time
from collections.abc import Callable
from functools import partial
from itertools import takewhile
from selectors import EVENT_READ, BaseSelector

from legation_server.express.desk_registry import Client


class Waiting:
    """Connections that an acceptor listens to, the one that has waited longest first."""

    def __init__(
        self,
        selector: BaseSelector,
        seconds: float,
        hear: Callable[[Client], None],
        give_up: Callable[[Client], None],
    ) -> None:
        """Begin with none.

        `hear` is called when something has come on one, `give_up` with one that was removed
        because it has waited for so many seconds.
        """
        self._selector = selector
        self._seconds = seconds
        self._hear = hear
        self._give_up = give_up
        self._until: dict[Client, float] = {}

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._until)

    def add(self, client: Client) -> None:
        """Wait for what comes on a connection."""
        self._until[client] = time.monotonic() + self._seconds
        self._selector.register(client.socket, EVENT_READ, partial(self._come, client))

    def remove(self, client: Client) -> None:
        """Wait for a connection no longer."""
        del self._until[client]
        self._selector.unregister(client.socket)

    def give_up_late(self) -> None:
        """Give up those that have waited too long."""
        now = time.monotonic()
        for client in list(takewhile(lambda client: self._until[client] < now, self._until)):
            self.remove(client)
            self._give_up(client)

    def _come(self, client: Client, _: int) -> None:
        self._hear(client)
