"""The line at the desks of a real server: in fair order, and with an end."""

import re
import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.at_desks import at_a_desk, head
from support.connections import open_connection, wire
from support.eventually import eventually
from support.figures import figure
from support.heavy_queries import SOME_MILLISECONDS
from support.server_processes import Served

pytestmark = pytest.mark.alone

CLIENTS, EACH, LOOK_UPS = 16, 6, 6
Serve = Callable[..., Served]


def heavy(client: int, number: int) -> bytes:
    """Return a request with a query that takes some milliseconds, and that nobody has asked."""
    return wire(SOME_MILLISECONDS.format(f"{client}_{number}"))


def answers(connection: socket.socket) -> int:
    """Return how many answers have come that were not read."""
    connection.setblocking(False)
    try:
        return connection.recv(1_000_000).count(b"HTTP/1.1 ")
    except BlockingIOError:
        return 0


@pytest.fixture
def one_desk(dataset: Path, serve: Serve) -> Callable[[str], Served]:
    def started(wait: str) -> Served:
        served = serve(dataset, "--desks", "1", "--cache", "0", "--queue-wait", wait)
        at_a_desk(lambda: served.select("ASK {}"))
        return served

    return started


def test_who_asks_little_does_not_wait_for_all_that_ask_much(
    one_desk: Callable[[str], Served],
) -> None:
    served = one_desk("60")
    with ExitStack() as stack:
        many = [stack.enter_context(open_connection(served)) for _ in range(CLIENTS)]
        for client, connection in enumerate(many):
            connection.sendall(b"".join(heavy(client, number) for number in range(EACH)))
        one = stack.enter_context(open_connection(served))
        for number in range(LOOK_UPS):
            one.sendall(wire(f"ASK {{}} # {number}"))
            assert b" 200 OK" in head(one)

        # In turns there would be no one left.
        assert sum(map(answers, many)) < CLIENTS * EACH / 2


def test_beyond_the_limit_clients_are_told_to_come_again(
    one_desk: Callable[[str], Served],
) -> None:
    served = one_desk("0")
    with ExitStack() as stack:
        many = [stack.enter_context(open_connection(served)) for _ in range(4 * CLIENTS)]
        for client, connection in enumerate(many):
            connection.sendall(heavy(client, 0))
        told = [head(connection) for connection in many]
        refused = [answer for answer in told if b" 503 " in answer.partition(b"\r\n")[0]]

        assert {answer[9:12] for answer in told} == {b"200", b"503"}
        # The application did not refuse them.
        assert not any(re.search(rb"(?i)\r\nserver:", answer) for answer in refused)
        assert all(b"\r\nRetry-After: 2\r\n" in answer for answer in refused)
        assert all(b'"type": "/errors#overloaded"' in answer for answer in refused)

        # A connection goes on after that.
        again = many[told.index(refused[0])]
        again.sendall(wire("ASK {}"))
        assert b" 200 OK" in head(again)

    def counted() -> list[float]:
        metrics = served.get("/metrics").text
        return [
            figure(metrics, "legation_requests_total", part="endpoint", status="503"),
            figure(metrics, "legation_query_events_total", event="refused"),
        ]

    assert eventually(lambda: counted() == [len(refused)] * 2)
