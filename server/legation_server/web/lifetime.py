"""What outlives the releases that a server serves one after another: figures, limits and logs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from legation_server.metrics import Metrics
from legation_server.releases import Release
from legation_server.results import ResultCache
from legation_server.settings import Settings
from legation_server.standard_error import StandardErrorStream
from legation_server.web.hooks.query_log import QueryLog, open_log
from legation_server.web.hooks.rate_limit import RateLimiter

Family = CounterMetricFamily | GaugeMetricFamily


class ReleaseComparer(Protocol):
    """Compares whole releases; diff/comparer.py has the one that servers use."""

    def changes(self, chain: Sequence[Release]) -> list[dict[str, Any]]:
        """Return what changed from each release to the next; raise Problem when that fails."""

    def versions(self, chain: Sequence[Release]) -> list[dict[str, Any]]:
        """Return the versions of claims that the last release brings; raise Problem likewise."""

    def holding(self, iri: str, releases: Sequence[Release]) -> list[str]:
        """Return the names of the releases that name a thing; raise Problem likewise."""

    def said_of(self, iri: str, release: Release) -> list[str]:
        """Return the triples with a thing in a release, in N-Triples; raise Problem likewise."""

    def last_with(self, names: Sequence[str], releases: Sequence[Release]) -> Release | None:
        """Return the first of the later releases with a name that the first one lacks."""

    def close(self) -> None:
        """Stop."""


@dataclass(frozen=True, eq=False)
class Registration:
    """What is counted for a release while it is held: its queries, its cache, its workers."""

    events: Mapping[str, int]
    cache: ResultCache
    workers: Callable[[], Mapping[str, float]]


@dataclass(eq=False)
class Lifetime(Collector):
    """From the start of a server to its end.

    `swaps` counts the releases that took the place of another; `refused` says why the newest one
    is not served, and is empty when it is. `operator` is who reads standard error.
    """

    comparer: ReleaseComparer
    limiter: RateLimiter | None = None
    log: QueryLog | None = None
    operator: StandardErrorStream = field(default_factory=StandardErrorStream)
    metrics: Metrics = field(default_factory=Metrics)
    swaps: int = 0
    refused: str = ""
    _held: list[Registration] = field(default_factory=list)
    # What the releases counted that are held no longer.
    _events: Counter[str] = field(default_factory=Counter)
    _cached: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Give the figures of releases along with those of requests."""
        self.metrics.register(self)

    @classmethod
    def begin(cls, settings: Settings, comparer: ReleaseComparer) -> "Lifetime":
        """Return that of a server with some settings; raises LogError."""
        limiter = RateLimiter(settings.rate_limit) if settings.rate_limit else None
        operator = StandardErrorStream()
        log = open_log(settings, operator) if settings.query_log else None
        return cls(comparer, limiter, log, operator)

    def register(
        self,
        events: Mapping[str, int],
        cache: ResultCache,
        workers: Callable[[], Mapping[str, float]],
    ) -> Registration:
        """Count another release too, as long as it is held.

        `events` is the number of its queries by what became of them; `workers` returns how many
        of its workers and queries are in which state.
        """
        registration = Registration(events, cache, workers)
        with self._lock:
            self._held.append(registration)
        return registration

    def unregister(self, registration: Registration) -> None:
        """Keep the counts of a release that is held no longer."""
        with self._lock:
            self._held.remove(registration)
            self._events.update(registration.events)
            self._cached.update(_cached(registration.cache))

    def collect(self) -> Iterator[Family]:
        """Yield the families of queries, workers, caches and releases."""
        with self._lock:
            held = tuple(self._held)
            events, cached = Counter(self._events), Counter(self._cached)
        workers: Counter[str] = Counter()
        for registration in held:
            events.update(dict(registration.events))
            cached.update(_cached(registration.cache))
            workers.update(registration.workers())
        asked = cached["hits"] + cached["misses"]
        yield _by_label(
            CounterMetricFamily(
                "legation_query_events", "Queries, and why some were ended.", labels=("event",)
            ),
            events,
        )
        yield _by_label(
            GaugeMetricFamily(
                "legation_workers", "Workers and queries by their state.", labels=("state",)
            ),
            workers,
        )
        yield CounterMetricFamily(
            "legation_cache_hits", "Queries that the result cache answered.", cached["hits"]
        )
        yield CounterMetricFamily(
            "legation_cache_misses", "Queries that it did not answer.", cached["misses"]
        )
        yield GaugeMetricFamily(
            "legation_cache_hit_ratio", "Share of the hits.", cached["hits"] / asked if asked else 0
        )
        yield GaugeMetricFamily(
            "legation_cache_bytes",
            "Bytes of results held.",
            sum(each.cache.size + each.cache.elsewhere for each in held),
        )
        yield CounterMetricFamily(
            "legation_release_swaps", "Releases that took the place of another.", self.swaps
        )
        yield GaugeMetricFamily("legation_releases_held", "Releases in memory.", len(held))
        yield GaugeMetricFamily(
            "legation_release_refused", "Whether the newest release is refused.", bool(self.refused)
        )
        yield _by_label(
            CounterMetricFamily(
                "legation_log_lines_lost", "Lines that could not be written.", labels=("log",)
            ),
            {"standard error": self.operator.lost, "queries": self.log.lost if self.log else 0},
        )

    def end(self) -> None:
        """Stop what was begun for no release in particular."""
        self.comparer.close()
        if self.log:
            self.log.close()


def _cached(cache: ResultCache) -> dict[str, int]:
    return {"hits": cache.hits, "misses": cache.misses}


def _by_label(family: Family, numbers: Mapping[str, float]) -> Family:
    for value, number in sorted(numbers.items()):
        family.add_metric((value,), number)
    return family
