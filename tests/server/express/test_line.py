"""Who comes next in the line at a desk, and who is refused: rules without sockets or clocks."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.express.line import HOLD_SECONDS, Holds, Line, is_refused
from support.some import some

SECONDS = st.floats(0.0, 100.0)
NUMBERS = st.integers(0, 1_000)
COSTS = st.lists(st.floats(0.001, 0.1), min_size=2, max_size=12)
# No test waits so long.
PATIENT = 1e9
LIGHT = -1


def serve(line: Line[int], costs: dict[int, float]) -> int:
    """Serve the client who comes first, who then wants more; return who it was."""
    client = line.first()
    line.charge(client, costs[client], costs[client])
    assert line.join(client, 0.0)
    return client


@given(NUMBERS, SECONDS, SECONDS, SECONDS, NUMBERS)
def test_who_waits_longer_or_further_behind_is_not_better_off(
    ahead: int, usual: float, waited: float, limit: float, more: int
) -> None:
    refused = is_refused(ahead, usual, waited, limit)

    assert not refused or is_refused(ahead + more, usual, waited + more, limit)
    assert refused or not is_refused(max(0, ahead - more), usual, waited, limit)
    assert is_refused(ahead, usual, limit + 1e-3, limit)


@given(SECONDS, SECONDS)
def test_nobody_is_refused_who_does_not_wait(usual: float, limit: float) -> None:
    assert not is_refused(0, usual, 0.0, limit)


@given(COSTS)
def test_clients_that_always_want_more_have_as_much_of_the_desk(costs: list[float]) -> None:
    line: Line[int] = Line(PATIENT)
    by_client = dict(enumerate(costs))
    served = dict.fromkeys(by_client, 0.0)
    for client in some(by_client):
        assert line.join(client, 0.0)

    for _ in range(40 * len(costs)):
        client = serve(line, by_client)
        served[client] += by_client[client]

    assert max(served.values()) - min(served.values()) <= 1.5 * max(costs)


@given(COSTS, st.integers(1, 4))
def test_who_asks_little_is_next_however_many_ask_much(costs: list[float], pause: int) -> None:
    line: Line[int] = Line(PATIENT)
    by_client = dict(enumerate(costs)) | {LIGHT: 1e-5}
    for client, cost in some(by_client.items()):
        line.expect(client, cost)
    for client in range(len(costs)):
        assert line.join(client, 0.0)

    for _ in range(20):
        for _ in range(pause):
            assert serve(line, by_client) != LIGHT
        assert line.join(LIGHT, 0.0)
        assert line.first() == LIGHT
        line.charge(LIGHT, by_client[LIGHT], by_client[LIGHT])


@given(st.integers(1, 20), st.floats(0.001, 0.1))
def test_nobody_waits_for_ever_behind_those_that_come_anew(number: int, cost: float) -> None:
    line: Line[int] = Line(PATIENT)
    waiting = set(range(number))
    for client in some(waiting):
        line.expect(client, cost)
        assert line.join(client, 0.0)

    new = count(number)
    for _ in range(3 * (number + 1)):
        assert line.join(next(new), 0.0)
        client = line.first()
        line.charge(client, cost, cost)
        waiting.discard(client)

    assert not waiting


@given(st.lists(st.sampled_from(["join", "first", "late", "forget"]), max_size=60), st.data())
def test_each_that_waits_is_served_refused_or_forgotten_once(
    steps: list[str], data: st.DataObject
) -> None:
    line: Line[int] = Line(5.0)
    waiting: dict[int, int] = {}
    for now, step in enumerate(steps):
        client = data.draw(st.integers(0, 5))
        if step == "join":
            if line.join(client, now):
                waiting.setdefault(client, now)
        elif step == "first" and waiting:
            waiting.pop(first := line.first())
            line.charge(first, 0.01, 0.01)
        elif step == "late":
            late = {one for one, since in waiting.items() if now - since > 5}
            assert set(line.late(now)) == late
            waiting = {one: since for one, since in waiting.items() if one not in late}
        elif step == "forget":
            line.forget(client)
            waiting.pop(client, None)
        assert len(line) == len(waiting)


def test_those_that_came_first_come_first_when_nothing_is_known_of_them() -> None:
    line: Line[int] = Line(PATIENT)
    assert [line.join(client, 0.0) for client in (5, 3, 8, 3)] == 4 * [True]
    assert [line.first() for _ in range(len(line))] == [5, 3, 8]


def test_who_would_wait_too_long_is_refused_at_once() -> None:
    line: Line[int] = Line(1.0)
    for client in range(200):
        line.join(client, 0.0)
        line.charge(line.first(), 0.1, 0.1)

    joined = [line.join(client, 0.0) for client in range(1_000, 1_020)]

    # The usual time is a tenth of a second by now.
    assert sum(joined) == len(line) == pytest.approx(11, abs=1)
    assert joined == sorted(joined, reverse=True)


def test_who_is_new_comes_before_those_who_were_refused() -> None:
    line: Line[int] = Line(1.0)
    for client in range(200):
        line.join(client, 0.0)
        line.charge(line.first(), 0.1, 0.1)
    assert line.join(1_000, 0.0)
    assert line.late(2.0) == [1_000]

    assert (line.join(1_000, 2.0), line.join(LIGHT, 2.0)) == (True, True)
    assert (line.first(), line.first()) == (LIGHT, 1_000)


def test_who_was_refused_is_not_heard_for_a_while() -> None:
    held: Holds[int] = Holds()
    held.add(1, 10.0)
    held.add(2, 10.0 + HOLD_SECONDS)

    assert held.over(10.0 + HOLD_SECONDS / 2) == []
    assert held.over(10.0 + HOLD_SECONDS) == [1]
    assert (1 in held, 2 in held, len(held)) == (False, True, 1)
    held.forget(2)
    assert not held


@given(st.integers(1, 40), st.floats(1e-6, 5e-4))
def test_who_is_known_to_ask_little_goes_before_those_of_whom_nothing_is_known(
    unknown: int, cost: float
) -> None:
    line: Line[int] = Line(PATIENT)
    for client in range(unknown):
        line.expect(client, 0.0)
        assert line.join(client, 0.0)
    line.expect(LIGHT, cost)
    assert line.join(LIGHT, 0.0)

    assert line.first() == LIGHT
    assert [line.first() for _ in range(unknown)] == list(range(unknown))
