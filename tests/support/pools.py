"""Ask a pool, and see whether its workers come back."""

import time

import pytest
from legation_server.errors import Problem
from legation_server.isolation.pool import Pool
from legation_server.query import Task

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
