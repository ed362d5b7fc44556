"""Write the validation report as RDF: SHACL, and a count for each shape (DQV). Pure."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from legation_build.dataset import english, in_graph, number, triple, typed
from legation_build.namespaces import BASE, DATASET, DCTERMS, DQV, GRAPH, RDF, RDFS, SH
from legation_build.release import Described, ReleaseFile, turtle_file
from legation_build.validation import ShapeCheck

REPORT = NamedNode(BASE + "dataset#validation")


def validation_file(made: Described) -> Iterator[ReleaseFile]:
    """Yield the report of the validation before the release was made.

    Implements the validation report of SHACL (W3C Recommendation 2017, section 3.6) and the
    measurements of the Data Quality Vocabulary (W3C Note 2016): a shape is a metric, whose value
    is the number of nodes that it checked.
    """
    triples = list(_triples(made.checked.checks, made.checked.engine))
    quads = list(in_graph(triples, NamedNode(GRAPH + "validation")))
    yield turtle_file(made, "validation", "What the shapes checked (SHACL report)", quads)


def _triples(checks: Iterable[ShapeCheck], engine: str) -> Iterator[Triple]:
    yield triple(REPORT, RDF + "type", SH + "ValidationReport")
    yield triple(REPORT, RDFS + "label", english(f"Validation by {engine}"))
    yield triple(REPORT, SH + "conforms", typed("true", "boolean"))
    yield triple(DATASET, SH + "shapesGraph", GRAPH + "shapes")
    for check in checks:
        node = NamedNode(f"{DATASET.value}#checked-{check.shape.rsplit('#', 1)[-1]}")
        yield triple(REPORT, DCTERMS + "hasPart", node)
        yield triple(DATASET, DQV + "hasQualityMeasurement", node)
        yield triple(node, RDF + "type", DQV + "QualityMeasurement")
        yield triple(node, DQV + "computedOn", DATASET)
        yield triple(node, DQV + "isMeasurementOf", check.shape)
        yield triple(node, DQV + "value", number(check.nodes))
