"""Both engines say the same of the same data: of right ones, and of ones with faults."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.dataset import assemble_graphs, validation_graphs
from legation_build.resources import resource
from legation_build.validation import chosen_engine, validate_all
from legation_build.validation.engines import MOST_TRIPLES
from legation_build.validation.queried_graph import QueriedGraph
from legation_build.validation.shacl import parsed
from legation_build.validation.targets import focus_nodes
from pyoxigraph import Triple
from pyshacl.shapes_graph import ShapesGraph
from rdflib import BNode
from support.engine_results import Result, gate_results, reference_results
from support.small_mapping import write_mapping
from support.some import some
from support.spoilt_data import SPOILT

Data = frozenset[Triple]


def data_of(folder: Path) -> tuple[Data, bytes]:
    """Return what is validated of the one document in a folder of mappings, and the shapes."""
    inputs = pipeline.load([folder], lambda name: None)
    graphs = assemble_graphs(inputs.mappings, inputs.model, inputs.vocabulary, {})
    (triples,) = validation_graphs(graphs, inputs.model).values()
    return frozenset(triples), inputs.model_files["shapes"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Data, bytes]:
    return data_of(write_mapping(tmp_path_factory.mktemp("engines")))


def all_spoilt(data: Data) -> Data:
    """Return the data with all faults of the table of spoilt data at once."""
    changed = [spoilt.change(set(data)) for spoilt in SPOILT]
    return data.intersection(*changed).union(*(each - data for each in changed))


def shuffled(data: Data, seed: int, faults: int) -> Data:
    """Return the data with `faults` triples gone, and as many whose value is another's."""
    chance = random.Random(seed)
    rows = sorted(data, key=str)
    gone = chance.sample(rows, 2 * faults)
    values = [triple.object for triple in chance.sample(rows, faults)]
    new = {
        Triple(old.subject, old.predicate, value)
        for old, value in zip(gone[:faults], values, strict=True)
    }
    return (data - frozenset(gone)) | new


def broken(results: set[Result]) -> set[str]:
    return {result.shape for result in results}


@pytest.fixture(scope="module")
def article() -> tuple[Data, bytes]:
    return data_of(resource("mappings"))


@pytest.fixture(scope="module")
def faults(small: tuple[Data, bytes], article: tuple[Data, bytes]) -> Mapping[str, Data]:
    denial = next(spoilt for spoilt in SPOILT if spoilt.name == "denial of nothing")
    return {
        "all spoilt": all_spoilt(small[0]),
        "denial of nothing": frozenset(denial.change(set(small[0]))),
        "small, shuffled": shuffled(small[0], 0, 800),
        "small, shuffled otherwise": shuffled(small[0], 1, 800),
        "article, shuffled": shuffled(article[0], 0, 1000),
        "article, shuffled otherwise": shuffled(article[0], 1, 1000),
    }


@pytest.fixture(scope="module")
def reference(faults: Mapping[str, Data], small: tuple[Data, bytes]) -> Mapping[str, set[Result]]:
    return {name: reference_results(data, small[1]) for name, data in faults.items()}


def test_both_engines_find_nothing_in_the_article(article: tuple[Data, bytes]) -> None:
    assert reference_results(*article) == gate_results(*article) == set()


def test_both_engines_find_nothing_in_the_small_mapping(small: tuple[Data, bytes]) -> None:
    assert reference_results(*small) == gate_results(*small) == set()


def test_both_engines_give_the_same_results_for_data_with_faults(
    faults: Mapping[str, Data], reference: Mapping[str, set[Result]], small: tuple[Data, bytes]
) -> None:
    for name, data in some(faults.items()):
        assert gate_results(data, small[1]) == reference[name] != set(), name


def test_those_faults_break_every_shape_that_has_a_target(
    reference: Mapping[str, set[Result]], small: tuple[Data, bytes]
) -> None:
    assert broken(set().union(*reference.values())) >= set(focus_nodes(*small))


def test_what_the_fast_engine_refuses_is_told_as_pyshacl_tells_it(
    faults: Mapping[str, Data], small: tuple[Data, bytes]
) -> None:
    graphs = {name: sorted(faults[name], key=str) for name in ("all spoilt", "denial of nothing")}

    told = validate_all(graphs, small[1], 1, "fast")

    assert told == validate_all(graphs, small[1], 1, "pyshacl")
    assert all(report.violations for report in some(told.values()))


def test_data_that_conform_have_the_same_report_from_both(small: tuple[Data, bytes]) -> None:
    graphs = {"small": sorted(small[0], key=str)}

    assert validate_all(graphs, small[1], 1, "fast") == validate_all(graphs, small[1], 1, "pyshacl")


def test_nodes_that_a_shape_checks_are_those_that_pyshacl_finds(
    article: tuple[Data, bytes],
) -> None:
    data, shapes = article
    graph = QueriedGraph(data)

    found = {
        str(shape.node): frozenset(
            str(node) for node in shape.focus_nodes(graph) if not isinstance(node, BNode)
        )
        for shape in ShapesGraph(parsed(shapes)).shapes
        if any(map(any, shape.target()))
    }

    assert focus_nodes(data, shapes) == found
    assert any(found.values())


def test_large_data_are_left_to_the_fast_engine_unless_pyshacl_is_asked_for(
    small: tuple[Data, bytes],
) -> None:
    triples = list(small[0])
    large = {"large": triples * (MOST_TRIPLES // len(triples) + 1)}

    assert chosen_engine(None, {"small": triples}) == "pyshacl"
    assert chosen_engine(None, large) == "fast"
    assert chosen_engine("pyshacl", large) == "pyshacl"
    assert chosen_engine("fast", {"small": triples}) == "fast"
