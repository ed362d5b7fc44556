"""What outlives the releases that a server serves one after another: figures, limits and logs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from legation_server.diff.comparer import History
from legation_server.metrics import Metrics
from legation_server.results.cache import ResultCache
from legation_server.settings import Settings
from legation_server.web.hooks.query_log import QueryLog, open_log
from legation_server.web.hooks.rate_limit import RateLimiter


@dataclass(eq=False)
class Held:
    """What is counted while a release is held: what became of queries, and its cache."""

    events: Mapping[str, int]
    cache: ResultCache


@dataclass
class Lifetime:
    """From the start of a server to its end.

    `swaps` counts the releases that took the place of another; `refused` says why the newest one
    is not served, and is empty when it is.
    """

    limiter: RateLimiter | None = None
    log: QueryLog | None = None
    metrics: Metrics = field(default_factory=Metrics)
    history: History = field(default_factory=History)
    swaps: int = 0
    refused: str = ""
    _held: list[Held] = field(default_factory=list)
    _events: Counter[str] = field(default_factory=Counter)
    _cache: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def begin(cls, settings: Settings) -> "Lifetime":
        """Return that of a server with some settings; raises LogError."""
        limiter = RateLimiter(settings.rate_limit) if settings.rate_limit else None
        return cls(limiter, open_log(settings) if settings.query_log else None)

    def hold(self, events: Mapping[str, int], cache: ResultCache) -> Held:
        """Count what becomes of another release's queries too, as long as it is held."""
        held = Held(events, cache)
        with self._lock:
            self._held.append(held)
        return held

    def let_go(self, held: Held) -> None:
        """Keep what a release came to that is held no longer."""
        with self._lock:
            self._held.remove(held)
            self._events.update(held.events)
            self._cache.update(hits=held.cache.hits, misses=held.cache.misses)

    def events(self) -> dict[str, int]:
        """Return what became of queries since the start, by name."""
        with self._lock:
            total = Counter(self._events)
            for held in self._held:
                total.update(dict(held.events))
        return dict(total)

    def cached(self) -> dict[str, int]:
        """Return the hits and misses since the start, and the bytes held now."""
        with self._lock:
            total = Counter(self._cache)
            for held in self._held:
                cache = held.cache
                total.update(
                    bytes=cache.size + cache.elsewhere, hits=cache.hits, misses=cache.misses
                )
        return {name: total[name] for name in ("bytes", "hits", "misses")}

    def end(self) -> None:
        """Stop what was begun for no release in particular."""
        self.history.close()
        if self.log:
            self.log.close()

    def releases(self) -> dict[str, int]:
        """Return how many releases are held, how many swaps there were, and if one is refused."""
        return {"held": len(self._held), "swaps": self.swaps, "refused": int(bool(self.refused))}
