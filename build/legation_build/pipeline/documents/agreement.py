"""Compare the codes that only single documents need: two that need the same have to agree. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from legation_build.errors import Problem
from legation_build.pipeline.documents.parts import PartRecord

_AGREED = ("broader", "label", "definition")


def code_problems(parts: Iterable[PartRecord]) -> list[Problem]:
    """Return what documents say differently of a code that they need, sorted.

    The first document that has a code decides what it means.
    """
    first: dict[str, Mapping[str, Any]] = {}
    found: set[Problem] = set()
    for part in parts:
        for own in part.codes:
            name = str(own["code"].get("id"))
            other = first.setdefault(name, own)
            for key in _AGREED if other is not own else ():
                if own["code"].get(key) != other["code"].get(key):
                    found.add(_problem(name, key, own, other))
    return sorted(found)


def _problem(name: str, key: str, own: Mapping[str, Any], other: Mapping[str, Any]) -> Problem:
    place = f"{other['file']}:{_line(other, key)}"
    message = f"'{key}' of the code '{name}' is not what {place} says."
    remedy = "Let both say the same, or rename one of the two codes."
    return Problem(str(own["file"]), _line(own, key), message, remedy)


def _line(code: Mapping[str, Any], key: str) -> int:
    lines = code["lines"]
    return int(lines.get(key) or lines["id"])
