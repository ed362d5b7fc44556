"""Read what readers found in samples of facts, and say what that means for all of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from legation_build.mapping import Source, items
from legation_build.quality.facts import Fact

RIGHT, WRONG, DOUBTFUL = "right", "wrong", "doubtful"
# The level of the interval, and the quantile of the normal distribution that belongs to it.
LEVEL, _QUANTILE = 0.95, 1.959964
# A sample is drawn anew when more of the mapping than this has changed.
LARGEST_CHANGE = 0.1
_DECIMALS = 4


@dataclass(frozen=True)
class Reading:
    """The verdicts of the readers on the fact called `name`, as it was with `fingerprint`."""

    name: str
    fingerprint: str
    verdicts: tuple[str, ...]
    note: str = ""

    @property
    def verdict(self) -> str:
        """Return the gravest verdict of any reader: wrong before doubtful before right."""
        return next((v for v in (WRONG, DOUBTFUL) if v in self.verdicts), RIGHT)


@dataclass(frozen=True)
class Sample:
    """Facts of a document that readers checked.

    `date` is the day on which it was drawn, `seed` what it was drawn with, and `drawn_from` the
    number of facts that there were.
    """

    date: str
    seed: str
    drawn_from: int
    readings: tuple[Reading, ...]


def samples_of(source: Source | None) -> list[Sample]:
    """Return the samples that an audit.yaml holds, in order; none without the file."""
    if source is None:
        return []
    return [_sample(block) for _, block in items(source, "samples")]


def outcome(sample: Sample, facts: Sequence[Fact]) -> dict[str, Any]:
    """Return what a sample tells about `facts`, those that the document has now.

    A fact counts as an error when any reader calls it wrong. `changed` estimates what part of the
    facts is not as the readers saw it; `outdated` says whether that is more than LARGEST_CHANGE.
    """
    verdicts = [reading.verdict for reading in sample.readings]
    errors, total = verdicts.count(WRONG), len(verdicts)
    doubtful = verdicts.count(DOUBTFUL)
    now = {fact.name: fact.fingerprint for fact in facts}
    altered = sum(now.get(r.name) != r.fingerprint for r in sample.readings) / total
    grown = abs(len(facts) - sample.drawn_from) / max(1, sample.drawn_from)
    changed = max(altered, grown)
    return {
        "date": sample.date,
        "seed": sample.seed,
        "drawnFrom": sample.drawn_from,
        "readersPerFact": min(len(reading.verdicts) for reading in sample.readings),
        "facts": total,
        "right": verdicts.count(RIGHT),
        "doubtful": doubtful,
        "wrong": errors,
        "errorRate": round(errors / total, _DECIMALS),
        "interval": _interval(errors, total),
        # Whether a doubtful fact is an error can be argued: both bounds are told.
        "intervalWithDoubtful": _interval(errors + doubtful, total),
        "changed": round(changed, _DECIMALS),
        "outdated": changed > LARGEST_CHANGE,
    }


def wilson_interval(errors: int, total: int) -> tuple[float, float]:
    """Return the bounds of the rate of errors, at LEVEL, when `errors` of `total` were found.

    Implements the score interval of E. B. Wilson (1927), which holds for few errors too.

    >>> [round(bound, 3) for bound in wilson_interval(0, 150)]
    [0.0, 0.025]
    """
    square = _QUANTILE**2
    rate = errors / total
    middle = (rate + square / (2 * total)) / (1 + square / total)
    spread = sqrt(rate * (1 - rate) / total + square / (4 * total**2))
    half = _QUANTILE * spread / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def _interval(errors: int, total: int) -> dict[str, Any]:
    low, high = wilson_interval(errors, total)
    return {
        "method": "Wilson",
        "level": LEVEL,
        "lower": round(low, _DECIMALS),
        "upper": round(high, _DECIMALS),
    }


def _sample(block: dict[str, Any]) -> Sample:
    readings = tuple(
        Reading(row["fact"], row["sha256"], tuple(row["verdicts"]), row.get("note", ""))
        for row in block["facts"]
    )
    return Sample(block["date"], block["seed"], int(block["drawnFrom"]), readings)
