"""Each shape catches what it is meant to catch, in data that are otherwise right."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.dataset.assemble import assemble_graphs, validation_graphs
from legation_build.namespaces import BASE
from legation_build.validation import Report, merged, shape_checks, validate_all
from legation_build.validation.shacl import validate
from pyoxigraph import Triple
from support.legation_command import legation
from support.small_mapping import write_mapping
from support.spoilt_data import SPOILT, Data, Spoilt, as_event, number, with_account


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Inputs:
    return pipeline.load([write_mapping(tmp_path_factory.mktemp("shapes"))], lambda step: None)


@pytest.fixture(scope="module")
def data(inputs: pipeline.Inputs) -> Data:
    graphs = assemble_graphs(inputs.mappings, inputs.model, inputs.vocabulary, {})
    return set(validation_graphs(graphs, inputs.model)["freedonia-sylvania"])


def found(data: Iterable[Triple], inputs: pipeline.Inputs) -> list[tuple[str, str]]:
    report = validate(data, inputs.model_files["shapes"])
    return [(result.focus, result.message) for result in report.violations]


def test_an_account_conforms(data: Data, inputs: pipeline.Inputs) -> None:
    assert (
        found(with_account(data, "c-grain", "grain-share", givenValue=number("60")), inputs) == []
    )


def test_the_data_conform(data: Data, inputs: pipeline.Inputs) -> None:
    assert found(data, inputs) == []


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: spoilt.name)
def test_spoilt_data_are_caught(spoilt: Spoilt, data: Data, inputs: pipeline.Inputs) -> None:
    results = found(spoilt.change(data), inputs)

    assert any(focus == spoilt.focus and spoilt.message in text for focus, text in results), results


def test_documents_are_validated_side_by_side_with_the_same_result(
    data: Data, inputs: pipeline.Inputs
) -> None:
    spoilt = sorted(SPOILT[0].change(data), key=str)
    both = {"right": sorted(data, key=str), "spoilt": spoilt}

    shapes = inputs.model_files["shapes"]

    assert validate_all(both, shapes, jobs=2) == validate_all(both, shapes, jobs=1)
    assert validate_all(both, shapes, jobs=2)["right"].violations == ()


def test_report_counts_the_nodes_that_each_shape_checked(
    data: Data, inputs: pipeline.Inputs
) -> None:
    report = validate(data, inputs.model_files["shapes"])
    nodes = {row.shape.removeprefix(BASE + "shapes#"): row.nodes for row in shape_checks(report)}

    assert {name: nodes[name] for name in ("Claim", "Content", "Figure", "Passage", "Entity")} == {
        "Claim": 2,
        "Content": 4,
        "Figure": 1,
        "Passage": 4,
        "Entity": 6,
    }
    # A shape that others use has no nodes of its own; one whose target is not there has none.
    assert "Time" not in nodes
    assert nodes["CapitalPredicates"] == 0


def test_report_counts_the_results_of_each_shape(data: Data, inputs: pipeline.Inputs) -> None:
    report = validate(as_event(data), inputs.model_files["shapes"])
    results = {row.shape: row.results for row in shape_checks(report) if row.results}

    assert results == {BASE + "shapes#Standing": 1}


def test_node_of_several_documents_is_counted_once() -> None:
    shape = BASE + "shapes#Entity"
    one = Report((), {shape: frozenset({"a", "b"})})
    other = Report((), {shape: frozenset({"b", "c"})})

    assert [vars(row) for row in shape_checks(merged([one, other]))] == [
        {"shape": shape, "nodes": 3, "results": 0}
    ]


def test_violation_is_reported_with_the_line_in_the_mapping(
    tmp_path: Path,
) -> None:
    mappings = write_mapping(tmp_path)
    file = mappings / "freedonia-sylvania" / "claims" / "01-early-years.yaml"
    file.write_text(file.read_text().replace("type: Supposition", "type: Event"))

    result = legation("validate", "--mappings", mappings)

    assert result.exit_code == 1
    assert "claims/01-early-years.yaml:30: " in result.output
    assert "'grain-promise' (status): The document does not assert this" in result.output
