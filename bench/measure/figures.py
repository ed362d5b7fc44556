"""Figures that tables and pictures are made from: by size, finished builds, means. Pure."""

from collections.abc import Mapping
from typing import Any

from compare import QUERIES, REFERENCE, geometric_mean

Data = Mapping[str, Mapping[str, Any]]


def means_by_server(data: Data, measurement: str = "queries") -> dict[str, dict[int, float]]:
    """Return the geometric mean of each server's rates by size; those of REFERENCE are 1.

    A query that the reference does not answer is left out.
    """
    means: dict[str, dict[int, float]] = {}
    for size, servers in by_size(data, measurement).items():
        base = servers.get(REFERENCE, {}).get("rates")
        for name, found in servers.items():
            if base and "rates" in found:
                ratios = [found["rates"][q] / base[q] for q in QUERIES if base[q]]
                means.setdefault(name, {})[int(size)] = round(geometric_mean(ratios), 2)
    return means


def by_size(data: Data, measurement: str) -> dict[str, Any]:
    """Return what a measurement gave by size, the smallest first."""
    found = data.get(measurement, {})
    return dict(sorted(found.items(), key=lambda pair: (len(pair[0]), pair[0])))


def finished(data: Data, measurement: str) -> list[dict[str, Any]]:
    """Return the figures of what was done in time."""
    return [one for one in by_size(data, measurement).values() if "seconds" in one]


def ms_a_document(one: Mapping[str, Any]) -> float:
    """Return ms of processor time for each document."""
    return round(1000 * float(one["processor_seconds"]) / int(one["documents"]), 1)
