"""The end of a worker is counted and told as what it was."""

import signal

import pytest
from legation_server.isolation.long_places import Turn
from legation_server.isolation.query_events import (
    CAUSES,
    EVENTS,
    QueryEvents,
    cause_of,
    problem_of,
    refused,
    stopped,
)
from legation_server.settings import MIB
from support.some import some

DEADLINE_SECONDS, MEMORY_MIB = 10.0, 64


@pytest.mark.parametrize(
    ("status", "cause", "kind", "http_status"),
    [
        (-signal.SIGPROF, "timeouts", "query-timeout", 503),
        (-signal.SIGABRT, "out of memory", "query-memory", 503),
        (-signal.SIGKILL, "killed", "overloaded", 503),
        (-signal.SIGSEGV, "crashes", "query-too-complex", 400),
        (-signal.SIGBUS, "crashes", "query-too-complex", 400),
        (0, "crashes", "query-failed", 400),
        (1, "crashes", "query-failed", 400),
        # An exit status that has the number of a signal is none.
        (int(signal.SIGKILL), "crashes", "query-failed", 400),
    ],
)
def test_each_end_of_a_worker_has_its_cause_and_its_problem(
    status: int, cause: str, kind: str, http_status: int
) -> None:
    problem = problem_of(status, DEADLINE_SECONDS, MEMORY_MIB)

    assert cause_of(status) == cause
    assert (problem.kind, problem.status) == (kind, http_status)


def test_limits_that_ended_a_query_are_told_in_words_and_for_programs() -> None:
    spent = problem_of(-signal.SIGPROF, DEADLINE_SECONDS, MEMORY_MIB)
    full = problem_of(-signal.SIGABRT, DEADLINE_SECONDS, MEMORY_MIB)

    assert (spent.members, full.members["limit"]) == ({"limit": 10.0}, MEMORY_MIB * MIB)
    assert "10 seconds of processor time" in spent.detail
    assert "64" in full.detail


def test_a_stopped_query_says_how_long_it_ran() -> None:
    problem = stopped(0.5, 0.50049)

    assert problem.kind == "query-timeout"
    assert problem.detail == "The query was stopped after 0.5 seconds."
    assert problem.members == {"limit": 0.5, "seconds": 0.5}


def test_one_long_query_too_many_is_told_whether_it_waited() -> None:
    others = [refused(turn, 30.0) for turn in some(set(Turn) - {Turn.LATE})]
    late = refused(Turn.LATE, 30.0)

    assert "within 30 seconds" in late.detail
    assert all("already" in problem.detail for problem in some(others))
    assert {problem.kind for problem in (late, *others)} == {"overloaded"}
    assert all(problem.headers["Retry-After"] == "2" for problem in some([late, *others]))


def test_every_cause_is_an_event_that_is_counted() -> None:
    events = QueryEvents()

    for cause in some({*CAUSES.values(), cause_of(1)}):
        events.count(cause)
    events.count("queries", 3)

    assert events.counts == dict.fromkeys(EVENTS, 0) | {
        "timeouts": 1,
        "out of memory": 1,
        "killed": 1,
        "crashes": 1,
        "queries": 3,
    }
