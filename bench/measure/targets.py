"""What is to be reached, and by how much it is or is not. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from compare import REFERENCE

from measure.figures import Data, means_by_server

Means = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Target:
    """A figure and its limit: at least or at most so much, in a unit."""

    text: str
    limit: float
    unit: str
    at_least: bool
    find: Callable[[Data, Means], float | None]

    def row(self, data: Data, means: Means) -> list[str]:
        """Return what is to be reached, what was measured, and the verdict."""
        found = self.find(data, means)
        if found is None:
            return [self.text, "not measured", ""]
        reached = found >= self.limit if self.at_least else found <= self.limit
        shown = f"{found:,.2f}" if found < 100 else f"{found:,.0f}"
        missing = found / self.limit
        verdict = "reached" if reached else f"**missed**: {missing:.2f} times that"
        return [self.text, f"{shown} {self.unit}".strip(), verdict]


def target_rows(data: Data, means: Means) -> list[list[str]]:
    """Return a row for each target."""
    return [target.row(data, means) for target in _targets()]


def _figure(data: Data, measurement: str, size: str, key: str) -> float | None:
    found = data.get(measurement, {}).get(size, {}).get(key)
    return None if found is None else float(found)


def _rate(size: str) -> Callable[[Data, Means], float | None]:
    def find(data: Data, _: Means) -> float | None:
        quads = _figure(data, "build", size, "quads")
        seconds = _figure(data, "build", size, "processor_seconds")
        return quads / seconds if quads and seconds else None

    return find


def _times_as_long(data: Data, _: Means) -> float | None:
    small, large = (_figure(data, "build", size, "processor_seconds") for size in ("100", "20000"))
    return (large / 20_000) / (small / 100) if small and large else None


def _value(measurement: str, size: str, key: str) -> Callable[[Data, Means], float | None]:
    return lambda data, _: _figure(data, measurement, size, key)


def _start(size: str, key: str) -> Callable[[Data, Means], float | None]:
    def find(data: Data, _: Means) -> float | None:
        later = data.get("start", {}).get(size, {}).get("later", {})
        return float(later[key]) if key in later else None

    return find


def _slowest(data: Data, _: Means) -> float | None:
    pages = data.get("pages", {}).values()
    return max((float(one["first_ms"]) for one in pages), default=None)


def _mean(server: str, size: int) -> Callable[[Data, Means], float | None]:
    return lambda _, means: means.get(server, {}).get(size)


def _distinct_mean(server: str, size: int) -> Callable[[Data, Means], float | None]:
    return lambda data, _: means_by_server(data, "distinct").get(server, {}).get(size)


def _slowest_ratio(server: str, size: int) -> Callable[[Data, Means], float | None]:
    def find(data: Data, _: Means) -> float | None:
        servers = data.get("queries", {}).get(str(size), {})
        rates, base = (servers.get(name, {}).get("rates", {}) for name in (server, REFERENCE))
        return min((rates[q] / base[q] for q in rates if base.get(q)), default=None)

    return find


def _times_a_peer(peer: str, size: int) -> Callable[[Data, Means], float | None]:
    def find(_: Data, means: Means) -> float | None:
        own, other = (means.get(name, {}).get(size) for name in ("Legation, no cache", peer))
        return own / other if own and other else None

    return find


def _targets() -> Iterator[Target]:
    a_core = "quads a second and core"
    for documents in (1_000, 20_000):
        text = f"a build of {documents:,} documents makes 20,000 quads a second and core"
        yield Target(text, 20_000, a_core, True, _rate(str(documents)))
    text = "a document takes at most 1.5 times as long at 20,000 documents as at 100"
    yield Target(text, 1.5, "times", False, _times_as_long)
    text = "the article alone is built in under 4 s, with all files"
    yield Target(text, 4, "s", False, _value("article", "here", "seconds"))
    text = "a build of 20,000 documents takes less than 2 GiB of memory"
    yield Target(text, 2048, "MiB", False, _value("build", "20000", "peak_mib"))
    text = "one changed document of 1,000 is built anew in under 2 s"
    yield Target(text, 2, "s", False, _value("changed", "1000", "seconds"))
    text = "a server starts in under 5 s on 20,000 documents"
    yield Target(text, 5, "s", False, _start("documents-20000", "seconds"))
    text = "a server that has started there takes less than 1 GiB of memory"
    yield Target(text, 1024, "MiB", False, _start("documents-20000", "mib"))
    for size in (3_000, 300_000, 3_000_000):
        text = f"at {size:,} quads, without cache, 1.3 times as fast as the peer on the same engine"
        yield Target(text, 1.3, "times", True, _mean("Legation, no cache", size))
        text = f"at {size:,} quads, without cache, each query at least half as fast as there"
        yield Target(text, 0.5, "times", True, _slowest_ratio("Legation, no cache", size))
    for size in (3_000, 300_000):
        text = f"at {size:,} quads, with no query sent twice, as fast as that peer"
        yield Target(text, 1.0, "times", True, _distinct_mean("Legation, no cache", size))
    text = "at 300,000 quads, with cache, 10 times as fast"
    yield Target(text, 10, "times", True, _mean("Legation, cache", 300_000))
    text = "at 300,000 quads, without cache, 20 times as fast as rdflib-endpoint"
    yield Target(text, 20, "times", True, _times_a_peer("rdflib-endpoint", 300_000))
    text = "the first byte of each kind of page comes within 50 ms"
    yield Target(text, 50, "ms", False, _slowest)
