"""Large answers of the pool: in pieces, up to the limit, and given up half-way."""

import pytest
from legation_server.errors import Problem
from legation_server.isolation.pool import Pool
from legation_server.query import Task
from legation_server.releases.manifest import Release
from legation_server.settings import Settings
from support.heavy_queries import HUGE, LARGE
from support.pools import all_free, problem_of


def test_a_large_answer_comes_in_pieces(pool: Pool) -> None:
    answer = pool.run(Task(LARGE), buffered=10_000)
    assert answer.rest is not None

    whole = answer.first + b"".join(answer.rest)

    assert not answer.complete
    assert whole.endswith(b"]}}")
    assert whole.count(b'{"a":') > 10_000
    assert all_free(pool)


def test_an_answer_that_is_not_fetched_frees_its_worker(pool: Pool) -> None:
    answer = pool.run(Task(HUGE), buffered=10_000)
    assert answer.rest is not None

    next(answer.rest)
    answer.rest.close()

    assert all_free(pool)


def test_an_answer_that_is_never_looked_at_frees_its_worker(small_pool: Pool) -> None:
    answer = small_pool.run(Task(HUGE), buffered=10_000)
    assert answer.rest is not None

    answer.rest.close()

    assert all_free(small_pool)


def test_a_result_beyond_the_limit_breaks_off(small_pool: Pool) -> None:
    answer = small_pool.run(Task(HUGE), buffered=10_000)
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
