"""What a desk makes of what is on a connection, seen from its client and from other desks."""

import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import pytest
from legation_server.evaluation.engine import Engine
from legation_server.express.desk_answers import Connection, DeskAnswers, Visit
from legation_server.express.desk_limits import DeskLimits
from legation_server.express.shared_state import SharedState
from legation_server.protocol.response_head import AnswerRules
from legation_server.query import Head, Task
from legation_server.results.cache import CachedResult
from legation_server.results.etags import entity_tag

LIMITS = DeskLimits("fingerprint", 10, 1, 1_000, 64, 0, AnswerRules("", 0), 3.0)
MISTAKEN = "ASK { wd:Q0a wdt:P0 wd:Q9 }"
HINTS = '["wd:Q9 occurs nowhere."]'
FALSE = b'{"head":{},"boolean":false}'


@pytest.fixture
def state() -> Iterator[SharedState]:
    """What two desks share."""
    with closing(SharedState()) as shared:
        yield shared


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, Connection]]:
    """A client's end of a connection, and the connection as a desk has it."""
    client, served = socket.socketpair()
    with client, served:
        served.setblocking(False)
        yield client, Connection(1, served, 0.0)


def request(query: str) -> bytes:
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def tag_of(query: str) -> str:
    return entity_tag(Task(query, graph="ttl"), LIMITS.fingerprint, LIMITS.rows, LIMITS.result_size)


def test_a_desk_answers_on_the_connection(
    engine: Engine, state: SharedState, pair: tuple[socket.socket, Connection]
) -> None:
    client, connection = pair
    client.sendall(request("ASK {}"))
    desk = DeskAnswers(engine, LIMITS, state, 0)

    assert desk.attend(connection) is Visit.QUIET
    desk.rest()
    answer = client.recv(10_000)
    assert (answer[:15], answer[-26:]) == (b"HTTP/1.1 200 OK", b'{"head":{},"boolean":true}')


def test_hints_that_one_desk_wants_another_gives(
    engine: Engine, state: SharedState, pair: tuple[socket.socket, Connection]
) -> None:
    client, connection = pair
    client.sendall(request(MISTAKEN))
    first, other = (DeskAnswers(engine, LIMITS, state, slot) for slot in (0, 1))
    other.keep(tag_of(MISTAKEN), CachedResult(Head("boolean", "json"), FALSE, HINTS))

    # The one that does not know them leaves the request on the connection.
    assert first.attend(connection) is Visit.FOR_WEB_SERVER
    assert other.attend(connection) is Visit.QUIET
    for desk in (first, other):
        desk.rest()
    head, _, body = client.recv(10_000).partition(b"\r\n\r\n")
    assert f"X-Query-Hints: {HINTS}".encode() in head.split(b"\r\n")
    assert body == FALSE
