"""Which release is in which SPARQL engine, and which of them is served: the file stores.json.

It stands in the dataset folder beside the releases, which never change themselves.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from legation_server.errors import PushError, ReleaseError
from legation_server.releases.manifest import LARGEST_JSON_BYTES, RELEASES, Release
from legation_server.releases.opening import open_folder
from legation_server.releases.regular_files import read_regular

STORES = "stores.json"
STORES_FORMAT = "legation-stores/1"
# In an engine: the graph that says what is loaded, and the fingerprint of the whole release.
HELD_GRAPH, HELD_RELEASE = "urn:legation:pushed", "urn:legation:pushed#release"
HELD_QUERY = f"SELECT ?f FROM <{HELD_GRAPH}> {{ ?r <{HELD_RELEASE}> ?f }} LIMIT 9"


@dataclass(frozen=True)
class PushedStores:
    """Releases, by the names of their folders, with the endpoints that hold them, oldest first.

    `current` is the release that servers ask for; empty when there is none yet.
    """

    current: str = ""
    stores: tuple[tuple[str, str], ...] = ()

    def store_of(self, release: str) -> str:
        """Return the endpoint that holds a release; empty when none does."""
        return dict(self.stores).get(release, "")

    def without(self, store: str) -> "PushedStores":
        """Return these when an endpoint holds no release any more."""
        return replace(self, stores=tuple(row for row in self.stores if row[1] != store))

    def switched(self, release: str, store: str) -> "PushedStores":
        """Return these when a release is in an endpoint and is served from there."""
        rows = tuple(row for row in self.without(store).stores if row[0] != release)
        return PushedStores(release, (*rows, (release, store)))

    def back(self) -> "PushedStores | None":
        """Return these with the release before the current one as current; None if none is."""
        names = [name for name, _ in self.stores]
        place = names.index(self.current) if self.current in names else 0
        return replace(self, current=names[place - 1]) if place else None


def read_stores(dataset: Path) -> PushedStores:
    """Return what stores.json of a dataset folder says; raises ReleaseError when it is damaged."""
    path = dataset / STORES
    try:
        document = json.loads(read_regular(path, LARGEST_JSON_BYTES))
        if document["format"] != STORES_FORMAT:
            raise ValueError(f"its format is not {STORES_FORMAT}")
        rows = tuple((row["release"], row["store"]) for row in document["stores"])
        return PushedStores(document["current"], rows)
    except FileNotFoundError:
        return PushedStores()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReleaseError(
            f"{path} cannot be read: {error}. Remove it and run legation push again."
        ) from error


def write_stores(dataset: Path, stores: PushedStores) -> None:
    """Replace stores.json in one step; raises PushError."""
    rows = [{"release": release, "store": store} for release, store in stores.stores]
    document = {"format": STORES_FORMAT, "current": stores.current, "stores": rows}
    path, new = dataset / STORES, dataset / f".{STORES}-{os.getpid()}"
    try:
        new.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise PushError(f"{path} cannot be written: {error.strerror}.") from error


def pushed_place(dataset: Path) -> tuple[Path, str]:
    """Return the folder of the pushed release that is current, and the endpoint that holds it.

    Raises ReleaseError when there is none.
    """
    stores = read_stores(dataset)
    store = stores.store_of(stores.current)
    if not store:
        raise ReleaseError(
            f"No engine holds a release of {dataset}. Run: legation push {dataset} --store URL"
        )
    return dataset / RELEASES / stores.current, store


def open_pushed(dataset: Path) -> Release:
    """Return the pushed release that is current, with the endpoint that holds it, after a check.

    Raises ReleaseError when there is none or its files are not whole.
    """
    folder, store = pushed_place(dataset)
    return replace(open_folder(folder, dataset), store=store)


@contextmanager
def one_push(dataset: Path) -> Iterator[None]:
    """Keep every other push of a dataset folder away; raises PushError when there is one."""
    descriptor = os.open(dataset, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
        except OSError:
            raise PushError(
                f"Another legation push of {dataset} is running. Wait for it."
            ) from None
        yield
    finally:
        os.close(descriptor)
