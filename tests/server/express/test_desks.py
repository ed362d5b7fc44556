"""What the desks over a release are told, and how many there are."""

import asyncio
import os
import socket
from collections.abc import Iterator

import pytest
from legation_server.express.desk_registry import Client, DeskRegistry, Returns
from legation_server.express.desks import Desks, desks_wanted
from legation_server.express.shared_state import LARGEST_BYTES, SLOTS, SharedState, key_of
from legation_server.isolation.long_queries import BRIEF_CPU_SECONDS
from legation_server.protocol.response_head import AnswerRules
from legation_server.query import Head
from legation_server.releases.manifest import Release
from legation_server.results.cache import CachedResult, Outcome
from legation_server.settings import Settings

TAG = "5f0c" * 8
HEAD = Head("solutions", "json")


@pytest.fixture
def desks(release: Release) -> Iterator[Desks]:
    made = Desks(release, Settings(desks=3, cache=12), AnswerRules("", 0))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("size", "seconds", "held", "brief"),
    [
        (10, BRIEF_CPU_SECONDS / 2, False, True),
        (10, BRIEF_CPU_SECONDS, False, False),
        (LARGEST_BYTES, 0.0, False, True),
        (LARGEST_BYTES + 1, 0.0, False, False),
        (10, 0.0, True, False),
    ],
)
def test_desks_learn_which_queries_the_pool_answered_at_once(
    desks: Desks, size: int, seconds: float, held: bool, brief: bool
) -> None:
    desks.learn(Outcome(TAG, CachedResult(HEAD, b"x" * size), held, seconds))

    assert desks.state.is_brief(key_of(TAG)) is brief


def test_desks_do_not_try_again_what_has_hints(desks: Desks) -> None:
    desks.learn(Outcome(TAG, CachedResult(HEAD, b"", "[]"), False, 0.0))

    assert not desks.state.is_brief(key_of(TAG))


def test_desks_share_half_of_the_room_for_results(desks: Desks) -> None:
    assert desks.cache_bytes == 6 * 1024 * 1024


def test_there_are_as_many_desks_as_asked_for_or_one_a_processor() -> None:
    assert [desks_wanted(Settings(desks=n)) for n in (0, 5)] == [0, 5]
    assert desks_wanted(Settings()) == len(os.sched_getaffinity(0))


def test_there_are_no_more_desks_than_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(SLOTS + 1)))

    assert desks_wanted(Settings()) == SLOTS


def test_what_desks_count_is_taken_in_once(desks: Desks) -> None:
    desks.state.count(0, 0.002, hit=True, held=100)
    assert desks.newly_counted().requests == 1
    assert desks.newly_counted().requests == 0


@pytest.mark.parametrize(
    ("known", "order"),
    [
        pytest.param({}, [3, 1], id="those that have waited longest come first"),
        pytest.param({1: 0.0001}, [1, 3], id="those known to ask little come before the unknown"),
        pytest.param({3: 0.01}, [1, 3], id="those known to ask much come last"),
    ],
)
def test_the_clients_of_a_desk_that_has_ended_are_dealt_in_order(
    known: dict[int, float], order: list[int]
) -> None:
    async def end_over_the_second_of_three() -> list[int]:
        dealt: list[int] = []
        attended: list[int] = []
        returns = Returns(
            lambda client: dealt.append(client.number),
            lambda client: attended.append(client.number),
            print,
        )
        registry = DeskRegistry(returns, lambda generation, slot: None)
        desk, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        state = SharedState()
        other = SharedState(state.descriptor)
        registry.add(1, 0, ours, state)
        pairs = [socket.socketpair() for _ in range(3)]
        for number, (client, _) in enumerate(pairs, 1):
            assert registry.give(Client(number, client))
        for number, cost in known.items():
            other.note_cost(number, cost)
        other.begin(0, 2, 77)
        desk.close()
        while not dealt:
            await asyncio.sleep(0)
        other.close()
        for both in pairs:
            for end in both:
                end.close()
        assert attended == [2]
        return dealt

    assert asyncio.run(end_over_the_second_of_three()) == order


def test_data_are_kept_until_their_desks_have_ended() -> None:
    async def end_one_of_two() -> tuple[bool, bool]:
        returns = Returns(print, print, print)
        registry = DeskRegistry(returns, lambda generation, slot: None)
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2)]
        for generation, (_, ours) in enumerate(pairs, 1):
            registry.add(generation, 0, ours, SharedState())
        registry.retire(1)
        waiting = asyncio.create_task(registry.retired(1))
        for _ in range(10):
            await asyncio.sleep(0)
        before = waiting.done()
        pairs[0][0].close()
        await waiting
        kept = registry.give(Client(1, pairs[1][0]))
        registry.close()
        pairs[1][0].close()
        return before, kept

    assert asyncio.run(end_one_of_two()) == (False, True)
