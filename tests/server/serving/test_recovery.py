"""Whatever process is killed, the server says so honestly, recovers, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
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


# `legation serve`, with a fault in what the web process does at its start.
FAULTY = """
import os, signal
from legation_server.serving import web_process
def fail(*arguments):
    {fault}
web_process.Connections = fail
from legation_server.cli.commands import serve
serve()
"""


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("raise TypeError('no such thing')", "TypeError: no such thing (<string>, line 5)"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "the web process ended with status -9"),
    ],
)
def test_a_server_that_never_serves_says_why_once_and_ends(
    dataset: Path, fault: str, told: str
) -> None:
    program = [sys.executable, "-c", FAULTY.format(fault=fault)]

    ended = subprocess.run(
        [*program, str(dataset), "--port", "0", "--workers", "1"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    said = [line for line in ended.stderr.splitlines() if line.startswith("Error: ")]
    assert said == [
        f"Error: The server cannot start; it was tried 3 times: {told}. "
        "Repair what is named, or report it as a fault of the server."
    ]
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr


def test_a_server_that_has_served_is_started_again_however_often_it_ends(victim: Served) -> None:
    for _ in range(4):
        before = web_process(victim)
        os.kill(before, signal.SIGKILL)
        statuses_until_well(victim)
        assert eventually(lambda: web_process(victim), ignoring=(StopIteration,)) != before
