"""Check data against the shapes with pySHACL (SHACL, W3C Recommendation 2017)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import pyshacl
from pyoxigraph import RdfFormat, Triple, parse, serialize
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, BNode, Graph

ENGINE = "pySHACL"
# How the engine's own messages about sh:node and sh:not begin.
_NO_EXPLANATION = (
    "Value must conform",
    "Value does not conform to Shape",
    "Node ",
)


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


def validate(triples: Iterable[Triple], shapes: bytes) -> Report:
    """Return the report of validating `triples` against `shapes` (Turtle)."""
    data = parsed(serialize(triples, format=RdfFormat.N_TRIPLES) or b"", "nt")
    rules = parsed(shapes, "turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
    assert isinstance(report, Graph)
    return Report(tuple(sorted(violations_of(report, rules))), dict(_checked(data, rules)))


def violations_of(report: Graph, rules: Graph) -> set[Violation]:
    """Return the violations in a validation report of the engine; `rules` are the shapes."""
    found = {
        _violation(report, rules, result) for result in report.subjects(predicate=SH.focusNode)
    }
    # The shapes behind sh:node have results of their own, with better messages.
    explained = {v.focus for v in found if not v.message.startswith(_NO_EXPLANATION)}
    return {
        v for v in found if v.focus not in explained or not v.message.startswith(_NO_EXPLANATION)
    }


def validate_all(
    graphs: Mapping[str, Sequence[Triple]], shapes: bytes, jobs: int
) -> dict[str, Report]:
    """Return the report of each of `graphs` by name, checking `jobs` of them at a time."""
    if jobs == 1 or len(graphs) == 1:
        return {name: validate(triples, shapes) for name, triples in graphs.items()}
    lines = [serialize(triples, format=RdfFormat.N_TRIPLES) or b"" for triples in graphs.values()]
    with ProcessPoolExecutor(jobs) as pool:
        found = pool.map(_validate_lines, lines, [shapes] * len(lines))
        return dict(zip(graphs, found, strict=True))


def merged(reports: Iterable[Report]) -> Report:
    """Return one report of several; a node that is in several graphs counts once."""
    violations: set[Violation] = set()
    checked: dict[str, frozenset[str]] = {}
    for report in reports:
        violations.update(report.violations)
        for shape, nodes in report.checked.items():
            checked[shape] = checked.get(shape, frozenset()) | nodes
    return Report(tuple(sorted(violations)), checked)


def shape_checks(report: Report) -> list[ShapeCheck]:
    """Return the counts of each shape with a target, sorted by its IRI."""
    results = [violation.shape for violation in report.violations]
    return sorted(
        ShapeCheck(shape, len(nodes), results.count(shape))
        for shape, nodes in report.checked.items()
    )


def _validate_lines(lines: bytes, shapes: bytes) -> Report:
    return validate((quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)), shapes)


def _checked(data: Graph, rules: Graph) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each shape with a target and its focus nodes (SHACL, section 2.1.3)."""
    for shape in ShapesGraph(rules).shapes:
        if any(any(targets) for targets in shape.target()):
            # The label of a blank node means nothing outside of its graph: it is left out.
            named = (node for node in shape.focus_nodes(data) if not isinstance(node, BNode))
            yield str(shape.node), frozenset(map(str, named))


def _name(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] if iri.startswith("http") else iri


def parsed(data: bytes, syntax: str) -> Graph:
    """Return the graph that `data` hold in one of rdflib's formats."""
    return Graph().parse(data=data, format=syntax)


def _violation(report: Graph, rules: Graph, result: Any) -> Violation:
    def text(predicate: Any) -> str:
        found = report.value(result, predicate)
        return "" if found is None else str(found)

    return Violation(
        focus=text(SH.focusNode),
        path=text(SH.resultPath),
        value=text(SH.value),
        message=text(SH.resultMessage),
        shape=_named(report.value(result, SH.sourceShape), rules),
    )


def _named(shape: Any, rules: Graph) -> str:
    """Return the IRI of a shape, or of the nearest shape around it that has one."""
    while isinstance(shape, BNode):
        shape = next(rules.subjects(None, shape), None)
    return str(shape)
