"""Results of validation as both engines give them, to be compared."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from legation_build.validation.gate import gate_report
from legation_build.validation.queried_graph import QueriedGraph
from legation_build.validation.shacl import parsed, results
from pyoxigraph import BlankNode, RdfFormat, Triple, parse
from rdflib import SH, BNode, URIRef

# A blank node has another label in each report, and so has a path that is more than a property.
NAMELESS = "a blank node"


class Result(NamedTuple):
    """What both engines say of one fault; `shape` is the nearest with an IRI."""

    focus: str
    path: str
    value: str
    shape: str
    severity: str


def reference_results(data: Iterable[Triple], shapes: bytes) -> set[Result]:
    """Return the results of pySHACL, without those that only explain others."""
    rules = parsed(shapes)
    report = results(QueriedGraph(data), rules)

    def text(result: Any, name: str) -> str:
        found = report.value(result, SH[name])
        if isinstance(found, BNode):
            return NAMELESS
        return "" if found is None else str(found)

    def shape(result: Any) -> str:
        found: Any = report.value(result, SH.sourceShape)
        while not isinstance(found, URIRef):
            found = next(rules.subjects(None, found))
        return str(found)

    return {
        Result(
            text(result, "focusNode"),
            text(result, "resultPath"),
            text(result, "value"),
            shape(result),
            text(result, "resultSeverity"),
        )
        for result in report.objects(None, SH.result)
    }


def gate_results(data: Iterable[Triple], shapes: bytes) -> set[Result]:
    """Return the results of the fast engine."""
    return {
        Result(
            _plain(result.focus_node),
            _path(result.path or ""),
            _plain(result.value or ""),
            _plain(result.root_shape or ""),
            result.severity_iri,
        )
        for result in gate_report(data, shapes).results
    }


def _plain(term: str) -> str:
    """Return what a term of N-Triples holds; "" when there is none."""
    if not term:
        return ""
    (quad,) = parse(f"<urn:x> <urn:x> {_labelled(term)} .".encode(), format=RdfFormat.N_TRIPLES)
    found = quad.object
    assert not isinstance(found, Triple)
    return NAMELESS if isinstance(found, BlankNode) else found.value


def _labelled(term: str) -> str:
    # The engine's labels may begin with a digit and a colon, which N-Triples does not allow.
    return "_:b" if term.startswith("_:") else term


def _path(path: str) -> str:
    return _plain(path) if path == "" or path.startswith("<") else NAMELESS
