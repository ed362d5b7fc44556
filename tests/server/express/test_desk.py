"""What a desk tells before it ends, so that nobody is asked again what ended it."""

import socket
from typing import Any, cast

import pytest
from legation_server.evaluation.engine import Engine
from legation_server.express import desk as module
from legation_server.express.desk import Desk
from legation_server.express.desk_limits import DeskLimits
from legation_server.express.ipc import TAKE, message
from legation_server.express.shared_state import EVALUATING, SharedState
from legation_server.protocol.response_head import AnswerRules

REQUEST = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"
LIMITS = DeskLimits("fingerprint", 10, 1, 1_000, 64, 0, AnswerRules("", 0), 3.0)


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
