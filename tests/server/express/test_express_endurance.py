"""The express way of a real server with clients that are slow, end early, or ask for too much."""

import asyncio
import re
import socket
import sys
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from termios import FIONREAD

import pytest
import requests
from legation_server.express.desk_registry import Client, DeskRegistry, Returns
from legation_server.express.shared_state import SharedState
from support.connections import open_connection, wire
from support.eventually import eventually
from support.server_processes import (
    Served,
    all_end,
    descendants,
    start_server,
    web_process,
)

pytestmark = pytest.mark.alone

ROWS = "SELECT ?s ?p ?o {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {}"
LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
LONGEST_QUERY = 200
TRIES = 200


@pytest.fixture(scope="module")
def express_server(dataset: Path) -> Iterator[Served]:
    options = ("--transfer", "1", "--query-length", str(LONGEST_QUERY), "--workers", "4")
    served = start_server(dataset, *options)
    for _ in range(TRIES):
        if "server" not in served.select("ASK {}").headers:
            break
    yield served
    served.stop()


def queued(connection: socket.socket) -> int:
    """Return how many bytes wait to be read from a connection."""
    return int.from_bytes(ioctl(connection, FIONREAD, bytes(4)), sys.byteorder)


def everything(connection: socket.socket) -> bytes:
    said = b""
    while data := connection.recv(65_536):
        said += data
    return said


def test_a_client_that_sends_many_requests_and_fetches_later_gets_all_answers(
    express_server: Served,
) -> None:
    sizes = [200 + number for number in range(60)]
    with open_connection(express_server) as connection:
        connection.sendall(wire(ROWS.format(1)))
        connection.recv(65_536)
    with open_connection(express_server, receive_buffer_bytes=4_096) as connection:
        connection.sendall(b"".join(wire(ROWS.format(size)) for size in sizes))
        connection.sendall(wire("ASK {}").replace(b"Host:", b"Connection: close\r\nHost:"))
        # Nothing is fetched before there is as much as the client has room for.
        eventually(lambda: queued(connection) > 1_000)
        answers = everything(connection).split(b"HTTP/1.1 200 OK")[1:]

    assert [answer.count(b'"s":{') for answer in answers] == [*sizes, 0]


def test_a_connection_is_closed_after_the_last_answer_to_who_has_stopped_sending(
    express_server: Served,
) -> None:
    for _ in range(3):
        with open_connection(express_server) as connection:
            connection.settimeout(20)
            connection.sendall(wire("ASK {}") * 2)
            connection.shutdown(socket.SHUT_WR)

            assert everything(connection).count(b'"boolean":true') == 2


def test_a_query_over_the_limit_is_refused_however_many_were_answered_before(
    express_server: Served,
) -> None:
    for _ in range(5):
        assert express_server.select("ASK {} #").status_code == 200
        assert express_server.select("ASK {} #" + LONGEST_QUERY * "a").status_code == 414


def test_too_many_headers_are_refused_with_the_reason(express_server: Served) -> None:
    head = wire("ASK {}")[:-2] + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n"
    for _ in range(5):
        with open_connection(express_server) as connection:
            try:
                connection.sendall(head)
            except OSError:
                continue
            assert re.match(rb"HTTP/1\.1 431 ", connection.recv(65_536))


def connections(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def test_a_client_that_fetches_nothing_is_let_go(express_server: Served) -> None:
    pid = web_process(express_server)
    before = connections(pid)
    idle = [open_connection(express_server, receive_buffer_bytes=4_096) for _ in range(6)]
    for connection in idle:
        connection.sendall(wire(LARGE).replace(b"Host:", b"Connection: close\r\nHost:"))

    eventually(lambda: connections(pid) > before + len(idle))
    eventually(lambda: connections(pid) <= before + 2)
    for connection in idle:
        connection.close()


def test_a_desk_over_a_replaced_release_that_comes_late_is_sent_home() -> None:
    async def give_to_a_late_one() -> None:
        registry = DeskRegistry(Returns(print, print, print), print)
        desk, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        client, peer = socket.socketpair()
        with desk, client, peer:
            registry.retire(1)
            registry.add(1, 0, ours, SharedState())

            assert not registry.give(Client(1, client))
            assert desk.recv(10) == b""
            registry.close()

    asyncio.run(give_to_a_late_one())


def test_nobody_goes_on_when_the_first_process_is_killed(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset)
    family = descendants(served.process.pid) - {served.process.pid}

    served.process.kill()
    served.process.wait()

    assert len(family) > 3 and all_end(family)
    with pytest.raises(requests.ConnectionError):
        served.get("/readyz")
