"""The pool's workers: how long a query may have one, and who waits or is refused."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from legation_server.errors import ClientGoneError, Problem
from legation_server.isolation.long_queries import digest
from legation_server.isolation.pool import Pool
from legation_server.isolation.workers import affordable_workers, available_bytes
from legation_server.query import Task
from legation_server.releases.manifest import Release
from legation_server.settings import Settings
from support.heavy_queries import ENDLESS
from support.pools import TRUE, all_free, answers, problem_of


@pytest.fixture(scope="module")
def pool(release: Release) -> Iterator[Pool]:
    """A pool whose queries may take a second."""
    with closing(Pool(release, Settings(workers=4, deadline=1.0, memory=256))) as pool:
        yield pool


def test_an_endless_query_is_stopped_at_its_deadline(pool: Pool) -> None:
    problem = problem_of(pool, ENDLESS)

    assert problem.kind == "query-timeout"
    assert problem.members["limit"] == 1.0
    assert float(str(problem.members["seconds"])) >= 1.0
    assert answers(pool) and all_free(pool)


def test_a_client_may_shorten_the_deadline_but_not_extend_it(pool: Pool) -> None:
    for timeout, expected in ((0.2, 0.2), (60.0, 1.0)):
        with pytest.raises(Problem) as caught:
            pool.run(Task(ENDLESS), timeout)
        assert caught.value.members["limit"] == expected


def test_long_queries_beyond_the_limit_are_refused(small_pool: Pool) -> None:
    with ThreadPoolExecutor(4) as executor:
        runs = [
            executor.submit(problem_of, small_pool, ENDLESS + f" # {number}") for number in range(4)
        ]
        kinds = sorted(run.result().kind for run in runs)

    assert kinds.count("query-timeout") >= 1
    assert set(kinds) == {"overloaded", "query-timeout"}
    assert answers(small_pool) and all_free(small_pool)


def test_a_query_taken_for_long_that_turns_out_brief_is_so_no_more(small_pool: Pool) -> None:
    task = Task("ASK {}")
    small_pool.workers.long_queries.remember(digest(task))
    assert small_pool.workers.is_known_as_long(task)

    assert small_pool.run(task).first == TRUE

    assert not small_pool.workers.is_known_as_long(task)
    assert all_free(small_pool)


def test_a_worker_is_slow_no_longer_than_its_query(small_pool: Pool) -> None:
    task = Task("ASK {}")
    for _ in range(3):
        small_pool.workers.long_queries.remember(digest(task))
        small_pool.run(task)

    assert all_free(small_pool)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    processes = small_pool.workers.free_processes()
    assert [os.getpriority(os.PRIO_PROCESS, pid) for pid in processes] == [own] * 2


def test_a_server_of_low_priority_stays_so(small_pool: Pool) -> None:
    program = (
        "import os, sys; from legation_server.isolation.data.zygote_client import Worker\n"
        "worker = Worker(int(sys.argv[1]), None)\n"
        "for niceness in (5, 0):\n"
        "    worker.be_nice(niceness)\n"
        "    print(os.getpriority(os.PRIO_PROCESS, worker.pid) - os.getpriority(os.PRIO_PROCESS, 0))"
    )
    (pid, *_) = small_pool.workers.free_processes()

    told = subprocess.run(
        ["nice", "-n", "3", sys.executable, "-c", program, str(pid)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["5", "0"]


def test_an_overloaded_server_says_when_to_come_back(small_pool: Pool) -> None:
    with ThreadPoolExecutor(4) as executor:
        runs = [
            executor.submit(problem_of, small_pool, ENDLESS + f" # {number}") for number in range(4)
        ]
        refused = [run.result() for run in runs if run.result().kind == "overloaded"]

    assert refused and all(int(problem.headers["Retry-After"]) > 0 for problem in refused)


def test_good_queries_are_answered_beside_endless_ones(pool: Pool) -> None:
    with ThreadPoolExecutor(12) as executor:
        storm = [executor.submit(problem_of, pool, ENDLESS + f" # {n}") for n in range(12)]
        good = [executor.submit(answers, pool) for _ in range(20)]

        assert all(run.result() for run in good)
        assert {run.result().kind for run in storm} <= {"query-timeout", "overloaded"}
    assert all_free(pool)


def test_a_client_that_hangs_up_frees_its_worker(small_pool: Pool) -> None:
    looks = count()

    with pytest.raises(ClientGoneError):
        small_pool.run(Task(ENDLESS), gone=lambda: next(looks) > 3)

    assert all_free(small_pool)


def test_memory_that_holds_copies_of_files_is_there_for_workers(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal: 8000 kB\nMemFree: 10 kB\nMemAvailable: 6000 kB\n")

    assert available_bytes(told) == 6000 * 1024


def test_where_the_kernel_tells_nothing_what_nothing_holds_is_there(tmp_path: Path) -> None:
    assert available_bytes(tmp_path / "none") > 0


def test_there_are_fewer_workers_than_memory_cannot_hold() -> None:
    assert affordable_workers(Settings(workers=16, memory=1)) == 16
    assert affordable_workers(Settings(workers=16, memory=1 << 40)) == 4
    assert affordable_workers(Settings(workers=2, memory=1 << 40)) == 2
