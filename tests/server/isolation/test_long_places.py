"""Long queries wait for their turn, first come, first served, and hold nothing meanwhile."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from legation_server.errors import ClientGoneError, Problem
from legation_server.isolation.long_places import LongPlaces, Turn
from legation_server.isolation.pool import Pool
from legation_server.query import Answer, Task, never
from legation_server.releases import Release
from legation_server.settings import Settings
from support.eventually import eventually
from support.heavy_queries import ENDLESS, HUGE
from support.pools import answers, problem_of
from support.some import some

# More than a second of processor time over the small release, and one row.
GROUP_BY = (
    "SELECT ?p (COUNT(*) AS ?n) {{ SELECT ?p {{ ?a ?p ?c . ?d ?e ?f . ?g ?h ?i }} "
    "LIMIT {} }} GROUP BY ?p"
)


@contextmanager
def pool_of(release: Release, **settings: Any) -> Iterator[Pool]:
    given = {"workers": 3, "memory": 256, "deadline": 60.0, "long_runners": 1} | settings
    pool = Pool(release, Settings(**given))
    try:
        yield pool
    finally:
        pool.close()


@contextmanager
def with_a_long_one(pool: Pool) -> Iterator[ThreadPoolExecutor]:
    """Have an endless query in the one place that there is."""
    over = Event()
    with ThreadPoolExecutor(4) as executor:
        ask(executor, pool, f"{ENDLESS} LIMIT 99", over.is_set)
        eventually(lambda: pool.busy()["long"] == 1)
        try:
            yield executor
        finally:
            over.set()


def ask(
    executor: ThreadPoolExecutor, pool: Pool, query: str, gone: Callable[[], bool]
) -> Future[Answer]:
    return executor.submit(pool.run, Task(query), gone=gone)


@pytest.mark.alone
def test_eight_clients_with_a_group_by_of_a_second_all_get_answers(release: Release) -> None:
    queries = [GROUP_BY.format(4_000_000 + number) for number in range(8)]
    with pool_of(release, long_runners=2, workers=4) as pool, ThreadPoolExecutor(8) as executor:
        found = list(executor.map(lambda query: pool.run(Task(query)), queries))

    assert {b'"n"' in answer.first for answer in some(found)} == {True}


def test_one_that_turns_out_long_gives_its_worker_back_and_waits(release: Release) -> None:
    with pool_of(release) as pool, with_a_long_one(pool) as executor:
        gone = Event()
        waiting = ask(executor, pool, ENDLESS, gone.is_set)

        at_rest = {"free": 2, "long": 1, "waiting": 0, "waiting_long": 1}
        assert eventually(lambda: pool.busy() == at_rest)
        assert answers(pool)

        gone.set()
        assert isinstance(waiting.exception(), ClientGoneError)
        assert eventually(lambda: pool.busy()["waiting_long"] == 0)


def test_its_deadline_begins_when_it_runs(release: Release) -> None:
    with pool_of(release, deadline=0.5) as pool, ThreadPoolExecutor(3) as executor:
        asked = [executor.submit(problem_of, pool, f"{ENDLESS} LIMIT {n + 1}") for n in range(3)]

    kinds = [one.result().kind for one in asked]
    spent = [float(str(one.result().members["seconds"])) for one in some(asked)]
    assert kinds == ["query-timeout"] * 3
    assert max(spent) < 2 * 0.5


def test_the_wait_has_an_end(release: Release) -> None:
    with pool_of(release, long_wait=0.3) as pool, with_a_long_one(pool):
        problem = problem_of(pool, ENDLESS)

    assert (problem.kind, problem.headers["Retry-After"]) == ("overloaded", "2")
    assert problem.detail == "The turn of this long query did not come within 0.3 seconds."


def test_the_line_has_a_greatest_length(release: Release) -> None:
    with pool_of(release, long_queue=0) as pool, with_a_long_one(pool):
        problem = problem_of(pool, ENDLESS)

    assert problem.detail == "Too many long queries run and wait already."


def test_one_that_reached_its_deadline_before_does_not_wait(release: Release) -> None:
    with pool_of(release) as pool:
        with pytest.raises(Problem, match="query-timeout"):
            pool.run(Task(ENDLESS), timeout=0.3)
        with with_a_long_one(pool):
            problem = problem_of(pool, ENDLESS)

    assert problem.detail == "Too many long queries run and wait already."


def test_a_result_that_is_on_its_way_runs_beyond_the_places(release: Release) -> None:
    with pool_of(release, workers=5) as pool, with_a_long_one(pool):
        answer = pool.run(Task(HUGE))
        assert answer.rest is not None
        pieces = [next(answer.rest) for _ in range(100)]
        assert eventually(lambda: bool(next(answer.rest or iter(()))) and pool.busy()["long"] == 2)
        answer.rest.close()

    assert b"" not in some(pieces)


def test_without_free_workers_such_a_result_breaks_off(release: Release) -> None:
    with pool_of(release, workers=2) as pool, with_a_long_one(pool):
        answer = pool.run(Task(HUGE))
        with pytest.raises(Problem, match="overloaded"):
            list(answer.rest or ())


def test_the_next_place_is_for_those_who_came_first() -> None:
    places, came = LongPlaces(1, 2), []
    assert places.take()

    def stand(name: str) -> None:
        assert places.wait(60.0, never) is Turn.PLACE
        came.append(name)
        places.leave()

    with ThreadPoolExecutor(2) as executor:
        executor.submit(stand, "first")
        eventually(lambda: places.waiting == 1)
        executor.submit(stand, "second")
        eventually(lambda: places.waiting == 2)
        assert not places.take()
        assert places.wait(60.0, never) is Turn.FULL
        places.leave()

    assert came == ["first", "second"]


def test_a_line_that_is_closed_sends_all_away() -> None:
    places = LongPlaces(1, 1)
    places.take()
    with ThreadPoolExecutor(1) as executor:
        waiting = executor.submit(places.wait, 60.0, never)
        eventually(lambda: places.waiting == 1)
        places.close()

    assert waiting.result() is Turn.LATE
