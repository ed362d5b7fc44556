"""Count queries and what ended some of them, and say what the end of a worker means."""

import signal
from threading import Lock

from legation_server.errors import Problem, overloaded
from legation_server.isolation.long_places import Turn
from legation_server.isolation.worker import memory_problem

# The events by their names, as /metrics gives them.
EVENTS = (
    "queries",
    "timeouts",
    "out of memory",
    "killed",
    "crashes",
    "hung up",
    "too slow",
    "refused",
    "desks",
)
# What a worker's end is counted as, by the signal that brought it.
CAUSES: dict[int, str] = {
    signal.SIGPROF: "timeouts",
    signal.SIGABRT: "out of memory",
    signal.SIGKILL: "killed",
}


class QueryEvents:
    """How often each event has come about; `counts` is read by others at any time."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts = dict.fromkeys(EVENTS, 0)
        self._lock = Lock()

    def count(self, event: str, times: int = 1) -> None:
        """Count an event by its name."""
        with self._lock:
            self.counts[event] += times


def stopped(deadline: float, spent: float) -> Problem:
    """Return the problem of a query that was stopped at its deadline; both are in seconds."""
    return Problem(
        "query-timeout",
        f"The query was stopped after {deadline:g} seconds.",
        members={"limit": deadline, "seconds": round(spent, 3)},
    )


def refused(turn: Turn, long_wait: float) -> Problem:
    """Return the problem of one long query too many, which may have waited `long_wait` seconds."""
    if turn is Turn.LATE:
        return overloaded(f"The turn of this long query did not come within {long_wait:g} seconds.")
    return overloaded("Too many long queries run and wait already.")


def cause_of(status: int) -> str:
    """Return what a worker's end is counted as; `status` is minus the signal or an exit status."""
    return CAUSES.get(-status, "crashes")


def problem_of(status: int, deadline: float, memory: int) -> Problem:
    """Return the problem of a query whose worker ended.

    `deadline` is in seconds, `memory` in MiB.
    """
    if -status == signal.SIGPROF:
        return Problem(
            "query-timeout",
            f"The query used {deadline:g} seconds of processor time.",
            members={"limit": deadline},
        )
    if -status == signal.SIGABRT:
        return memory_problem(memory)
    if -status == signal.SIGKILL:
        return overloaded(
            "The system killed the process that ran the query, as it does when memory is short."
        )
    if status >= 0:
        return Problem("query-failed", "The engine failed on this query.")
    return Problem(
        "query-too-complex", "The engine could not hold the query: it is nested too deeply."
    )
