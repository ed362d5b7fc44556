"""Both engines say the same of the same data: of right ones, and of ones with faults."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from legation_build import pipeline
from legation_build.dataset import assemble_graphs, validation_graphs
from legation_build.namespaces import BIL, CODE, ENTITY, RDF, RDFS, SKOS, XSD
from legation_build.resources import resource
from legation_build.validation import chosen_engine, validate_all
from legation_build.validation.engines import MOST_TRIPLES
from legation_build.validation.queried_graph import QueriedGraph
from legation_build.validation.shacl import parsed
from legation_build.validation.targets import focus_nodes
from pyoxigraph import Literal, NamedNode, Triple
from pyshacl.shapes_graph import ShapesGraph
from rdflib import BNode
from support.engine_results import Result, gate_results, reference_results
from support.small_mapping import write_mapping
from support.some import some
from support.spoilt_data import HERE, SPOILT, Spoilt, changed, number, triple, without

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


def spoilt_by(faults: Sequence[Spoilt], data: Data) -> Data:
    """Return the data with several faults of the table of spoilt data at once."""
    changes = [spoilt.change(set(data)) for spoilt in faults]
    return data.intersection(*changes).union(*(each - data for each in changes))


def otherwise_spoilt(data: Data) -> Data:
    """Return the data with faults that the table has not, or that hide one another there."""
    press, content = ENTITY + "press", HERE + "recognition"
    found = changed(set(data), BIL + "value", RDFS + "label", Literal("is value", language="en"))
    found = changed(found, BIL + "topic", RDFS + "domain", Literal("none"))
    found = without(found, ENTITY + "sylvania", SKOS + "prefLabel")
    return frozenset(found - {triple(BIL + "topic", RDFS + "domain", Literal("none"))}) | {
        *(triple(press, BIL + name, press) for name in ("party", "capitalOf", "locatedIn")),
        triple(press, BIL + "hasMajorityReligion", press),
        triple(content, RDF + "type", BIL + "Attribute"),
        triple(content, BIL + "deniedBy", press),
        triple(content, RDF + "type", BIL + "Utterance"),
        triple(content, RDF + "type", BIL + "Supposition"),
        triple(HERE + "recognizes", BIL + "eventType", CODE + "unit/percent"),
        triple(HERE + "grain-share", BIL + "says", content),
        triple(HERE + "grain-share", BIL + "quotedDirectly", Literal("no")),
    }


# Values of two datatypes are in order for rdflib and in none for the other engine.
COMPARED = {"start", "end", "earliest", "latest", "notBefore", "notAfter"} | {
    f"{given}{end}alue" for given in ("", "given") for end in ("minV", "maxV", "MinV", "MaxV")
}


def shuffled(data: Data, seed: int, faults: int) -> Data:
    """Return the data with `faults` triples gone, and as many whose value is another's."""
    chance = random.Random(seed)
    rows = sorted(data, key=str)
    gone = chance.sample(rows, 2 * faults)
    values = [triple.object for triple in chance.sample(rows, faults)]
    new = {
        Triple(old.subject, old.predicate, value)
        for old, value in zip(gone[:faults], values, strict=True)
        if old.predicate.value.removeprefix(BIL) not in COMPARED
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
        "half of the table": spoilt_by(SPOILT[::2], small[0]),
        "the other half": spoilt_by(SPOILT[1::2], small[0]),
        "other faults": otherwise_spoilt(small[0]),
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
    graphs = {
        name: sorted(faults[name], key=str) for name in ("half of the table", "denial of nothing")
    }

    told = validate_all(graphs, small[1], 1, "fast")

    assert told == validate_all(graphs, small[1], 1, "pyshacl")
    assert all(report.violations for report in some(told.values()))


def test_an_order_of_two_datatypes_is_refused_by_the_fast_engine_alone(
    small: tuple[Data, bytes],
) -> None:
    content = HERE + "grain-promise"
    day = Literal("2000-01-01", datatype=NamedNode(XSD + "date"))
    data = small[0] | {
        triple(content, BIL + "notBefore", day),
        triple(content, BIL + "notAfter", number("116200000")),
    }

    more = gate_results(data, small[1]) - reference_results(data, small[1])

    assert {result.path for result in more} == {BIL + "notBefore"}


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
