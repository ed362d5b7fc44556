"""What a desk goes by, the time it may use, and whether there can be any."""

import os
import resource
import select
import signal
import time
from dataclasses import dataclass

from legation_server.isolation import limit_memory
from legation_server.protocol import AnswerRules
from legation_server.settings import MIB, Settings

# Seconds a connection may rest.
IDLE_SECONDS = 75.0
# Even where nobody is to wait for a worker, some queries come at once and have to wait for another.
LEAST_WAIT_SECONDS = 0.05
# A process has one thread here, so it uses no more processor time than goes by.
SPARE_SECONDS = 0.002


@dataclass(frozen=True)
class DeskLimits:
    """What a desk goes by: its release's fingerprint, and limits in the units of the settings.

    `cache_bytes` is the room for results; `memory` is in MiB, `query_length` in bytes. Nobody is to
    wait in line for longer than `wait_seconds`.
    """

    fingerprint: str
    rows: int
    result_size: int
    query_length: int
    memory: int
    cache_bytes: int
    answers: AnswerRules
    wait_seconds: float


def desks_possible(settings: Settings) -> bool:
    """Tell whether a server with some settings, on this system, can have desks."""
    system = hasattr(os, "memfd_create") and hasattr(select, "epoll")
    return system and not settings.watches_requests and not settings.asks_elsewhere


def limits_for(fingerprint: str, settings: Settings, desks: int, rules: AnswerRules) -> DeskLimits:
    """Return the limits of so many desks, which share half of the room for results."""
    return DeskLimits(
        fingerprint,
        settings.result_rows,
        settings.result_size,
        settings.query_length,
        settings.memory,
        settings.cache * MIB // (2 * desks) if desks else 0,
        rules,
        max(settings.queue_wait, LEAST_WAIT_SECONDS),
    )


def take_limits(memory_mib: int) -> None:
    """Let this process be ended by its timer, and have as many connections as it may."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    limit_memory(memory_mib * MIB)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Budget:
    """The processor time of queries, after which the kernel ends this process.

    Telling the kernel takes as long as much else at a desk. So it is told of SPARE_SECONDS more,
    and queries that begin within these need not tell it again.
    """

    def __init__(self) -> None:
        """Begin without a limit."""
        self._seconds = 0.0
        self._renewed_by = 0.0

    def begin(self, seconds: float) -> None:
        """Give the next query so many seconds, and perhaps SPARE_SECONDS more."""
        now = time.monotonic()
        if seconds != self._seconds or now >= self._renewed_by:
            signal.setitimer(signal.ITIMER_PROF, seconds + SPARE_SECONDS)
            self._seconds, self._renewed_by = seconds, now + SPARE_SECONDS

    def look(self) -> None:
        """End the limit if much of it may be used up; to be called before and after each query.

        What is not a query may take as long as one is given, until the next call.
        """
        if self._seconds and time.monotonic() >= self._renewed_by:
            self.end()

    def end(self) -> None:
        """End the limit."""
        if self._seconds:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._seconds = 0.0
