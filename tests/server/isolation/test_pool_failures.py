"""What ends a worker, or the process that holds the data, and what is said of that."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from legation_server.errors import Problem, ReleaseError
from legation_server.isolation.pool import Pool
from legation_server.query import Task
from legation_server.releases.manifest import Release
from legation_server.settings import Settings
from support.eventually import eventually
from support.heavy_queries import ENDLESS
from support.pools import all_free, answers, problem_of
from support.server_processes import has_ended

pytestmark = pytest.mark.alone


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 10_000 + "}" * 10_000,
        "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "SELECT * {" + "OPTIONAL { ?s ?p ?o } " * 20_000 + "}",
        "SELECT (1" + "+1" * 40_000 + " AS ?x) {}",
        "SELECT * { ?s " + "^" * 50_000 + "<p> ?o }",
        "SELECT * { FILTER(" + "!" * 90_000 + "true) }",
    ],
    ids=["groups", "brackets", "optionals", "sums", "inverses", "negations"],
)
def test_no_query_text_ends_more_than_its_worker(pool: Pool, query: str) -> None:
    try:
        pool.run(Task(query))
    except Problem as problem:
        assert problem.kind in (
            "query-too-complex",
            "query-timeout",
            "syntax-error",
            "query-memory",
        )

    assert answers(pool) and all_free(pool)


def test_a_crash_of_the_engine_is_said_to_be_the_query(pool: Pool) -> None:
    # Deep for the engine's parser, though no bracket is nested.
    chain = "SELECT * {" + "OPTIONAL { ?s ?p ?o } " * 4_000 + "}"
    deep = "SELECT * { FILTER(" + "-(" * 400 + "1" + ")" * 400 + ") " + chain[10:]

    assert problem_of(pool, deep).kind in ("query-too-complex", "query-timeout")
    assert answers(pool) and all_free(pool)


def test_a_query_cannot_have_all_memory(small_pool: Pool) -> None:
    greedy = 'SELECT (STRLEN(?h) AS ?n) { BIND("xxxxxxxxxxxxxxxx" AS ?a) ' + " ".join(
        f"BIND(CONCAT(?{one}, ?{one}, ?{one}, ?{one}, ?{one}, ?{one}, ?{one}, ?{one}) AS ?{two})"
        for one, two in zip("abcdefg", "bcdefgh", strict=True)
    )
    greedy += " BIND(CONCAT(?h, ?h, ?h, ?h, ?h, ?h, ?h, ?h) AS ?i) FILTER(STRLEN(?i) > 1) }"

    assert problem_of(small_pool, greedy).kind == "query-memory"
    assert small_pool.counts["out of memory"] == 1
    assert answers(small_pool) and all_free(small_pool)


def test_a_panic_of_the_engine_is_a_problem(pool: Pool) -> None:
    # Sorting terms that have no total order makes the engine's sort give up.
    mixed = " ".join(f'{n} "{n}" "{n}"@en <x:{n}> "{n}"^^xsd:duration' for n in range(40))
    query = f"SELECT * {{ VALUES ?x {{ {mixed} {mixed} }} }} ORDER BY ?x"
    try:
        answer = pool.run(Task(query))
    except Problem as problem:
        assert problem.kind == "query-failed"
    else:
        assert answer.complete

    assert answers(pool) and all_free(pool)


def test_a_killed_worker_is_replaced(small_pool: Pool) -> None:
    for _ in range(4):
        pid = small_pool.workers.free_processes()[-1]
        os.kill(pid, signal.SIGKILL)
        eventually(partial(has_ended, pid))
        assert answers(small_pool)

    assert all_free(small_pool)
    assert small_pool.counts["killed"] == 0


def test_a_worker_killed_with_its_query_is_not_said_to_be_the_query_s_fault(
    release: Release,
) -> None:
    patient = Pool(release, Settings(workers=1, memory=64, deadline=60.0))
    (pid,) = patient.workers.free_processes()
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(problem_of, patient, ENDLESS)
        eventually(lambda: not patient.workers.free_processes())
        os.kill(pid, signal.SIGKILL)
        problem = running.result()

    assert problem.kind == "overloaded"
    assert "killed" in problem.detail and problem.headers["Retry-After"]
    assert patient.counts["killed"] == 1
    assert answers(patient) and all_free(patient)
    patient.close()


def test_the_process_with_the_data_is_replaced(small_pool: Pool) -> None:
    pid = small_pool.data_process
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: has_ended(pid))
    problem_of(small_pool, ENDLESS)

    assert answers(small_pool) and all_free(small_pool)


def test_workers_end_with_the_pool(release: Release) -> None:
    pool = Pool(release, Settings(workers=3))
    pids = pool.workers.free_processes()
    assert len(pids) == 3

    pool.close()

    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_a_release_that_cannot_be_loaded_is_said_so(release: Release, tmp_path: Path) -> None:
    broken = tmp_path / "dumps"
    broken.mkdir()
    for file in release.loaded_files:
        (tmp_path / file.path).write_text("nonsense")
    unreadable = replace(release, folder=tmp_path, stamps={})

    with pytest.raises(ReleaseError, match="cannot be loaded"):
        Pool(unreadable, Settings(workers=1))
