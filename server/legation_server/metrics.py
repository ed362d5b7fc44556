"""Count what happens, and say it in the text format Prometheus reads."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from threading import Lock

BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class Metrics:
    """Requests by part of the site and status, and how long they took, in seconds."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    _durations: dict[str, list[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def observe(self, part: str, status: int, seconds: float) -> None:
        """Count one request."""
        with self._lock:
            self.requests[part, status] += 1
            held = self._durations.setdefault(part, [0.0] * (len(BUCKETS) + 3))
            held[bisect_left(BUCKETS, seconds)] += 1
            held[-2] += 1
            held[-1] += seconds

    def add(self, part: str, status: int, durations: Sequence[int], seconds: float) -> None:
        """Count requests that others have counted, by bucket and how long all of them took."""
        with self._lock:
            self.requests[part, status] += sum(durations)
            held = self._durations.setdefault(part, [0.0] * (len(BUCKETS) + 3))
            for index, number in enumerate(durations):
                held[index] += number
            held[-2] += sum(durations)
            held[-1] += seconds

    def text(
        self,
        gauges: Mapping[str, float],
        events: Mapping[str, int],
        cache: Mapping[str, int],
        releases: Mapping[str, int],
    ) -> str:
        """Return all figures: those counted here and those of pool, cache and releases."""
        with self._lock:
            return "".join(f"{line}\n" for line in self._lines(gauges, events, cache, releases))

    def _lines(
        self,
        gauges: Mapping[str, float],
        events: Mapping[str, int],
        cache: Mapping[str, int],
        releases: Mapping[str, int],
    ) -> Iterator[str]:
        yield "# HELP legation_requests_total Requests by part of the site and status."
        yield "# TYPE legation_requests_total counter"
        for (part, status), count in sorted(self.requests.items()):
            yield f'legation_requests_total{{part="{part}",status="{status}"}} {count}'
        yield "# HELP legation_request_seconds Time until the first byte of an answer."
        yield "# TYPE legation_request_seconds histogram"
        for part, held in sorted(self._durations.items()):
            for bound, within in zip((*BUCKETS, "+Inf"), accumulate(held[:-2]), strict=True):
                yield f'legation_request_seconds_bucket{{part="{part}",le="{bound}"}} {within:g}'
            yield f'legation_request_seconds_count{{part="{part}"}} {held[-2]:g}'
            yield f'legation_request_seconds_sum{{part="{part}"}} {held[-1]:.6f}'
        yield "# HELP legation_query_events_total Queries, and why some were ended."
        yield "# TYPE legation_query_events_total counter"
        for event, count in sorted(events.items()):
            yield f'legation_query_events_total{{event="{event}"}} {count}'
        yield "# HELP legation_workers Query workers that are free or long, and queries waiting."
        yield "# TYPE legation_workers gauge"
        for state, number in sorted(gauges.items()):
            yield f'legation_workers{{state="{state}"}} {number:g}'
        yield "# HELP legation_cache Result cache: hits, misses and bytes held."
        yield "# TYPE legation_cache gauge"
        for name, value in sorted(cache.items()):
            yield f'legation_cache{{what="{name}"}} {value}'
        asked = cache["hits"] + cache["misses"]
        yield "# HELP legation_cache_hit_ratio Share of the queries that the cache answered."
        yield "# TYPE legation_cache_hit_ratio gauge"
        yield f"legation_cache_hit_ratio {cache['hits'] / asked if asked else 0:.4f}"
        yield "# HELP legation_releases Releases held; swaps since the start; a new one is refused."
        yield "# TYPE legation_releases gauge"
        for name, value in sorted(releases.items()):
            yield f'legation_releases{{what="{name}"}} {value}'
