"""What a desk goes by, and whether there can be any."""

import os
import select
from dataclasses import dataclass

from legation_server.settings import Settings

MIB = 1024 * 1024
# Seconds a connection may rest.
UNUSED = 75.0
# One desk for each processor this process may use.
DESKS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@dataclass(frozen=True)
class Rules:
    """What a desk goes by: its release's fingerprint, and limits in the units of the settings.

    `cache` is the room for results, in bytes.
    """

    fingerprint: str
    rows: int
    result_size: int
    query_length: int
    compress_from: int
    memory: int
    cache: int


def is_possible(settings: Settings) -> bool:
    """Tell whether a server with some settings, on this system, can have an express lane."""
    system = hasattr(os, "memfd_create") and hasattr(select, "epoll")
    return system and not settings.watches_requests and not settings.store


def rules_for(fingerprint: str, settings: Settings, desks: int) -> Rules:
    """Return the rules of so many desks, which share half of the room for results."""
    return Rules(
        fingerprint,
        settings.result_rows,
        settings.result_size,
        settings.query_length,
        settings.compress_from,
        settings.memory,
        settings.cache * MIB // (2 * desks) if desks else 0,
    )
