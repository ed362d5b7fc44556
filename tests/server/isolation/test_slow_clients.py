"""Clients that do not fetch what they asked for keep nobody else from an answer."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlparse

from support.eventually import eventually
from support.figures import figure
from support.server_processes import Served

# Some hundred megabytes: more than all buffers on the way.
HUGE = "SELECT ?a ?b ?c ?d ?e ?f ?g ?h ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@contextmanager
def stalled(served: Served, number: int) -> Iterator[socket.socket]:
    """A client that asks for much and reads nothing."""
    address = urlparse(served.url)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(60)
        connection.connect((address.hostname, address.port))
        path = f"/sparql?query={quote(f'{HUGE} # {number}')}"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        yield connection


def free(served: Served) -> int:
    return int(served.get("/readyz").json()["free"])


def test_a_client_that_does_not_read_loses_its_worker_to_those_who_wait(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    # With desks nobody would have to wait for a worker.
    served = serve(dataset, "--workers", "2", "--memory", "256", "--desks", "0")
    with ExitStack() as clients:
        for number in range(4):
            clients.enter_context(stalled(served, number))

        answers = [served.select(f"SELECT ({n} AS ?n) {{}}") for n in range(10)]

        assert {answer.status_code for answer in answers} == {200}
        told = {"event": "too slow"}
        assert eventually(
            lambda: figure(served.get("/metrics").text, "legation_query_events_total", **told)
        )
    eventually(lambda: free(served) == 2)


def test_a_client_may_take_so_long_to_fetch_a_result(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--workers", "2", "--transfer", "1", "--memory", "256")
    with stalled(served, 0) as connection:
        eventually(lambda: free(served) < 2)
        eventually(lambda: free(served) == 2)

        received = bytearray()
        try:
            while data := connection.recv(1 << 20):
                received += data
        except ConnectionResetError:
            pass
        assert received.startswith(b"HTTP/1.1 200")
        assert not received.endswith(b"0\r\n\r\n")
