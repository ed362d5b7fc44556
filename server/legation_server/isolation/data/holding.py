"""How a data process has its release: in memory before it forks, or on disk for each child to open.

The engine starts threads when it opens files, and threads do not survive a fork. So children open
them themselves; what they read is in the system's page cache once.
"""

import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from legation_server.errors import ReleaseError
from legation_server.evaluation import (
    DefaultGraphs,
    Engine,
    Originals,
    OriginalsFile,
    arranged,
    count_statements,
    make_default_graphs,
)
from legation_server.isolation.data.disk_loading import load_on_disk
from legation_server.isolation.data.loading import load
from legation_server.isolation.system_calls import end_with_parent
from legation_server.rdf import Words
from legation_server.releases import ORIGINALS, QUADS, hold_in_use, read_record
from legation_server.sparql import Counts
from legation_server.standard_error import say


class Holding(Protocol):
    """The data of a release, in one form or the other."""

    @property
    def quads(self) -> int:
        """Return how many quads were read."""

    @property
    def shared(self) -> bool:
        """Return whether the engine is made before a fork and shared by all children."""

    def engine(self) -> Engine:
        """Return an engine over the data, for this process."""


class InMemory:
    """A release in this process's memory, which children share."""

    shared = True

    def __init__(self, plan: Mapping[str, Any]) -> None:
        """Load a plan's files; raises ReleaseError, OSError, SyntaxError."""
        store, originals = load(plan["files"])
        self.quads = len(store)
        graphs = make_default_graphs(store, plan["graphs"])
        counts = count_statements(store, graphs)
        self._engine = make_engine(plan, store, graphs, originals, counts)

    def engine(self) -> Engine:
        """Return the one engine."""
        return self._engine


class OnDisk:
    """A release in a store folder."""

    shared = False

    def __init__(self, plan: Mapping[str, Any]) -> None:
        """Have a plan's store folder filled, if it is not; raises ReleaseError."""
        self._plan = plan
        self._folder = Path(plan["store"])
        # It stays locked as long as this process lives, or a child of it.
        self._lock = hold_in_use(self._folder)
        if read_record(self._folder) is None:
            say(f"The release is loaded into {self._folder}, once; this takes a while.")
            _in_a_child(lambda: load_on_disk(self._folder, plan))
        record = read_record(self._folder)
        if record is None:
            raise ReleaseError(f"{self._folder} was not filled. Remove it and try again.")
        self._record = record
        self.quads = record.quads

    def engine(self) -> Engine:
        """Open the folder; raises OSError."""
        store = ox.Store.read_only(str(self._folder / QUADS))
        graphs = arranged(store, split=self._record.split, copied=self._record.copied)
        counts = {key: Counts(**found) for key, found in self._record.counts.items()}
        originals = OriginalsFile(self._folder / ORIGINALS)
        return make_engine(self._plan, store, graphs, originals, counts)


def hold(plan: Mapping[str, Any]) -> Holding:
    """Return the data that a plan tells of; raises ReleaseError, OSError, SyntaxError."""
    return OnDisk(plan) if plan["store"] else InMemory(plan)


def make_engine(
    plan: Mapping[str, Any],
    store: ox.Store,
    graphs: DefaultGraphs,
    originals: Originals,
    counts: Mapping[str, Counts],
) -> Engine:
    """Return the engine over a store, with what a plan says of its queries."""
    return Engine(
        store,
        plan["base"],
        plan["prefixes"],
        frozenset(plan["allowed_services"]),
        plan["private_services"],
        plan["rows"],
        Words(plan["context"]),
        graphs,
        originals=originals,
        counts=counts,
    )


def _in_a_child(work: Any) -> None:
    """Do what starts threads in a process of its own; raises ReleaseError with why it failed."""
    heard, telling = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(heard)
            end_with_parent(parent)
            work()
            status = 0
        except Exception as error:
            if not isinstance(error, ReleaseError | OSError | SyntaxError):
                traceback.print_exc()
            os.write(telling, str(error).encode()[:4_000])
        finally:
            os._exit(status)
    os.close(telling)
    with open(heard, "rb") as stream:
        why = stream.read().decode(errors="replace")
    _, status = os.waitpid(pid, 0)
    if status:
        raise ReleaseError(why or "the process that loads it ended")
