"""Count requests, and give them and other figures to Prometheus (its text format)."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from operator import add
from threading import Lock

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

BUCKETS_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST

Family = CounterMetricFamily | HistogramMetricFamily


class Metrics(Collector):
    """Requests by part of the site and status, their durations, and what else is registered.

    Each server has one of its own, with a registry of its own: nothing here is global.
    """

    def __init__(self) -> None:
        """Begin with no request counted."""
        self._registry = CollectorRegistry()
        self._sources: list[Callable[[], None]] = []
        # Held while they run: what they read may be closed once they are removed.
        self._sources_lock = Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        # For each part the requests in each bucket, the last without a bound.
        self._durations: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = defaultdict(float)
        self._lock = Lock()
        self._registry.register(self)

    def observe(self, part: str, status: int, seconds: float) -> None:
        """Count one request: the part of the site, the HTTP status, and how long it took."""
        with self._lock:
            self._requests[part, status] += 1
            self._numbers(part)[bisect_left(BUCKETS_SECONDS, seconds)] += 1
            self._seconds[part] += seconds

    def add(self, part: str, status: int, durations: Sequence[int], seconds: float) -> None:
        """Count requests that were counted elsewhere.

        `durations` holds the number of requests in each of BUCKETS_SECONDS and, last, of those
        that took longer; `seconds` is how long all of them took together.
        """
        with self._lock:
            self._requests[part, status] += sum(durations)
            numbers = self._numbers(part)
            numbers[:] = map(add, numbers, durations)
            self._seconds[part] += seconds

    def register(self, collector: Collector) -> None:
        """Give the figures of a collector too; their names must be new."""
        self._registry.register(collector)

    def add_source(self, source: Callable[[], None]) -> None:
        """Call `source` before the figures are read: it brings in what was counted elsewhere."""
        with self._sources_lock:
            self._sources.append(source)

    def remove_source(self, source: Callable[[], None]) -> None:
        """Call `source` no more; once this returns, it is not running either."""
        with self._sources_lock:
            self._sources.remove(source)

    def text(self) -> bytes:
        """Return all figures in the text format of Prometheus, whose type is CONTENT_TYPE."""
        with self._sources_lock:
            for source in self._sources:
                source()
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Family]:
        """Yield the families of requests and of their durations."""
        requests = CounterMetricFamily(
            "legation_requests",
            "Requests by part of the site and status.",
            labels=("part", "status"),
        )
        durations = HistogramMetricFamily(
            "legation_request_seconds",
            "Seconds until the first byte of an answer.",
            labels=("part",),
        )
        bounds = (*map(str, BUCKETS_SECONDS), "+Inf")
        with self._lock:
            for (part, status), number in sorted(self._requests.items()):
                requests.add_metric((part, str(status)), number)
            for part, numbers in sorted(self._durations.items()):
                buckets = list(zip(bounds, accumulate(numbers), strict=True))
                durations.add_metric((part,), buckets, self._seconds[part])
        yield requests
        yield durations

    def _numbers(self, part: str) -> list[int]:
        return self._durations.setdefault(part, [0] * (len(BUCKETS_SECONDS) + 1))
