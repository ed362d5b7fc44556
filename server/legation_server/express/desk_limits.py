"""What a desk goes by, and whether there can be any."""

import os
import resource
import select
import signal
from dataclasses import dataclass

from legation_server.isolation import limit_memory
from legation_server.protocol import AnswerRules
from legation_server.settings import MIB, Settings

# Seconds a connection may rest.
IDLE_SECONDS = 75.0
# Even where nobody is to wait for a worker, some queries come at once and have to wait for another.
LEAST_WAIT_SECONDS = 0.05


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
