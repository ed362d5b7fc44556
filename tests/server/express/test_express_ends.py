"""Desks and the web process may end at any moment: nothing is lost or mixed up, and others take over."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import requests
from support.at_desks import CLAIMS, at_a_desk, by_desk, desks
from support.eventually import eventually
from support.heavy_queries import ENDLESS, LONGER_THAN_BRIEF
from support.server_processes import Served, all_end, descendants, web_process
from support.swapping import figure

pytestmark = pytest.mark.alone


def test_a_desk_that_is_killed_takes_no_connection_with_it(express_server: Served) -> None:
    with requests.Session() as session:

        def ask() -> requests.Response:
            return session.get(express_server.url + "/sparql", params={"query": CLAIMS}, timeout=60)

        at_a_desk(ask)
        for _ in range(3):
            # What it sent is with us a little earlier than it says so.
            time.sleep(0.05)
            for pid in desks(express_server):
                os.kill(pid, signal.SIGKILL)

            assert ask().status_code == 200
        assert by_desk(at_a_desk(ask))


def test_desks_that_are_killed_under_load_mix_nothing_up(express_server: Served) -> None:
    kills = 8
    ended = Event()
    answered: list[int] = []

    def many(number: int) -> int:
        """Ask the same again and again, and return how many connections broke."""
        query = f"SELECT ?c ({number} AS ?n) WHERE {{ ?c a bil:Claim }}"
        broken = 0
        with requests.Session() as session:
            while not ended.is_set():
                try:
                    answer = session.get(
                        express_server.url + "/sparql", params={"query": query}, timeout=60
                    )
                except requests.ConnectionError:
                    broken += 1
                else:
                    rows = answer.json()["results"]["bindings"]
                    assert [row["n"]["value"] for row in rows] == [str(number)] * 3
                    answered.append(number)
        return broken

    with ThreadPoolExecutor(8) as threads:
        clients = [threads.submit(many, number) for number in range(8)]
        try:
            for _ in range(kills):
                before = len(answered)
                eventually(lambda: len(answered) > before + 100)
                os.kill(eventually(lambda: desks(express_server))[0], signal.SIGKILL)
        finally:
            ended.set()
        # Only the one that was just being sent an answer cannot be told how far that came.
        assert sum(client.result() for client in clients) <= kills


def test_endless_queries_of_many_clients_leave_every_brief_one_answered(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--deadline", "2", "--memory", "256")
    brief = [f"SELECT ?c ({number} AS ?n) {{ ?c a bil:Claim }}" for number in range(50)]

    with ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(served.select, f"{ENDLESS} # {number}") for number in range(8)]
        assert [served.select(query).status_code for query in brief] == [200] * 50
    assert {one.result().status_code for one in slow} == {503}


def test_a_long_query_of_many_clients_is_steady(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--cache", "0", "--queue-wait", "60", "--deadline", "60")

    def ask(_: int) -> tuple[int, bool, bytes]:
        answer = served.select(LONGER_THAN_BRIEF)
        return answer.status_code, by_desk(answer), answer.content

    def desks_ended() -> float:
        """Return how many desks have ended so far."""
        return figure(served, "legation_query_events_total", event="desks")

    at_a_desk(lambda: served.select(CLAIMS))
    with ThreadPoolExecutor(8) as threads:
        first = list(threads.map(ask, range(8)))
        ended = desks_ended()
        later = list(threads.map(ask, range(8)))

    # Each desk ends over it once at most. Then none of them tries it, and the pool answers all.
    assert ended <= len(eventually(lambda: desks(served)))
    assert desks_ended() == ended
    assert {answer[:2] for answer in first + later} == {(200, False)}
    assert len({body for *_, body in first + later}) == 1


def test_a_web_process_that_is_killed_is_replaced_with_its_desks(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--workers", "4")
    before = descendants(served.process.pid)

    os.kill(web_process(served), signal.SIGKILL)

    def answered_by_a_desk() -> bool:
        try:
            return by_desk(served.select(CLAIMS))
        except requests.ConnectionError:
            return False

    assert eventually(answered_by_a_desk)
    assert all_end(before - {served.process.pid})


def test_a_connection_that_took_its_time_once_is_for_desks_again(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--deadline", "1")

    with requests.Session() as session:

        def ask(query: str) -> requests.Response:
            return session.get(served.url + "/sparql", params={"query": query}, timeout=60)

        # The connection is given back after each answer, this one included.
        assert ask(ENDLESS).status_code == 503
        assert by_desk(at_a_desk(lambda: ask(CLAIMS)))


def test_a_server_may_have_no_desks(dataset: Path, serve: Callable[..., Served]) -> None:
    served = serve(dataset, "--desks", "0", "--workers", "4")

    with requests.Session() as session:
        for _ in range(3):
            answer = session.get(served.url + "/sparql", params={"query": CLAIMS}, timeout=60)
            assert answer.status_code == 200 and not by_desk(answer)
    assert not desks(served)


def test_a_server_that_counts_every_request_has_no_desks(
    dataset: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset, "--rate-limit", "1000", "--workers", "4")

    assert served.select(CLAIMS).status_code == served.select(CLAIMS).status_code == 200
    assert not desks(served)
