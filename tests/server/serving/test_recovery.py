"""Whatever process is killed, the server says so honestly, recovers, and leaves nothing behind."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from support.eventually import eventually
from support.server_processes import (
    Served,
    all_end,
    children,
    comes_to_rest,
    data_process,
    start_server,
    web_process,
)

pytestmark = pytest.mark.alone

WORKERS = 3


def statuses_until_well(served: Served) -> set[str]:
    """Ask until ten answers in a row are good; return what came before."""
    seen: list[str] = []

    def is_well() -> bool:
        try:
            status = str(served.select(f"SELECT ({len(seen)} AS ?n) {{}}").status_code)
        except requests.ConnectionError:
            status = "refused"
        seen.append(status)
        return seen[-10:] == ["200"] * 10

    eventually(is_well)
    return set(seen) - {"200"}


@pytest.fixture(scope="module")
def victim(dataset: Path) -> Iterator[Served]:
    served = start_server(dataset, "--workers", str(WORKERS))
    yield served
    served.stop()


def test_killed_workers_are_replaced(victim: Served) -> None:
    for pid in children(data_process(victim)):
        os.kill(pid, signal.SIGKILL)

    assert statuses_until_well(victim) <= {"503"}
    assert comes_to_rest(victim, WORKERS)


def test_a_killed_holder_of_the_data_is_replaced(victim: Served) -> None:
    before = data_process(victim)
    workers = children(before)
    os.kill(before, signal.SIGKILL)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)

    assert statuses_until_well(victim) <= {"503"}
    assert comes_to_rest(victim, WORKERS)
    assert data_process(victim) != before


def test_a_killed_web_process_is_replaced_and_leaves_nobody_behind(victim: Served) -> None:
    before = web_process(victim)
    family = [before, data_process(victim), *children(data_process(victim))]
    os.kill(before, signal.SIGKILL)

    assert statuses_until_well(victim) <= {"503", "refused"}
    assert web_process(victim) != before
    assert all_end(family)


def test_a_query_beyond_its_memory_ends_alone(dataset: Path, serve: Callable[..., Served]) -> None:
    served = serve(dataset, "--workers", "2", "--memory", "64")
    binds = " ".join(
        f"BIND(CONCAT(?{a},?{a},?{a},?{a},?{a},?{a},?{a},?{a}) AS ?{b})"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    greedy = f'SELECT (STRLEN(?i) AS ?n) {{ BIND("xxxxxxxxxxxxxxxx" AS ?a) {binds} }}'

    response = served.select(greedy)

    problem = response.json()
    assert (response.status_code, problem["type"]) == (503, "/errors#query-memory")
    assert problem["limit"] == 64 * 1024 * 1024 and problem["seconds"] >= 0
    assert served.select("ASK {}").json()["boolean"] is True
