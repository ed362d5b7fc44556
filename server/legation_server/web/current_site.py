"""What every view needs: the release, its store, the settings and what outlives the release."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Event
from typing import Protocol, cast
from urllib.parse import quote

from flask import current_app, request

from legation_server.errors import Problem, ReleaseError
from legation_server.metrics import Metrics
from legation_server.namespaces import web_address
from legation_server.query import Answer, Task
from legation_server.releases import Archive, Release
from legation_server.results import ResultCache, entity_tag
from legation_server.settings import Settings
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.site_index import SiteIndex
from legation_server.web.environ import GONE
from legation_server.web.lifetime import Lifetime

NAME = "legation"


class Store(Protocol):
    """Whatever answers queries: the pool over a release, or a remote endpoint."""

    def run(
        self,
        task: Task,
        timeout: float | None = ...,
        gone: Callable[[], bool] = ...,
        buffered: int = ...,
    ) -> Answer:
        """Return the answer to a task; see Pool.run."""

    counts: dict[str, int]

    @property
    def network(self) -> str:
        """Return what the processes that run queries see of the network: none, shared, remote."""

    def busy(self) -> Mapping[str, int]:
        """Return how busy it is, by name."""

    def close(self) -> None:
        """Free what it holds."""


@dataclass
class Site:
    """A release being served."""

    release: Release
    store: Store
    settings: Settings
    lifetime: Lifetime
    cache_bytes: int = 0

    def __post_init__(self) -> None:
        """Make a cache of results, and register what is counted for the release."""
        self.cache = ResultCache(self.cache_bytes)
        self.archive = Archive(self.release)
        self.registration = self.lifetime.register(self.store.counts, self.cache, self.store.busy)

    @property
    def metrics(self) -> Metrics:
        """Return the figures of requests, which go on from release to release."""
        return self.lifetime.metrics

    @property
    def is_large(self) -> bool:
        """Tell whether the release is too large to read all of it for an answer."""
        return self.release.on_disk or self.release.quads > self.settings.store_above

    @cached_property
    def index(self) -> SiteIndex:
        """Return what pages are read from; raise Problem when the release has none that is read."""
        if self.release.file(SITE_INDEX) is None:
            raise Problem(
                "not-found",
                f"This release has no {SITE_INDEX}, which pages like this one are read from. "
                "Build it anew: legation build",
            )
        try:
            return SiteIndex(self.release.folder / SITE_INDEX)
        except ReleaseError as error:
            raise Problem("not-found", str(error)) from error

    def close(self) -> None:
        """Close the index, if it was opened."""
        opened = self.__dict__.pop("index", None)
        if opened is not None:
            opened.close()

    def entity_tag(self, task: Task) -> str:
        """Return the strong ETag of a task's answer, without what its coding adds."""
        limits = self.settings
        return entity_tag(task, self.release.answers_key, limits.result_rows, limits.result_size)

    def local(self, iri: str) -> str:
        """Return the address of an IRI: on this server when it is one of the dataset.

        Empty for an IRI that is no address of the web.
        """
        if iri.startswith(self.release.base):
            return request.script_root + "/" + quote(iri[len(self.release.base) :], safe=SAFE)
        return web_address(iri)


# The ASCII characters that an IRI may have; a percent sign is part of an escape already.
SAFE = "!#$%&'()*+,/:;=?@[]~-._"


def site() -> Site:
    """Return the site of the application that handles the current request."""
    return cast("Site", current_app.extensions[NAME])


def client_has_gone() -> Callable[[], bool]:
    """Return a function that says whether the client of the current request is gone."""
    gone = request.environ.get(GONE) or Event()
    return cast("Callable[[], bool]", gone.is_set)
