"""The desks over the data of one release: how many, what they are told, and what they count."""

import os
import socket
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

from legation_server.express.desk_limits import limits_for
from legation_server.express.shared_state import LARGEST_BYTES, SLOTS, Counted, SharedState, key_of
from legation_server.isolation import BRIEF_CPU_SECONDS
from legation_server.protocol import AnswerRules
from legation_server.releases import Release
from legation_server.results import Outcome
from legation_server.settings import Settings

# The letter under which the process that holds the data forks desks.
DESK = b"D"


class Forks(Protocol):
    """A pool, which has the process that holds the data fork children of other kinds."""

    def fork(self, kind: bytes, number: int) -> socket.socket:
        """Return the socket of a new child; raises OSError."""

    def count(self, event: str, times: int = ...) -> None:
        """Count an event."""


def desks_wanted(settings: Settings) -> int:
    """Return how many desks there are to be: as set, or one for each processor we may use."""
    if settings.desks >= 0:
        return settings.desks
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return min(found, SLOTS)


class Desks:
    """The desks over one release; `number` of them, which share `state`."""

    def __init__(self, release: Release, settings: Settings, rules: AnswerRules) -> None:
        """Make room for what they share."""
        self.number = desks_wanted(settings)
        self.state = SharedState()
        self._limits = limits_for(release.answers_key, settings, self.number, rules)
        self._counted = Counted()

    def close(self) -> None:
        """Let go of what they share."""
        self.state.close()

    @property
    def plan(self) -> Mapping[str, Any]:
        """Return what the process that holds the data has to know of them, as JSON can hold it."""
        return {"desks": {"limits": asdict(self._limits), "state": self.state.descriptor}}

    @property
    def cache_bytes(self) -> int:
        """Return the room for results that they have together."""
        return self.number * self._limits.cache_bytes

    def open(self, pool: Forks, slot: int) -> socket.socket:
        """Return the socket of a new desk in a slot; raises OSError."""
        return pool.fork(DESK, slot)

    def learn(self, outcome: Outcome) -> None:
        """Remember a query that the pool found to be brief, and that a desk can answer."""
        brief = not outcome.held and outcome.seconds < BRIEF_CPU_SECONDS
        # Desks do not look for hints.
        if brief and not outcome.result.hints and len(outcome.result.body) <= LARGEST_BYTES:
            self.state.find_brief(key_of(outcome.tag))

    def newly_counted(self) -> Counted:
        """Return what they have counted since the last call."""
        now = self.state.counted()
        news, self._counted = now.since(self._counted), now
        return news
