"""Every format of a dump says the same, in the same order, with the prefixes that it uses."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_build.dumps.json_ld_context import reading_context
from legation_build.dumps.serialize import DUMP_FORMATS, DumpFormat, dump, sort_key, used_prefixes
from legation_build.namespaces import BASE, BIL, DCTERMS, ENTITY, GRAPH, RDF, RDFS, XSD, prefixes
from legation_build.resources import resource
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from support.canonical import canonical
from support.some import some

NAMES = prefixes()
MAPPING = json.loads((resource("mappings") / "context.jsonld").read_text(encoding="utf-8"))
CONTEXT = reading_context(MAPPING["@context"], [], NAMES)
GRAPHS = st.sampled_from([NamedNode(GRAPH + name) for name in ("entities", "freedonia-sylvania")])
NODES = st.sampled_from([NamedNode(ENTITY + name) for name in ("a", "b")] + [BlankNode("n")])
PREDICATES = st.sampled_from(
    [NamedNode(iri) for iri in (RDF + "type", RDFS + "label", BIL + "actor")]
)
VALUES = NODES | st.sampled_from(
    [Literal("x"), Literal("ə\n", language="az"), Literal("1", datatype=NamedNode(XSD + "integer"))]
)
QUADS = st.lists(st.builds(Quad, NODES, PREDICATES, VALUES, GRAPHS), max_size=8)

each_format = pytest.mark.parametrize("form", DUMP_FORMATS, ids=lambda form: form.name)


def name(path: str) -> NamedNode:
    return NamedNode(BASE + path)


@each_format
@settings(max_examples=20)
@given(quads=QUADS)
def test_a_dump_says_what_it_was_made_of(form: DumpFormat, quads: list[Quad]) -> None:
    read = parse(dump(quads, form, NAMES, CONTEXT), format=form.rdf)

    assert canonical(read, form.has_graphs) == canonical(quads, form.has_graphs)


@each_format
@settings(max_examples=20)
@given(quads=QUADS, order=st.randoms(use_true_random=False))
def test_the_same_quads_give_the_same_bytes(
    form: DumpFormat, quads: list[Quad], order: object
) -> None:
    mixed = [*quads, *quads]
    order.shuffle(mixed)  # type: ignore[attr-defined]

    assert dump(mixed, form, NAMES, CONTEXT) == dump(quads, form, NAMES, CONTEXT)


def test_a_format_without_graphs_has_a_triple_of_two_graphs_once() -> None:
    quads = [
        Quad(name("id/a"), name("ns#actor"), name("id/b"), NamedNode(GRAPH + graph))
        for graph in ("x", "y")
    ]
    counts = {
        form.name: len(list(parse(dump(quads, form, NAMES, CONTEXT), format=form.rdf)))
        for form in some(DUMP_FORMATS)
    }

    assert counts == {"ttl": 1, "nt": 1, "rdf": 1, "nq": 2, "trig": 2, "jsonld": 2}


@each_format
def test_nothing_at_all_is_dumped_as_a_file_without_statements(form: DumpFormat) -> None:
    assert list(parse(dump([], form, NAMES, CONTEXT), format=form.rdf)) == []


def test_rows_are_sorted_by_graph_then_names_before_nodes_then_the_type_first() -> None:
    names = (RDF + "type", DCTERMS + "title", BIL + "actor")
    kind, label, actor = (NamedNode(iri) for iri in names)
    in_order = [
        Quad(NamedNode(ENTITY + "a"), kind, NamedNode(BIL + "z"), NamedNode(GRAPH + "a")),
        Quad(NamedNode(ENTITY + "a"), label, Literal("a"), NamedNode(GRAPH + "a")),
        Quad(NamedNode(ENTITY + "a"), label, Literal("b"), NamedNode(GRAPH + "a")),
        Quad(NamedNode(ENTITY + "a"), actor, NamedNode(BIL + "y"), NamedNode(GRAPH + "a")),
        Quad(NamedNode(ENTITY + "b"), kind, NamedNode(BIL + "a"), NamedNode(GRAPH + "a")),
        Quad(BlankNode("a"), kind, NamedNode(BIL + "a"), NamedNode(GRAPH + "a")),
        Quad(NamedNode(ENTITY + "a"), kind, NamedNode(BIL + "a"), NamedNode(GRAPH + "b")),
    ]

    mixed = in_order[::-1]
    assert sorted(mixed, key=sort_key) == in_order


def test_prefixes_of_datatypes_count_as_used_and_those_of_nothing_do_not() -> None:
    row = Quad(
        NamedNode(ENTITY + "a"),
        NamedNode(BIL + "start"),
        Literal("1", datatype=NamedNode(XSD + "integer")),
        NamedNode(GRAPH + "entities"),
    )

    assert used_prefixes([row], NAMES) == {
        "bil": BIL, "id": ENTITY, "xsd": XSD,
    }  # fmt: skip
    assert used_prefixes([], NAMES) == {}


def test_text_formats_declare_the_prefixes_that_they_use_alone() -> None:
    quads = [Quad(name("id/a"), name("ns#actor"), name("id/b"), NamedNode(GRAPH + "x"))]
    trig, turtle = (
        dump(quads, form, NAMES, CONTEXT).decode()
        for form in DUMP_FORMATS
        if form.rdf in (RdfFormat.TURTLE, RdfFormat.TRIG)
    )

    for text in (trig, turtle):
        assert "id:a" in text
        assert "prefix skos:" not in text


def test_json_ld_and_turtle_are_those_of_our_own_writers() -> None:
    quads = [Quad(name("id/a"), name("ns#actor"), name("id/b"), NamedNode(GRAPH + "x"))]
    written = {form.name: dump(quads, form, NAMES, CONTEXT).decode() for form in DUMP_FORMATS}

    assert "# ---------- Entities" in written["ttl"]
    (graph,) = json.loads(written["jsonld"])["@graph"]
    assert graph == {"id": "graph:x", "@graph": [{"id": "entity:a", "actor": "b"}]}
