"""What a validation found, whichever engine made it: violations, and which nodes were checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Violation:
    """One result of a validation: IRIs of the focus node, path and value; and the message.

    `shape` is the IRI of the shape that is not met, or of the nearest one around it with an IRI.
    """

    focus: str
    path: str
    value: str
    message: str
    shape: str

    def __str__(self) -> str:
        """Return the focus node, the path, the message and the value, in one line."""
        about = f"'{_name(self.focus)}'" + (f" ({_name(self.path)})" if self.path else "")
        found = f" Found: {_name(self.value)}" if self.value not in ("", self.focus) else ""
        return f"{about}: {self.message}{found}"


@dataclass(frozen=True)
class Report:
    """The result of a validation: violations, sorted, and shape IRI → IRIs of its focus nodes.

    `checked` has every shape with a target, also one without a focus node.
    """

    violations: tuple[Violation, ...]
    checked: Mapping[str, frozenset[str]]


@dataclass(frozen=True, order=True)
class ShapeCheck:
    """A shape's IRI, the number of nodes that it checked, and of results."""

    shape: str
    nodes: int
    results: int


def merged(reports: Iterable[Report]) -> Report:
    """Return one report of several; a node that is in several graphs counts once."""
    violations: set[Violation] = set()
    checked: dict[str, set[str]] = {}
    for report in reports:
        violations.update(report.violations)
        for shape, nodes in report.checked.items():
            checked.setdefault(shape, set()).update(nodes)
    found = {shape: frozenset(nodes) for shape, nodes in checked.items()}
    return Report(tuple(sorted(violations)), found)


def shape_checks(report: Report) -> list[ShapeCheck]:
    """Return the counts of each shape with a target, sorted by its IRI."""
    results = [violation.shape for violation in report.violations]
    return sorted(
        ShapeCheck(shape, len(nodes), results.count(shape))
        for shape, nodes in report.checked.items()
    )


def _name(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] if iri.startswith("http") else iri
