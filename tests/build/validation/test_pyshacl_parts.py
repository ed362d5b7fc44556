"""pySHACL with quicker parts says what pySHACL says without them, in the same words."""

import subprocess
import sys
from collections.abc import Iterable

import pyshacl
import pytest
from legation_build import pipeline
from legation_build.dataset import assemble_graphs, validation_graphs
from legation_build.validation import Violation
from legation_build.validation.queried_graph import QueriedGraph, as_rdflib
from legation_build.validation.shacl import parsed, results, validate, violations_of
from pyoxigraph import Triple
from pyshacl import shape
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from rdflib import RDF, SH, Graph, Literal
from support.small_mapping import write_mapping
from support.some import some
from support.spoilt_data import SPOILT, Data


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Inputs:
    return pipeline.load([write_mapping(tmp_path_factory.mktemp("parts"))], lambda step: None)


@pytest.fixture(scope="module")
def data(inputs: pipeline.Inputs) -> Data:
    graphs = assemble_graphs(inputs.mappings, inputs.model, inputs.vocabulary, {})
    (triples,) = validation_graphs(graphs, inputs.model).values()
    return set(triples)


def in_rdflib(data: Iterable[Triple]) -> Graph:
    """Return the data in a graph that has nothing of ours."""
    graph = Graph()
    for triple in data:
        subject, predicate, value = map(as_rdflib, triple)
        graph.add((subject, predicate, value))
    return graph


def with_its_own_parts(data: Iterable[Triple], shapes: bytes) -> list[Violation]:
    """Return what pySHACL finds without any part of ours."""
    rules = Graph().parse(data=shapes, format="turtle")
    with pytest.MonkeyPatch.context() as patched:
        own = (ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP)
        patched.setattr(shape, "CONSTRAINT_PARAMS", own)
        _, report, _ = pyshacl.validate(in_rdflib(data), shacl_graph=rules, inference="none")
    assert isinstance(report, Graph)
    return sorted(violations_of(report, rules))


@pytest.mark.parametrize("first", [0, 1, 2])
def test_the_quicker_parts_find_what_its_own_parts_find(
    first: int, data: Data, inputs: pipeline.Inputs
) -> None:
    changes = [spoilt.change(set(data)) for spoilt in SPOILT[first::3]]
    faulty = data.intersection(*changes).union(*(each - data for each in changes))
    shapes = inputs.model_files["shapes"]

    found = validate(faulty, shapes)

    assert list(found.violations) == with_its_own_parts(faulty, shapes) != []


def test_its_own_parts_find_nothing_in_what_conforms(data: Data, inputs: pipeline.Inputs) -> None:
    assert with_its_own_parts(data, inputs.model_files["shapes"]) == []


def test_what_conforms_has_a_report_that_says_so(data: Data, inputs: pipeline.Inputs) -> None:
    report = results(QueriedGraph(data), parsed(inputs.model_files["shapes"]))

    (found,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(found, SH.conforms) == Literal(True)


def test_results_have_their_words_again_after_data_that_conform(
    data: Data, inputs: pipeline.Inputs
) -> None:
    shapes = inputs.model_files["shapes"]
    spoilt = SPOILT[0]
    validate(data, shapes)

    told = validate(spoilt.change(set(data)), shapes).violations

    assert any(spoilt.message in violation.message for violation in told)


def test_a_queried_graph_answers_each_pattern_as_rdflib_does(data: Data) -> None:
    graph, plain = QueriedGraph(data), in_rdflib(data)

    for row in some(sorted(plain)[::200]):
        for places in some(range(8)):
            pattern = tuple(row[n] if places >> n & 1 else None for n in range(3))
            assert set(graph.triples(pattern)) == set(plain.triples(pattern))  # type: ignore[arg-type]
        assert set(graph.objects(*row[:2])) == set(plain.objects(*row[:2]))


def test_a_queried_graph_that_changes_holds_what_it_holds_then(data: Data) -> None:
    rows = sorted(data, key=str)
    graph = QueriedGraph([*rows[20:], *rows[20:30]])

    graph.change(rows[50:], rows[:20])

    assert len(graph) == 50
    assert set(graph) == set(in_rdflib(rows[:50]))


def test_who_loads_the_build_does_not_load_pyshacl_yet() -> None:
    asked = "import sys, legation_build.pipeline; print('pyshacl' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"
