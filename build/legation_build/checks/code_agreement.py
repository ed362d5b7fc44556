"""Compare the codes that single documents define: what two of them define has to agree. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation_build.errors import Problem
from legation_build.mapping import Path, Source, each_value

# There is one code of a name, so all that define it must say the same of it. Notes add up.
_AGREED = (
    *("broader", "label", "definition", "example"),
    *("standsFor", "subjectRole", "objectRole", "requiredRole", "allowedRole"),
    *("exactMatch", "closeMatch"),
)


@dataclass(frozen=True)
class PlacedCode:
    """A code as a codes.yaml defines it, with its file and the line of each of its keys."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[str, int]

    @property
    def id(self) -> str:
        """Return list and name of the code, as in event-type/rebuke."""
        return str(self.data.get("id"))

    def line(self, key: str) -> int:
        """Return the line of a key; that of the id, if the key is missing."""
        return self.lines.get(key) or self.lines.get("id", 1)


def placed_code(source: Source, path: Path, code: Mapping[str, Any]) -> PlacedCode:
    """Return a code of the file `source`, which stands there at `path`, with its lines."""
    return PlacedCode(source.file, code, {key: source.line((*path, key)) for key in code})


def disagreeing_codes(codes: Iterable[PlacedCode]) -> list[Problem]:
    """Return what codes of the same name say differently, sorted.

    `codes` are those of all documents, in order: the first of a name decides what it means.
    """
    first: dict[str, PlacedCode] = {}
    found: set[Problem] = set()
    for code in codes:
        other = first.setdefault(code.id, code)
        if other is not code:
            found.update(code_disagreements(code, other))
    return sorted(found)


def code_disagreements(code: PlacedCode, first: PlacedCode) -> Iterator[Problem]:
    """Yield what a code says otherwise than its first definition; the order in a list is free."""
    for key in _AGREED:
        values, others = _values(code.data.get(key)), _values(first.data.get(key))
        if values == others:
            continue
        place = f"{first.file}:{first.line(key)}"
        message = f"'{key}' of the code '{code.id}' is not what {place} says."
        if not values:
            message = f"the code '{code.id}' has no '{key}', which it has at {place}."
        elif not others:
            message = f"the code '{code.id}' has '{key}', which it has not at {place}."
        remedy = "Let both say the same, or rename one of the two codes."
        yield Problem(code.file, code.line(key), message, remedy)


def _values(value: object) -> list[str]:
    return sorted(str(one) for _, one in each_value((), value))
