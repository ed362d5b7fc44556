import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from legation_server.errors import ClientGoneError, Problem, ReleaseError
from legation_server.frames import Task
from legation_server.long_queries import digest
from legation_server.pool import Pool, affordable_workers
from legation_server.release import Release
from legation_server.settings import Settings

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = (
    "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?d), STR(?f), STR(?g)))) AS ?n) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
)
LARGE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TRUE = b'{"head":{},"boolean":true}'


def problem_of(pool: Pool, query: str) -> Problem:
    with pytest.raises(Problem) as caught:
        pool.run(Task(query))
    return caught.value


def answers(pool: Pool) -> bool:
    return pool.run(Task("ASK {}")).first == TRUE


def all_free(pool: Pool) -> bool:
    """Tell whether every worker comes back, waiting a little for those on their way."""
    for _ in range(100):
        if pool.busy() == {"free": pool.settings.workers, "long": 0, "waiting": 0}:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def small_pool(release: Release) -> Iterator[Pool]:
    """Two workers, one of which may run long."""
    pool = Pool(
        release,
        Settings(workers=2, long_runners=1, deadline=1.0, queue_wait=0.2, memory=64, result_size=2),
    )
    yield pool
    pool.close()


def test_an_endless_query_is_stopped_at_its_deadline(pool: Pool) -> None:
    began = time.monotonic()
    problem = problem_of(pool, ENDLESS)

    assert problem.kind == "query-timeout"
    assert problem.members["limit"] == 1.0
    assert 0.9 < time.monotonic() - began < 10
    assert answers(pool) and all_free(pool)


def test_a_client_may_shorten_the_deadline_but_not_extend_it(pool: Pool) -> None:
    for timeout, expected in ((0.2, 0.2), (60.0, 1.0)):
        with pytest.raises(Problem) as caught:
            pool.run(Task(ENDLESS), timeout)
        assert caught.value.members["limit"] == expected


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


def test_a_killed_worker_is_replaced(small_pool: Pool) -> None:
    for _ in range(4):
        worker = small_pool._free[-1]
        os.kill(worker.pid, signal.SIGKILL)
        while not worker.has_ended():
            time.sleep(0.01)
        assert answers(small_pool)

    assert all_free(small_pool)
    assert small_pool.counts["killed"] == 0


def test_a_worker_killed_with_its_query_is_not_said_to_be_the_query_s_fault(
    release: Release,
) -> None:
    patient = Pool(release, Settings(workers=1, memory=64, deadline=60.0))
    worker = patient._free[-1]
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(problem_of, patient, ENDLESS)
        while worker in patient._free and not running.done():
            time.sleep(0.01)
        os.kill(worker.pid, signal.SIGKILL)
        problem = running.result()

    assert problem.kind == "overloaded"
    assert "killed" in problem.detail and problem.headers["Retry-After"]
    assert patient.counts["killed"] == 1
    assert answers(patient) and all_free(patient)
    patient.close()


def test_the_process_with_the_data_is_replaced(small_pool: Pool) -> None:
    small_pool._zygote._process.kill()
    small_pool._zygote._process.wait()
    problem_of(small_pool, ENDLESS)

    assert answers(small_pool) and all_free(small_pool)


def test_workers_end_with_the_pool(release: Release) -> None:
    pool = Pool(release, Settings(workers=3))
    pids = [worker.pid for worker in pool._free]

    pool.close()

    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            break
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


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
    small_pool.long_queries.remember(digest(task))
    assert small_pool.is_known_as_long(task)

    assert small_pool.run(task).first == TRUE

    assert not small_pool.is_known_as_long(task)
    assert all_free(small_pool)


def test_a_worker_is_slow_no_longer_than_its_query(small_pool: Pool) -> None:
    task = Task("ASK {}")
    for _ in range(3):
        small_pool.long_queries.remember(digest(task))
        small_pool.run(task)

    assert all_free(small_pool)
    for worker in small_pool._free:
        assert os.getpriority(os.PRIO_PROCESS, worker.pid) == os.getpriority(os.PRIO_PROCESS, 0)


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
    began = time.monotonic()

    with pytest.raises(ClientGoneError):
        small_pool.run(Task(ENDLESS), gone=lambda: time.monotonic() - began > 0.3)

    assert time.monotonic() - began < 0.9
    assert all_free(small_pool)


def test_a_large_answer_comes_in_pieces(pool: Pool) -> None:
    answer = pool.run(Task("SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"), buffered=10_000)
    assert answer.rest is not None

    whole = answer.first + b"".join(answer.rest)

    assert not answer.complete
    assert whole.endswith(b"]}}")
    assert whole.count(b'{"a":') > 10_000
    assert all_free(pool)


def test_an_answer_that_is_not_fetched_frees_its_worker(pool: Pool) -> None:
    answer = pool.run(Task(LARGE), buffered=10_000)
    assert answer.rest is not None

    next(answer.rest)
    answer.rest.close()

    assert all_free(pool)


def test_a_result_beyond_the_limit_breaks_off(small_pool: Pool) -> None:
    answer = small_pool.run(Task(LARGE), buffered=10_000)
    assert answer.rest is not None

    with pytest.raises(Problem) as caught:
        list(answer.rest)

    assert caught.value.kind == "result-too-large"
    assert all_free(small_pool)


def test_a_graph_beyond_the_limit_is_a_problem(release: Release) -> None:
    pool = Pool(release, Settings(workers=1, result_rows=10))
    try:
        assert problem_of(pool, "CONSTRUCT WHERE { ?s ?p ?o }").kind == "result-too-large"
        assert pool.run(Task("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3")).complete
    finally:
        pool.close()


def test_there_are_fewer_workers_than_memory_cannot_hold() -> None:
    assert affordable_workers(Settings(workers=16, memory=1)) == 16
    assert affordable_workers(Settings(workers=16, memory=1 << 40)) == 4
    assert affordable_workers(Settings(workers=2, memory=1 << 40)) == 2


def test_a_release_that_cannot_be_loaded_is_said_so(release: Release, tmp_path: Path) -> None:
    broken = tmp_path / "dumps"
    broken.mkdir()
    for file in release.loaded_files:
        (tmp_path / file.path).write_text("nonsense")
    unreadable = replace(release, folder=tmp_path)

    with pytest.raises(ReleaseError, match="cannot be loaded"):
        Pool(unreadable, Settings(workers=1))


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


def test_an_answer_that_is_never_looked_at_frees_its_worker(small_pool: Pool) -> None:
    answer = small_pool.run(Task(LARGE), buffered=10_000)
    assert answer.rest is not None

    answer.rest.close()

    assert all_free(small_pool)
