"""Ask the desks of the express way, over HTTP and byte by byte."""

import re
import socket
from collections.abc import Callable
from urllib.parse import quote, urlparse

import requests

from support.eventually import eventually
from support.server_processes import Served, children, data_process, is_desk

CLAIMS = "SELECT ?c WHERE { ?c a bil:Claim }"
JSON = "application/sparql-results+json"
# The web server says who it is; a desk does not.
MARK = "server"

Ask = Callable[..., requests.Response]


def by_desk(response: requests.Response) -> bool:
    """Tell whether a desk gave an answer."""
    return MARK not in response.headers


def at_a_desk(send: Callable[[], requests.Response]) -> requests.Response:
    """Return the first answer of a desk; what its headers are has to be learned before."""

    def answers_of_desks() -> list[requests.Response]:
        return [response for response in [send()] if by_desk(response)]

    return eventually(answers_of_desks)[0]


def desks(express_server: Served) -> list[int]:
    """Return the processes of a server's desks."""
    return [pid for pid in children(data_process(express_server)) if is_desk(pid)]


def open_connection(express_server: Served) -> socket.socket:
    """Return a new connection to a server; it waits half a minute for an answer."""
    place = urlparse(express_server.url)
    return socket.create_connection((place.hostname or "", place.port or 0), 30)


def wire(query: str, more: str = "") -> bytes:
    """Return a request with a query as it goes over a connection."""
    return (
        f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: wire\r\nAccept: {JSON}\r\n{more}\r\n"
    ).encode()


def head(connection: socket.socket) -> bytes:
    """Return the next answer on a connection, whose length is told."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    found = re.search(rb"(?i)content-length: (\d+)", data)
    assert found
    size = data.index(b"\r\n\r\n") + 4 + int(found[1])
    while len(data) < size:
        data += connection.recv(65_536)
    return data
