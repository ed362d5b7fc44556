"""What a validation found is counted, put together and told in a line; targets are found at once."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build.namespaces import BASE, BIL, ENTITY
from legation_build.validation import Report, ShapeCheck, Violation, merged, shape_checks
from legation_build.validation.constant_graph import ConstantGraph
from legation_build.validation.engines import validate, validate_all
from legation_build.validation.incremental import IncrementalValidator
from legation_build.validation.queried_graph import QueriedGraph, as_rdflib
from legation_build.validation.targets import focus_nodes
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from pyoxigraph import Literal as Text
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import RDFS, SH, XSD
from support.in_turtle import HERE, triples
from support.some import some

SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix bil: <https://w3id.org/legation/ns#> .
@prefix shapes: <https://w3id.org/legation/shapes#> . @prefix id: <https://w3id.org/legation/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
shapes:Claim a sh:NodeShape ; sh:targetClass bil:Claim ;
    sh:property [ sh:path bil:states ; sh:minCount 1 ; sh:message "A claim states something." ] .
shapes:Stated a sh:NodeShape ; sh:targetObjectsOf bil:states ;
    sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:maxCount 1 ; sh:message "A content has one label." ] .
shapes:Speaker a sh:NodeShape ; sh:targetSubjectsOf bil:says ; sh:targetNode id:press ;
    sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:message "Who speaks has a label." ] .
shapes:Odd a sh:NodeShape ; sh:targetClass bil:Odd .
shapes:Helper a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .
"""
SHAPE = BASE + "shapes#"
SOUND = """:c a bil:Claim ; bil:states :x . :x rdfs:label "They met." .
id:press rdfs:label "Press" . id:envoy bil:says :x ; rdfs:label "Envoy" ."""
NODES = st.frozensets(st.sampled_from("abcd"))
REPORTS = st.lists(
    st.builds(
        Report,
        st.lists(
            st.builds(
                Violation,
                st.sampled_from("ab"),
                st.just("p"),
                st.just(""),
                st.just("m"),
                st.just("s"),
            ),
            max_size=2,
        ).map(tuple),
        st.dictionaries(st.sampled_from("st"), NODES),
    ),
    max_size=4,
)


def checked(text: str) -> Mapping[str, frozenset[str]]:
    found = focus_nodes(triples(text), SHAPES)
    return {shape.removeprefix(SHAPE): nodes for shape, nodes in found.items()}


def test_each_shape_with_a_target_is_told_with_the_nodes_that_it_checks() -> None:
    assert checked(SOUND) == {
        "Claim": {HERE + "c"},
        "Stated": {HERE + "x"},
        "Speaker": {ENTITY + "press", ENTITY + "envoy"},
        "Odd": frozenset(),
    }


def test_a_node_to_be_checked_need_not_be_in_the_data() -> None:
    assert checked("")["Speaker"] == {ENTITY + "press"}


def test_instances_of_narrower_classes_at_any_depth_are_checked_too() -> None:
    text = """bil:Denial rdfs:subClassOf bil:Claim . bil:PlainDenial rdfs:subClassOf bil:Denial .
        bil:Claim rdfs:subClassOf bil:PlainDenial . :d a bil:PlainDenial . :e a bil:Event ."""

    assert checked(text)["Claim"] == {HERE + "d"}


def test_nodes_without_names_are_not_counted_but_literals_are() -> None:
    found = checked("[] a bil:Claim ; bil:states [], 'text' .")

    assert found["Claim"] == frozenset()
    assert found["Stated"] == {"text"}


@pytest.mark.parametrize(
    ("violation", "text"),
    [
        (
            Violation(HERE + "x", BIL + "when", HERE + "y", "It is so.", ""),
            "'x' (when): It is so. Found: y",
        ),
        (Violation(HERE + "x", "", HERE + "x", "It is so.", ""), "'x': It is so."),
        (Violation(HERE + "x", BIL + "when", "", "It is so.", ""), "'x' (when): It is so."),
    ],
)
def test_a_violation_is_told_in_a_line(violation: Violation, text: str) -> None:
    assert str(violation) == text


@settings(max_examples=30)
@given(REPORTS)
def test_reports_put_together_have_each_node_and_violation_once(reports: list[Report]) -> None:
    found = merged(reports)

    assert list(found.violations) == sorted({v for report in reports for v in report.violations})
    for shape in {shape for report in reports for shape in report.checked}:
        assert found.checked[shape] == {n for r in reports for n in r.checked.get(shape, ())}
    assert merged(reports[::-1]) == merged([found]) == found


def test_checks_are_counted_by_shape_with_their_results() -> None:
    wrong = [Violation(name, "p", "", "m", "s") for name in "ab"]
    report = Report(tuple(wrong), {"t": frozenset("x"), "s": frozenset("abc"), "r": frozenset()})

    assert shape_checks(report) == [
        ShapeCheck("r", 0, 0),
        ShapeCheck("s", 3, 2),
        ShapeCheck("t", 1, 0),
    ]


WRONG = SOUND.replace("bil:states :x .", ".").replace('"They met."', '"They met.", "They left."')


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_both_engines_tell_the_same_of_small_data(engine: str) -> None:
    sound, wrong = (validate(triples(text), SHAPES, engine) for text in (SOUND, WRONG))

    assert sound.violations == ()
    assert [str(v) for v in wrong.violations] == ["'c' (states): A claim states something."]
    assert sound.checked == focus_nodes(triples(SOUND), SHAPES)


def test_several_graphs_are_each_checked_by_themselves() -> None:
    found = validate_all({"sound": triples(SOUND), "wrong": triples(WRONG)}, SHAPES, 1)

    assert {name: len(report.violations) for name, report in found.items()} == {
        "sound": 0,
        "wrong": 1,
    }
    assert validate_all({}, SHAPES, 1) == {}


STEPS = {
    "a claim loses its content": WRONG,
    "a content loses its label": SOUND.replace(' rdfs:label "They met."', " a bil:Event"),
    "a label comes twice": SOUND.replace('"They met."', '"They met.", "They left."'),
    "a new claim states nothing": SOUND + " :d a bil:Claim .",
    "two things are wrong": WRONG + " :d a bil:Claim .",
    "nothing is left": "",
    "all is well": SOUND,
}


@pytest.mark.parametrize("engine", [None, "fast"])
def test_checking_what_changed_finds_what_a_check_of_all_finds(engine: str | None) -> None:
    validator = IncrementalValidator(SHAPES, engine)

    for name, text in some([*STEPS.items(), *reversed(STEPS.items()), *STEPS.items()]):
        whole = validate(triples(text), SHAPES, "pyshacl").violations
        assert validator.check(triples(text)) == whole, name
        assert validator.check(triples(text)) == whole, name


def test_terms_are_the_same_in_rdflib() -> None:
    assert as_rdflib(NamedNode(BIL + "x")) == URIRef(BIL + "x")
    assert as_rdflib(BlankNode("b")) == BNode("b")
    assert as_rdflib(Text("x", language="en")) == RdflibLiteral("x", lang="en")
    assert as_rdflib(Text("5", datatype=NamedNode(str(XSD.integer)))) == RdflibLiteral(
        "5", datatype=XSD.integer
    )
    # rdflib tells a string without a datatype from one with it.
    assert as_rdflib(Text("x")) == RdflibLiteral("x")


def test_a_triple_term_is_refused_with_its_reason() -> None:
    term = Triple(NamedNode("a:a"), NamedNode("a:b"), Literal("c"))

    with pytest.raises(AssertionError, match="cannot be validated: it is no IRI, node or literal"):
        as_rdflib(term)


def test_a_graph_is_queried_as_it_is_after_a_change() -> None:
    graph = QueriedGraph(triples(SOUND))
    query = "SELECT $this ?x ?no { $this <https://w3id.org/legation/ns#states> ?x OPTIONAL { ?x <a:b> ?no } }"

    def stated() -> list[set[str]]:
        rows = graph.query(query, initBindings={"this": URIRef(HERE + "c")}).bindings
        return [
            {f"{name} {value.removeprefix(HERE)}" for name, value in row.items()} for row in rows
        ]

    assert stated() == [{"this c", "x x"}]
    graph.change(triples(":c bil:states :x ."), triples(":c bil:states :y ."))
    assert stated() == [{"this c", "x y"}]
    assert len(graph) == len(set(triples(SOUND)))
    graph.change(triples(":c bil:states :y ."), ())
    assert stated() == []


def test_a_constant_graph_answers_as_any_graph() -> None:
    constant, plain = ConstantGraph(), Graph()
    for graph in (constant, plain):
        graph.parse(data=SHAPES, format="turtle")
    shape = URIRef(SHAPE + "Speaker")

    for _ in range(2):
        assert list(constant.objects(shape, SH.targetNode)) == [URIRef(ENTITY + "press")]
        assert list(constant.objects(shape, RDFS.label)) == []
        assert set(constant.predicate_objects(shape)) >= {(SH.targetNode, URIRef(ENTITY + "press"))}
    assert set(constant.objects(predicate=SH.targetClass)) == set(
        plain.objects(predicate=SH.targetClass)
    )
    assert len(list(constant.objects(shape, SH.targetNode, unique=True))) == 1
