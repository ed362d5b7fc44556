"""Connections to the web server's Unix socket, used again when they can be."""

import socket

IDLE_KEPT = 32


class WebConnections:
    """The connections nobody uses."""

    def __init__(self, address: str) -> None:
        """Begin with none to an address."""
        self._address = address
        self._idle: list[socket.socket] = []

    def close(self) -> None:
        """Close them."""
        while self._idle:
            self._idle.pop().close()

    def take(self) -> socket.socket | None:
        """Return a connection; None when there is no web server.

        Raises BlockingIOError when too many wait for it to take them.
        """
        while self._idle:
            server = self._idle.pop()
            try:
                server.recv(1, socket.MSG_PEEK)
            except BlockingIOError:
                return server
            except OSError:
                pass
            # It has been closed at the other end.
            server.close()
        server = socket.socket(socket.AF_UNIX)
        server.setblocking(False)
        try:
            server.connect(self._address)
        except OSError as error:
            server.close()
            if isinstance(error, BlockingIOError):
                raise
            return None
        return server

    def give_back(self, server: socket.socket) -> None:
        """Take back a connection on which the last answer was whole."""
        if len(self._idle) < IDLE_KEPT:
            self._idle.append(server)
        else:
            server.close()
