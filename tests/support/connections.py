"""Connections over which requests go byte by byte."""

import socket
from urllib.parse import quote, urlparse

from support.server_processes import Served


def open_connection(served: Served, receive_buffer_bytes: int = 0) -> socket.socket:
    """Return a new connection to a server; 0 leaves the size of its buffer to the system."""
    place = urlparse(served.url)
    connection = socket.socket()
    if receive_buffer_bytes:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
    connection.settimeout(60)
    connection.connect((place.hostname, place.port))
    return connection


def wire(query: str, more: str = "") -> bytes:
    """Return a request with a query as it goes over a connection; `more` are whole header lines."""
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: wire\r\n{more}\r\n".encode()
