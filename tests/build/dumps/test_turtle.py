"""Turtle is written for people to read and compare, and means what was to be written."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from legation_build.dumps.turtle import turtle
from legation_build.namespaces import BASE, BIL, ENTITY, RDF, RDFS, XSD, prefixes
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)
from support.canonical import canonical
from support.in_turtle import thing

HERE = BASE + "freedonia-sylvania/"
NAMES = prefixes(documents=("freedonia-sylvania",))
FIRST, REST, NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
BLANK = st.sampled_from([BlankNode(f"b{number}") for number in range(5)])
IRI = st.builds(
    lambda start, end: NamedNode(start + end),
    st.sampled_from([HERE, ENTITY, BIL, BASE, "http://other.example/a#", "urn:x:"]),
    st.sampled_from(
        ["grain", "Claim", "", "1", "-a", "a.", "a.b", "é", "a/b", "a?b", "a%20b", "a,b"]
    ),
)
LITERAL = st.one_of(
    st.text().map(Literal),
    st.builds(lambda text: Literal(text, language="en"), st.text(alphabet='a"\\\n\r\t\x85 #.;')),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(XSD + name)),
        st.sampled_from(["1", "+01", "-1.50", ".5", "1.", "1e3", "true", "1 ", ""]),
        st.sampled_from(["integer", "decimal", "boolean", "double", "date"]),
    ),
)
PREDICATE = st.sampled_from(
    [
        FIRST,
        REST,
        *(NamedNode(iri) for iri in (RDF + "type", RDFS + "label", BIL + "value", HERE + "a.b")),
    ]
)
TRIPLE = st.builds(Triple, IRI | BLANK, PREDICATE, IRI | BLANK | st.just(NIL) | LITERAL)


def lines(triples: Sequence[Triple]) -> list[str]:
    """Return the lines of the Turtle that are about things, without prefixes."""
    text = turtle(triples, NAMES).decode()
    return [line for line in text.splitlines() if line and not line.startswith("@prefix")]


def meaning(triples: Sequence[Triple]) -> set[str]:
    return canonical(Quad(*triple) for triple in triples)


@given(triples=st.sets(TRIPLE, max_size=12))
def test_whatever_is_written_is_read_again(triples: set[Triple]) -> None:
    written = turtle(triples, NAMES)
    read = [quad.triple for quad in parse(written, format=RdfFormat.TURTLE)]

    assert meaning(read) == meaning(sorted(triples, key=str))


@given(triples=st.lists(TRIPLE, max_size=12, unique=True), order=st.randoms())
def test_order_does_not_matter(triples: list[Triple], order: object) -> None:
    mixed = list(triples)
    order.shuffle(mixed)  # type: ignore[attr-defined]

    assert turtle(mixed, NAMES) == turtle(triples, NAMES)


CLAIM = [
    thing(HERE + "c-grain", RDF + "type", BIL + "Claim"),
    thing(HERE + "c-grain", BIL + "states", HERE + "grain-promise"),
    thing(HERE + "c-grain", BIL + "states", HERE + "grain-share"),
    thing(HERE + "c-grain", BIL + "attributedTo", ENTITY + "press"),
    thing(HERE + "grain-promise", RDF + "type", BIL + "Supposition"),
    thing(
        HERE + "grain-promise",
        RDFS + "label",
        Literal("Grain was said to be promised.", language="en"),
    ),
    thing(HERE + "grain-share", RDF + "type", BIL + "Figure"),
    thing(HERE + "grain-share", RDFS + "label", Literal("Half of the grain.", language="en")),
    thing(ENTITY + "press", RDFS + "label", Literal("Press", language="en")),
]


def test_things_stand_under_the_heading_of_their_kind_with_labels_of_what_they_name() -> None:
    assert lines(CLAIM) == [
        "# ---------- Entities",
        'id:press rdfs:label "Press"@en .',
        "# ---------- Claims",
        "freedonia-sylvania:c-grain a bil:Claim ;",
        # The label would only repeat the name.
        "    bil:attributedTo id:press ;",
        "    bil:states",
        "        freedonia-sylvania:grain-promise , # Grain was said to be promised.",
        "        freedonia-sylvania:grain-share . # Half of the grain.",
        "# ---------- Figures",
        "freedonia-sylvania:grain-share a bil:Figure ;",
        '    rdfs:label "Half of the grain."@en .',
        "# ---------- Suppositions: not asserted, or denied",
        "freedonia-sylvania:grain-promise a bil:Supposition ;",
        '    rdfs:label "Grain was said to be promised."@en .',
    ]


def test_prefixes_are_those_used() -> None:
    text = turtle(CLAIM, NAMES).decode()
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]

    assert declared == ["bil:", "freedonia-sylvania:", "id:", "rdfs:"]


def test_things_without_names_stand_where_they_are_named() -> None:
    one, two, part = BlankNode("x"), BlankNode("y"), BlankNode("z")
    found = lines(
        [
            thing(BIL + "a", RDFS + "range", part),
            Triple(part, NamedNode(BIL + "unionOf"), one),
            Triple(one, FIRST, NamedNode(BIL + "b")),
            Triple(one, REST, two),
            Triple(two, FIRST, Literal("c")),
            Triple(two, REST, NIL),
        ]
    )

    assert found[1:] == ['bil:a rdfs:range [ bil:unionOf ( bil:b "c" ) ] .']


def test_a_change_of_one_value_changes_one_line() -> None:
    more = [*CLAIM, thing(HERE + "c-grain", BIL + "states", HERE + "grain-price")]

    assert set(lines(CLAIM)) - set(lines(more)) == set()
    assert set(lines(more)) - set(lines(CLAIM)) == {"        freedonia-sylvania:grain-price ,"}


def test_text_of_several_lines_stays_so() -> None:
    text = 'SELECT *\n{ ?s ?p "x" }'

    assert lines([thing(BIL + "q", RDFS + "label", Literal(text))])[1:] == [
        'bil:q rdfs:label """SELECT *',
        '{ ?s ?p "x" }""" .',
    ]


def test_long_label_is_cut_in_a_remark_only() -> None:
    label = "Grain " * 20 + "was promised."
    triples = [
        CLAIM[1],
        thing(HERE + "grain-promise", RDFS + "label", Literal(label, language="en")),
    ]
    found = lines(triples)

    assert found[1].endswith(" Grain…")
    assert any(label in line for line in found)


def test_things_stand_before_their_parts_and_in_the_order_of_their_numbers() -> None:
    names = ("c-2-grain", "c-10-grain", "c-2", "c-2#part")
    found = lines([thing(HERE + name, RDF + "type", BIL + "Claim") for name in names])

    assert found[1:] == [
        "freedonia-sylvania:c-2 a bil:Claim .",
        f"<{HERE}c-2#part> a bil:Claim .",
        "freedonia-sylvania:c-2-grain a bil:Claim .",
        "freedonia-sylvania:c-10-grain a bil:Claim .",
    ]


def test_a_name_that_nothing_needs_is_not_written() -> None:
    """It is made from all the data, so it would differ from release to release."""
    kind, value = NamedNode(RDF + "type"), NamedNode(BIL + "value")
    triples = [
        Triple(BlankNode("x"), kind, NamedNode(BIL + "B")),
        Triple(BlankNode("y"), kind, NamedNode(BIL + "A")),
        Triple(BlankNode("z"), value, BlankNode("z")),
    ]

    assert lines(triples)[1:] == ["[] a bil:A .", "[] a bil:B .", "_:z bil:value _:z ."]


def test_the_dataset_comes_first_and_its_statistics_after_the_data() -> None:
    parts = ("dataset#class=bil:Claim", "dataset", "ns#Claim", "dataset#build")
    found = lines([thing(BASE + part, BIL + "value", Literal("1")) for part in parts])

    assert [line for line in found if line.startswith("#")] == [
        "# ---------- The dataset",
        "# ---------- Ontology",
        "# ---------- Statistics",
    ]
    assert found[1].startswith(f"<{BASE}dataset> ")
