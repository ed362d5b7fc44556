"""Compare the codes that single documents define: what two of them define has to agree. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation_build.errors import Problem
from legation_build.mapping import Path, Source, each_value, items

# There is one code of a name, so all that define it must say the same of it. Notes add up.
_AGREED = (
    *("broader", "label", "definition", "example"),
    *("standsFor", "subjectRole", "objectRole", "requiredRole", "allowedRole"),
    *("exactMatch", "closeMatch"),
)
# A definition is a sentence; its beginning tells two apart.
_MOST_SHOWN = 70


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


def placed_codes(sources: Iterable[Source]) -> Iterator[PlacedCode]:
    """Yield the codes of files that define some, with the lines of their keys."""
    for source in sources:
        for path, code in items(source, "codes"):
            if "id" in code:
                yield placed_code(source, path, code)


def placed_code(source: Source, path: Path, code: Mapping[str, Any]) -> PlacedCode:
    """Return a code of the file `source`, which stands there at `path`, with its lines."""
    return PlacedCode(source.file, code, {key: source.line((*path, key)) for key in code})


def disagreeing_codes(
    codes: Iterable[PlacedCode], used: Iterable[PlacedCode] = ()
) -> list[Problem]:
    """Return what codes of the same name say differently, sorted.

    `codes` are those of all documents, in the order of their folders, and `used` those of folders
    that these build on: the first of a name decides what it means, and whoever wrote a later one is
    told. What codes of `used` say differently among themselves is told to their own authors.
    """
    first: dict[str, PlacedCode] = {}
    for code in used:
        first.setdefault(code.id, code)
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
        message = f"'{code.id}' says {key}: {_shown(values)}, but {place} says {_shown(others)}."
        if not values:
            message = f"'{code.id}' has no '{key}', but {place} says {_shown(others)}."
        elif not others:
            message = f"'{code.id}' says {key}: {_shown(values)}, but {place} has no '{key}'."
        remedy = "Make them say the same, or give yours another id."
        yield Problem(code.file, code.line(key), message, remedy)


def _shown(values: list[str]) -> str:
    text = ", ".join(values)
    return f"'{text}'" if len(text) <= _MOST_SHOWN else f"'{text[:_MOST_SHOWN].rstrip()}…'"


def _values(value: object) -> list[str]:
    return sorted(str(one) for _, one in each_value((), value))
