"""Check data against the shapes with pySHACL (SHACL, W3C Recommendation 2017)."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import pyshacl
from pyoxigraph import Triple
from rdflib import SH, BNode, Graph

from legation_build.validation.constant_graph import ConstantGraph
from legation_build.validation.pyshacl_parts import without_words
from legation_build.validation.queried_graph import QueriedGraph
from legation_build.validation.report import Report, Violation
from legation_build.validation.targets import focus_nodes

# How the engine's own messages about sh:node and sh:not begin.
_NO_EXPLANATION = (
    "Value must conform",
    "Value does not conform to Shape",
    "Node ",
)


def validate(triples: Iterable[Triple], shapes: bytes) -> Report:
    """Return the report of validating `triples` against `shapes` (Turtle)."""
    given: Sequence[Triple] = list(triples)
    rules = parsed(shapes)
    report = results(QueriedGraph(given), rules)
    return Report(tuple(sorted(violations_of(report, rules))), focus_nodes(given, shapes))


def results(data: QueriedGraph, rules: Graph) -> Graph:
    """Return the validation report, as RDF, of `data` checked against the shapes `rules`.

    Whether they conform is asked first; half of the time would go into results in words.
    """
    given: dict[str, Any] = {"data_graph": data, "shacl_graph": rules, "inference": "none"}
    with without_words():
        conforms, report, _ = pyshacl.validate(**given, abort_on_first=True)
    if not conforms:
        data.fill_store()
        _, report, _ = pyshacl.validate(**given)
    assert isinstance(report, Graph)
    return report


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


# Whoever validates again and again has one graph of the shapes, and the answers that it keeps.
@lru_cache(maxsize=1)
def parsed(shapes: bytes) -> Graph:
    """Return the graph of `shapes`, which are in Turtle; it may not be changed."""
    return ConstantGraph().parse(data=shapes, format="turtle")


def _violation(report: Graph, rules: Graph, result: Any) -> Violation:
    def text(predicate: Any) -> str:
        found = report.value(result, predicate)
        # The label of a blank node, such as a path of several steps, means nothing elsewhere.
        return "" if found is None or isinstance(found, BNode) else str(found)

    return Violation(
        focus=text(SH.focusNode),
        path=text(SH.resultPath),
        value=text(SH.value),
        message=text(SH.resultMessage),
        shape=_named(report.value(result, SH.sourceShape), rules),
    )


def _named(node: Any, rules: Graph) -> str:
    """Return the IRI of a shape, or of the nearest shape around it that has one."""
    while isinstance(node, BNode):
        node = next(rules.subjects(None, node), None)
    return str(node)
