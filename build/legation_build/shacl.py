"""Check data against the shapes with pySHACL (SHACL, W3C Recommendation 2017)."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import pyshacl
from pyoxigraph import RdfFormat, Triple, parse, serialize
from rdflib import SH, Graph

ENGINE = "pySHACL"


@dataclass(frozen=True, order=True)
class Violation:
    """One result of a validation: IRIs of the focus node, path and value; and the message."""

    focus: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        """Return the message and what it is about, in one line."""
        about = f"'{_name(self.focus)}'" + (f" ({_name(self.path)})" if self.path else "")
        found = f" Found: {_name(self.value)}" if self.value not in ("", self.focus) else ""
        return f"{about}: {self.message}{found}"


def validate(triples: Iterable[Triple], shapes: bytes) -> list[Violation]:
    """Return what in `triples` breaks the `shapes` (Turtle), sorted; empty when all conforms."""
    data = _graph(serialize(triples, format=RdfFormat.N_TRIPLES) or b"", "nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=_graph(shapes, "turtle"), inference="none")
    assert isinstance(report, Graph)
    results = report.subjects(predicate=SH.focusNode)
    return sorted(
        {
            _violation(report, result)
            for result in results
            # The shapes behind sh:node say for themselves what is wrong.
            if not str(report.value(result, SH.resultMessage)).startswith("Value must conform")
        }
    )


def validate_all(
    graphs: Mapping[str, Sequence[Triple]], shapes: bytes, jobs: int
) -> dict[str, list[Violation]]:
    """Return the violations of each of `graphs` by name, checking `jobs` of them at a time."""
    if jobs == 1 or len(graphs) == 1:
        return {name: validate(triples, shapes) for name, triples in graphs.items()}
    lines = [serialize(triples, format=RdfFormat.N_TRIPLES) or b"" for triples in graphs.values()]
    with ProcessPoolExecutor(jobs) as pool:
        found = pool.map(_validate_lines, lines, [shapes] * len(lines))
        return dict(zip(graphs, found, strict=True))


def _validate_lines(lines: bytes, shapes: bytes) -> list[Violation]:
    return validate((quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)), shapes)


def _name(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] if iri.startswith("http") else iri


def _graph(data: bytes, syntax: str) -> Graph:
    return Graph().parse(data=data, format=syntax)


def _violation(report: Graph, result: Any) -> Violation:
    def text(predicate: Any) -> str:
        found = report.value(result, predicate)
        return "" if found is None else str(found)

    return Violation(
        focus=text(SH.focusNode),
        path=text(SH.resultPath),
        value=text(SH.value),
        message=text(SH.resultMessage),
    )
