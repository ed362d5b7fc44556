"""How servers answer the twelve queries at each size: one at a time, each kept when done."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import compare
import corpus
from peers import PEERS, Peer

CONNECTIONS = 8


def load_of(seconds: int, distinct: bool) -> compare.Load:
    """Return how servers are asked: for so long each query, and whether never twice the same."""
    return compare.Load([CONNECTIONS], seconds, distinct)


def measure_mix(
    folder: Path,
    size: int,
    known: Sequence[str],
    keep: Callable[[str, dict[str, Any]], None],
    load: compare.Load,
    patience: float = 600.0,
) -> None:
    """Measure the servers that are installed at a size and not `known` yet.

    `keep` is given the name of each and its figures. A server that does not come up within
    `patience` seconds has none, and says why.
    """
    place = folder / str(size)
    wanted = [peer for peer in PEERS if peer.name not in known]
    if wanted and not (place / "dataset" / "current").exists():
        corpus.write(size, place)
    for peer in wanted:
        keep(peer.name, _figures(peer, place, size, load, patience))


def _figures(
    peer: Peer, place: Path, size: int, load: compare.Load, patience: float
) -> dict[str, Any]:
    if peer.missing:
        return {"left_out": f"{peer.needs} is not installed"}
    if size > peer.largest:
        return {"left_out": "too slow at this size"}
    try:
        found = compare.measure(peer, place, load, patience)
    except RuntimeError as error:
        return {"left_out": f"it did not come up: {type(error).__name__}"}
    rates = {name.rpartition(" ")[0]: round(rate, 1) for name, rate in found["rates"].items()}
    answers = {name: _digest(answer) for name, answer in found["answers"].items()}
    return {"rates": rates, "answers": answers}


def _digest(answer: Any) -> str | None:
    """Return what tells answers apart, so that they can be compared when all are there."""
    return None if answer is None else sha256(repr(answer).encode()).hexdigest()[:16]
