"""Ask a pool, and see whether its workers come back."""

import pytest
from legation_server.errors import Problem
from legation_server.isolation.pool import Pool
from legation_server.query import Task

from support.eventually import eventually

TRUE = b'{"head":{},"boolean":true}'


def problem_of(pool: Pool, query: str) -> Problem:
    with pytest.raises(Problem) as caught:
        pool.run(Task(query))
    return caught.value


def answers(pool: Pool) -> bool:
    return pool.run(Task("ASK {}")).first == TRUE


def all_free(pool: Pool) -> bool:
    """Wait until every worker is free again."""
    at_rest = {"free": pool.settings.workers, "long": 0, "waiting": 0, "waiting_long": 0}
    return eventually(lambda: pool.busy() == at_rest)
