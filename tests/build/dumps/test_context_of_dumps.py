"""The context of dumps has the words of mappings and of the ontology, and no prefix that misleads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dumps import reading_context
from legation_build.dumps.json_ld import json_ld
from legation_build.dumps.json_ld_context import (
    long_name,
    namespaces_of,
    prefix_of,
    without_prefixes,
)
from legation_build.namespaces import BASE, BIL, CODE, ENTITY, GRAPH, XSD
from pyoxigraph import Literal, NamedNode, Quad
from support.in_turtle import triples

PREFIXES = {"bil": BIL, "id": ENTITY, "topic": CODE + "topic/", "doi": BASE + "doi/"}
ONTOLOGY = """
bil:actor a owl:ObjectProperty . bil:topic a owl:ObjectProperty . bil:label a owl:DatatypeProperty .
bil:when a owl:DatatypeProperty ; rdfs:range edtf:EDTF . bil:start a owl:DatatypeProperty ;
    rdfs:range xsd:integer . bil:words a owl:DatatypeProperty ; rdfs:range xsd:string .
bil:Claim a owl:Class . skos:broader a owl:ObjectProperty . bil:known a owl:ObjectProperty .
"""
MAPPING: dict[str, Any] = {
    "id": "@id",
    "claims": {"@id": "bil:hasClaim"},
    "people": {"@id": "bil:people", "@container": "@set"},
    "Claim": "bil:Claim",
    "who": {"@id": "bil:known", "@type": "@id"},
    "modality": {
        "@id": "bil:modality",
        "@type": "@vocab",
        "@context": {"@vocab": CODE + "modality/"},
    },
    "account": {"@id": "bil:account", "@context": {"when": "bil:givenWhen"}},
}


def context(**prefixes: str) -> dict[str, Any]:
    return reading_context(MAPPING, triples(ONTOLOGY), {**PREFIXES, **prefixes})


def test_words_of_mappings_stay_but_those_that_only_writers_need() -> None:
    found = context()

    assert found["Claim"] == "bil:Claim"
    assert found["modality"] == MAPPING["modality"]
    assert found["id"] == "@id"
    assert found.keys().isdisjoint({"claims", "people"})
    # What holds only inside another block is not said of all.
    assert found["account"] == {"@id": "bil:account"}


def test_other_properties_of_the_ontology_come_with_the_type_of_their_values() -> None:
    found = context()

    assert found["actor"] == {"@id": "bil:actor", "@type": "@id"}
    assert found["start"] == {"@id": "bil:start", "@type": XSD + "integer"}
    assert found["label"] == found["words"] | {"@id": "bil:label"} == {"@id": "bil:label"}
    # A datatype of others is written with each value.
    assert found["when"] == {"@id": "bil:when"}
    assert found.keys().isdisjoint({"known", "broader"})


def test_a_property_called_like_a_code_list_has_its_codes_as_values() -> None:
    assert context()["topic"] == {
        "@id": "bil:topic",
        "@type": "@vocab",
        "@context": {"@vocab": CODE + "topic/"},
    }
    assert context(topic=BASE + "elsewhere/")["topic"] == {"@id": "bil:topic", "@type": "@id"}


def test_a_prefix_that_is_a_word_too_is_the_word() -> None:
    found = context(who=BASE + "who/")

    assert found["who"] == MAPPING["who"]
    assert (found["bil"], found["doi"]) == (BIL, BASE + "doi/")


def test_whole_iris_in_a_context_are_those_of_prefixes_and_vocabularies() -> None:
    assert set(namespaces_of(context())) == {
        BIL,
        BASE + "doi/",
        CODE + "topic/",
        CODE + "modality/",
    }


@pytest.mark.parametrize(
    ("name", "prefix", "iri"),
    [
        ("bil:Claim", "bil", BIL + "Claim"),
        ("bil:", "bil", BIL),
        ("bil:a:b", "bil", BIL + "a:b"),
        ("other:Claim", "other", "other:Claim"),
        ("https://example.org/", "", "https://example.org/"),
        ("bil://a", "", "bil://a"),
        ("Claim", "", "Claim"),
        ("", "", ""),
    ],
)
def test_a_name_is_read_by_its_prefix(name: str, prefix: str, iri: str) -> None:
    assert prefix_of(name) == prefix
    assert long_name(name, {"bil": BIL, "Claim": "bil:Claim"}) == iri


@given(st.sets(st.sampled_from(["bil", "doi", "topic", "id", "who"])))
def test_without_some_prefixes_every_word_means_what_it_meant(gone: set[str]) -> None:
    before, after = context(), without_prefixes(context(), gone)

    assert gone & {"bil", "doi"} == before.keys() - after.keys()
    for word, value in after.items():
        name = value["@id"] if isinstance(value, dict) else value
        was = before[word]["@id"] if isinstance(before[word], dict) else before[word]
        assert long_name(str(name), after) == long_name(str(was), before)


def test_a_prefix_that_is_a_scheme_of_some_iri_is_not_in_the_dump() -> None:
    graph = NamedNode(GRAPH + "doi")
    claim, actor = NamedNode(BASE + "doi/c"), NamedNode(BIL + "actor")
    plain = json_ld([Quad(claim, actor, NamedNode(ENTITY + "a"), graph)], context())
    with_doi = json_ld([Quad(claim, actor, NamedNode("doi:10.1/x"), graph)], context())

    assert b'"doi": "' in plain and b'"doi:c"' in plain
    assert b'"doi": "' not in with_doi and b'"doi:10.1/x"' in with_doi


@pytest.mark.parametrize(
    ("text", "datatype", "written"),
    [
        ("5", XSD + "integer", "5"),
        ("-5", XSD + "integer", "-5"),
        ("05", XSD + "integer", '"05"'),
        ("-0", XSD + "integer", '"-0"'),
        ("1" * 15, XSD + "integer", "1" * 15),
        # Readers keep no more digits of a number.
        ("1" * 16, XSD + "integer", f'"{"1" * 16}"'),
        ("x", XSD + "integer", '"x"'),
    ],
)
def test_a_whole_number_is_one_in_json_if_it_is_read_as_the_same(
    text: str, datatype: str, written: str
) -> None:
    value = Literal(text, datatype=NamedNode(datatype))
    quad = Quad(NamedNode(ENTITY + "a"), NamedNode(BIL + "start"), value, NamedNode(GRAPH + "a"))

    assert f'"start": {written}\n'.encode() in json_ld([quad], context())
