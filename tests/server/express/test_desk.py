"""What a desk tells before it ends over a query, and which connections it leaves."""

import signal
import socket
from contextlib import ExitStack
from threading import Thread
from typing import Any, cast

import pyoxigraph as ox
import pytest
from legation_server.evaluation.engine import Engine
from legation_server.express import desk as module
from legation_server.express.desk import Desk
from legation_server.express.desk_limits import DeskLimits
from legation_server.express.ipc import TAKE, message
from legation_server.express.shared_state import EVALUATING, SharedState
from legation_server.protocol.response_head import AnswerRules
from support.some import some

REQUEST = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"
LIMITS = DeskLimits("fingerprint", 10, 1, 1_000, 64, 0, AnswerRules("", 0), 3.0)


class GoneByTheSecondTime(float):
    """Seconds that have gone by when they are compared for the second time, and from then on."""

    compared = 0

    def __lt__(self, other: float) -> bool:
        self.compared += 1
        return self.compared > 1


class PanickingEngine:
    """An engine that fails on every query, as the real one does where it has a mistake."""

    allowed_services: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> Any:
        raise BaseException("panic")


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Any:
    # They would hold for the process that tests.
    monkeypatch.setattr(module, "take_limits", lambda memory_mib: None)
    state = SharedState()
    yield state
    state.close()


def test_a_desk_that_fails_on_a_query_says_that_it_was_at_it(state: SharedState) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    client, served = socket.socketpair()
    with ours, theirs, client, served:
        served.setblocking(False)
        client.sendall(REQUEST)
        socket.send_fds(ours, [message(TAKE, 7)], [served.fileno()])

        desk = Desk(theirs, cast("Engine", PanickingEngine()), LIMITS, state, 3)
        with pytest.raises(BaseException, match="panic"):
            desk.work()

        desk.close()
        number, _, phase = state.left(3)
        assert (number, phase) == (7, EVALUATING)
        # The request is still there for the web server.
        assert served.recv(len(REQUEST)) == REQUEST


def test_a_connection_with_a_request_in_line_has_not_rested_too_long(
    state: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A desk that answers one request each time, and then takes every connection for a rested one.
    monkeypatch.setattr(module, "ROUND_SECONDS", 1e-9)
    monkeypatch.setattr(module, "LOOK_SECONDS", GoneByTheSecondTime(30.0))
    monkeypatch.setattr(module, "IDLE_SECONDS", -1.0)
    monkeypatch.setattr(signal, "setitimer", lambda *_: None)
    engine = Engine(ox.Store(), "https://example.org/", {}, frozenset(), False, 10)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    clients, served = zip(*(socket.socketpair() for _ in range(3)), strict=True)
    with ExitStack() as stack:
        for one in (ours, theirs, *clients, *served):
            stack.enter_context(one)
        for number, (client, peer) in enumerate(zip(clients, served, strict=True)):
            peer.setblocking(False)
            client.settimeout(30)
            client.sendall(REQUEST)
            socket.send_fds(ours, [message(TAKE, number)], [peer.fileno()])
            peer.close()
        desk = Thread(target=Desk(theirs, engine, LIMITS, state, 0).work, daemon=True)
        desk.start()

        answers = [client.recv(100) for client in clients]
        ours.shutdown(socket.SHUT_WR)
        desk.join()

    assert [answer[:15] for answer in some(answers)] == [b"HTTP/1.1 200 OK"] * 3
