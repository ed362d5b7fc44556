"""Turtle is set out for people: brackets, quotes, numbers, labels in comments, sections."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dumps.turtle import turtle
from legation_build.dumps.turtle_sections import SECTIONS, section_number
from legation_build.dumps.turtle_text import LINE_CHARACTERS, enclosed, literal_text
from legation_build.namespaces import BASE, BIL, DCTERMS, ENTITY, RDF, RDFS, SKOS, XSD
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from support.in_turtle import HERE, NAMES, thing
from support.some import some

ITEMS = st.lists(st.text(alphabet="abc", min_size=1, max_size=40), max_size=6)


def written(*triples: Triple) -> list[str]:
    """Return the lines of Turtle about things, without prefixes and headings."""
    text = turtle(triples, NAMES).decode()
    return [line for line in text.splitlines() if line and line[0] not in "@#"]


def literal(text: str, name: str) -> str:
    return literal_text(Literal(text, datatype=NamedNode(XSD + name)), lambda iri: "xsd:" + name)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("17", "integer", "17"),
        ("-007", "integer", "-007"),
        ("1.5", "decimal", "1.5"),
        (".5", "decimal", ".5"),
        ("true", "boolean", "true"),
        # What Turtle would read as another term, or not at all, is quoted.
        ("1.", "decimal", '"1."^^xsd:decimal'),
        ("17", "decimal", '"17"^^xsd:decimal'),
        ("1.0", "integer", '"1.0"^^xsd:integer'),
        ("1", "boolean", '"1"^^xsd:boolean'),
        ("", "integer", '""^^xsd:integer'),
        ("1", "string", '"1"'),
        ("17 ", "integer", '"17 "^^xsd:integer'),
        ("1", "date", '"1"^^xsd:date'),
    ],
)
def test_a_literal_is_bare_only_where_turtle_reads_the_same(
    text: str, name: str, expected: str
) -> None:
    assert literal(text, name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", '"""a\nb"""'),
        ('a\n"', '"""a\n\\""""'),
        ('a\n"""b', '"""a\n\\"\\"\\"b"""'),
        ("a\\\nb", '"""a\\\\\nb"""'),
        ("a\nb\r", '"a\\nb\\r"'),
        ("a\n\x07", '"a\\n\\u0007"'),
        ('say "x"', '"say \\"x\\""'),
    ],
)
def test_text_of_several_lines_is_kept_unless_it_has_control_characters(
    text: str, expected: str
) -> None:
    assert literal_text(Literal(text), str) == expected
    assert literal_text(Literal(text, language="en"), str) == f"{expected}@en"


@given(st.text(alphabet='"\\\nab\r\t\u00e9\u2028'))
def test_any_text_is_read_again(text: str) -> None:
    line = f"<a:a> <a:b> {literal_text(Literal(text), str)} ."
    (quad,) = parse(line, format=RdfFormat.TURTLE)

    assert quad.object == Literal(text)


@given(parts=ITEMS, depth=st.integers(1, 4))
def test_brackets_hold_their_parts_on_one_line_or_on_lines_of_their_own(
    parts: Sequence[str], depth: int
) -> None:
    found = enclosed("[", parts, " ; ", "]", depth)

    assert found.replace("\n", " ").replace(" ", "") == "[" + ";".join(parts) + "]"
    one_line = f"[ {' ; '.join(parts)} ]"
    fits = not parts or len(one_line) <= LINE_CHARACTERS - 4 * depth
    assert ("\n" not in found) is fits
    assert found.count("\n") == (0 if fits else len(parts) + 1)


def test_brackets_stand_on_one_line_up_to_a_hundred_characters() -> None:
    fits, too_long = "a" * 92, "a" * 93

    assert enclosed("[", [fits], " ; ", "]", 1) == f"[ {fits} ]"
    assert "\n" in enclosed("[", [too_long], " ; ", "]", 1)
    assert enclosed("[", [], " ; ", "]", 1) == "[]"


def test_brackets_of_several_lines_are_indented_by_their_depth() -> None:
    long = "a" * 90

    assert enclosed("(", [long, "b"], " ", ")", 2) == f"(\n        {long}\n        b\n    )"
    assert enclosed("(", ["a\nb"], " ", ")", 1) == "(\n    a\nb\n)"


def test_numbers_in_names_are_ordered_by_their_size() -> None:
    names = ["c-2", "c-10", "c-1", "c-2-b"]
    lines = written(*(thing(HERE + name, RDF + "type", BIL + "Claim") for name in names))

    assert [line.split()[0].partition(":")[2] for line in lines] == ["c-1", "c-2", "c-2-b", "c-10"]


def test_the_type_and_the_labels_come_before_other_properties() -> None:
    lines = written(
        thing(ENTITY + "a", BIL + "actor", ENTITY + "b"),
        thing(ENTITY + "a", DCTERMS + "title", Literal("T")),
        thing(ENTITY + "a", SKOS + "prefLabel", Literal("P")),
        thing(ENTITY + "a", RDFS + "label", Literal("L")),
        thing(ENTITY + "a", RDF + "type", BIL + "People"),
    )

    assert [line.split()[-4 if place == 0 else 0] for place, line in enumerate(lines)] == [
        "id:a",
        "rdfs:label",
        "skos:prefLabel",
        "dcterms:title",
        "bil:actor",
    ]


@pytest.mark.parametrize(
    ("label", "comment"),
    [
        (Literal("The old press", language="en"), " # The old press"),
        (Literal("The old press"), " # The old press"),
        (Literal("Köhnə mətbuat", language="az"), ""),
        (Literal("Old press", language="en"), ""),
        (Literal("  Two\n lines ", language="en"), " # Two lines"),
        (Literal("x" * 72, language="en"), " # " + "x" * 72),
        (Literal("x" * 73, language="en"), " # " + "x" * 71 + "…"),
    ],
)
def test_a_thing_that_is_named_has_its_label_beside_it(label: Literal, comment: str) -> None:
    lines = written(
        thing(HERE + "c", BIL + "actor", ENTITY + "old-press"),
        thing(ENTITY + "old-press", RDFS + "label", label),
    )

    assert f"freedonia-sylvania:c bil:actor id:old-press .{comment}" in lines


def test_of_several_labels_the_same_stands_beside_a_name_whatever_their_order() -> None:
    labels = [
        thing(ENTITY + "old-press", RDFS + "label", Literal(label, language="en"))
        for label in ("The weekly", "The daily")
    ]
    named = thing(HERE + "c", BIL + "actor", ENTITY + "old-press")

    assert written(named, *labels) == written(named, *labels[::-1])
    assert written(named, *labels)[-1].endswith(" # The daily")


def test_several_short_values_without_labels_stand_on_one_line() -> None:
    two = written(*(thing(HERE + "c", BIL + "actor", ENTITY + name) for name in ("b", "a")))
    many = written(*(thing(HERE + "c", BIL + "actor", ENTITY + f"a{n}" * 5) for n in range(9)))

    assert two == ["freedonia-sylvania:c bil:actor id:a , id:b ."]
    assert len(some(many)) == 10
    assert many[0] == "freedonia-sylvania:c bil:actor"
    assert all(line.endswith(" ,") for line in some(many[1:-1]))
    assert many[-1].endswith(" .")


def test_a_local_name_that_turtle_would_read_otherwise_is_written_as_an_iri() -> None:
    names = ["a.b", "a.", "-a", "é", "a%20b", "a_b-1"]
    lines = written(*(thing(ENTITY + name, RDF + "type", BIL + "People") for name in names))

    subjects = {line.split()[0] for line in lines}
    assert subjects == {"id:a.b", "id:a_b-1"} | {
        f"<{ENTITY}{name}>" for name in ("a.", "-a", "é", "a%20b")
    }


def test_a_collection_that_is_not_whole_is_written_with_its_properties() -> None:
    first, rest = NamedNode(RDF + "first"), NamedNode(RDF + "rest")
    node = BlankNode("n")
    begun = [
        Triple(NamedNode(ENTITY + "a"), NamedNode(BIL + "x"), node),
        Triple(node, first, Literal("1")),
    ]

    (whole,) = written(*begun, Triple(node, rest, NamedNode(RDF + "nil")))
    (unfinished,) = written(*begun)
    (ends_in_text,) = written(*begun, Triple(node, rest, Literal("2")))
    (two_firsts,) = written(
        *begun, Triple(node, first, Literal("3")), Triple(node, rest, NamedNode(RDF + "nil"))
    )

    assert whole == 'id:a bil:x ( "1" ) .'
    assert unfinished == 'id:a bil:x [ rdf:first "1" ] .'
    assert ends_in_text == 'id:a bil:x [ rdf:first "1" ; rdf:rest "2" ] .'
    assert two_firsts == 'id:a bil:x [ rdf:first "1" , "3" ; rdf:rest rdf:nil ] .'


def test_deeply_nested_nodes_get_a_name_and_lose_nothing() -> None:
    nodes = [BlankNode(f"n{number}") for number in range(20)]
    chain = [Triple(NamedNode(ENTITY + "a"), NamedNode(BIL + "x"), nodes[0])]
    chain += [Triple(one, NamedNode(BIL + "x"), other) for one, other in pairwise(nodes)]
    text = turtle(chain, NAMES).decode()

    assert len(list(parse(text, format=RdfFormat.TURTLE))) == len(chain)
    assert max(line.count("[") for line in text.splitlines()) <= 8
    assert "_:" in text


@pytest.mark.parametrize(
    ("path", "classes", "heading"),
    [
        ("dataset", [], "The dataset"),
        ("releases/abc", [], "The dataset"),
        ("dataset#class=bil:Claim", [], "Statistics"),
        ("id/press", [], "Entities"),
        ("id/relations", ["BilateralRelation"], "Relations"),
        ("freedonia-sylvania", ["Document"], "Documents"),
        ("freedonia-sylvania/c-x", ["Claim"], "Claims"),
        ("freedonia-sylvania/x", ["Content", "Event", "Utterance"], "Utterances"),
        ("freedonia-sylvania/x", ["Content", "Event"], "Events"),
        ("freedonia-sylvania/x", [], "Other things"),
        ("ns#actor", [], "Ontology"),
        ("code/topic/trade", [], "Code lists"),
        ("shapes#Claim", [], "Shapes"),
        ("graph/entities", [], "Graphs"),
        ("mappings/a/b.yaml#line=1,2", [], "Files of mappings, and lines in them"),
    ],
)
def test_each_thing_has_the_heading_of_its_class_or_its_address(
    path: str, classes: list[str], heading: str
) -> None:
    for base in ("http://example.org/", BASE):
        types = [f"{base}ns#{name}" for name in classes]
        assert SECTIONS[section_number(base + path, types, base)].heading == heading


def test_what_is_elsewhere_or_has_no_name_comes_last() -> None:
    headings = [
        SECTIONS[section_number(iri, types, BASE)].heading
        for iri, types in (
            ("http://other.example/id/x", ["http://other.example/ns#Claim"]),
            ("", [BIL + "Claim"]),
        )
    ]

    assert headings == ["Other things", "Things without names"]
