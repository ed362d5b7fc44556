"""What is told of a column follows from its property: type, separator, and whose value it is."""

from collections.abc import Sequence
from typing import Any

import pytest
from legation_build.dumps import table_metadata
from legation_build.namespaces import BASE, BIL, CC0, CODE, EDTF, ENTITY, RDFS, SKOS
from pyoxigraph import Literal, NamedNode, Triple

HERE = BASE + "freedonia-sylvania/"


def triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)


def described(name: str, *values: NamedNode | Literal) -> dict[str, Any]:
    """Return what is told of a column whose property has `values` in the data."""
    found = [triple(HERE + "x", BIL + name, value) for value in values]
    (column,) = metadata(found, [name])["tableSchema"]["columns"]
    return dict(column)


def metadata(triples: Sequence[Triple], columns: Sequence[str]) -> dict[str, Any]:
    return table_metadata(triples, columns, "claims.csv", "Claims", CC0)


@pytest.mark.parametrize(
    ("name", "datatype"),
    [
        ("earliest", "date"),
        ("notAfter", "date"),
        ("value", "decimal"),
        ("maxValue", "decimal"),
        ("ordinal", "integer"),
        ("quotedDirectly", "boolean"),
        ("actor", "string"),
    ],
)
def test_each_column_has_the_datatype_of_its_property(name: str, datatype: str) -> None:
    assert described(name)["datatype"] == datatype


def test_a_column_of_edtf_says_so_and_is_read_as_text() -> None:
    when = Literal("1921", datatype=NamedNode(EDTF))

    assert described("when", when)["datatype"] == {"@id": EDTF, "base": "string"}
    assert described("when", Literal("1921"))["datatype"] == "string"


@pytest.mark.parametrize("name", ["actor", "evidence", "topic", "modality", "disputes"])
def test_a_column_of_several_values_names_the_separator(name: str) -> None:
    assert described(name)["separator"] == "; "


@pytest.mark.parametrize(
    "name", ["claim", "label", "value", "earliest", "ordinal", "note", "section", "whenText"]
)
def test_a_column_of_one_value_or_of_sentences_has_no_separator(name: str) -> None:
    assert "separator" not in described(name)


@pytest.mark.parametrize(
    ("name", "value", "address"),
    [
        ("actor", ENTITY + "freedonia", f"{ENTITY}{{actor}}"),
        ("topic", CODE + "topic/trade", f"{CODE}topic/{{topic}}"),
        ("leavesOut", BIL + "when", f"{BIL}{{leavesOut}}"),
        ("follows", HERE + "visit", f"{BASE}{{document}}/{{follows}}"),
    ],
)
def test_ids_lead_to_the_things_of_their_namespace(name: str, value: str, address: str) -> None:
    assert described(name, NamedNode(value))["valueUrl"] == address


def test_the_ids_of_a_row_lead_to_its_document_claim_content_and_class() -> None:
    addresses = {
        name: described(name)["valueUrl"] for name in ("document", "claim", "content", "class")
    }

    assert addresses == {
        "document": f"{BASE}{{document}}",
        "claim": f"{BASE}{{document}}/{{claim}}",
        "content": f"{BASE}{{document}}/{{content}}",
        "class": f"{BIL}{{class}}",
    }


def test_a_text_is_told_of_its_content_though_it_leads_nowhere() -> None:
    found = described("words", Literal("at most"))

    assert found["propertyUrl"] == BIL + "words"
    assert "valueUrl" not in found
    assert (
        described("words", NamedNode("urn:a"), NamedNode(BIL + "b"))
        .keys()
        .isdisjoint({"propertyUrl", "aboutUrl"})
    )


def test_ids_of_a_foreign_namespace_or_of_two_lead_nowhere() -> None:
    foreign = NamedNode("http://other.example/a")

    assert "valueUrl" not in described("actor", foreign)
    assert "valueUrl" not in described("actor", NamedNode(ENTITY + "a"), NamedNode(HERE + "b"))
    assert "valueUrl" not in described("actor")


@pytest.mark.parametrize(
    ("name", "about"),
    [("evidence", "claim"), ("hedge", "claim"), ("flag", "claim"), ("actor", "content")],
)
def test_a_property_is_the_claims_or_the_contents(name: str, about: str) -> None:
    found = described(name)

    assert found["aboutUrl"] == f"{BASE}{{document}}/{{{about}}}"
    assert found["propertyUrl"] == BIL + name


@pytest.mark.parametrize("name", ["document", "claim", "class", "when", "place", "earliest"])
def test_what_only_the_row_says_is_told_of_nothing(name: str) -> None:
    assert described(name).keys().isdisjoint({"aboutUrl", "propertyUrl"})


def test_the_words_for_a_property_are_the_ontologys_in_english() -> None:
    found = metadata(
        [
            triple(BIL + "actor", RDFS + "label", Literal("actor (who)", language="en")),
            triple(BIL + "actor", RDFS + "label", Literal("kim", language="az")),
            triple(BIL + "actor", SKOS + "definition", Literal("Who does it.", language="en")),
            triple(BIL + "actor", SKOS + "definition", Literal("Kim edir.", language="az")),
        ],
        ["actor", "odd", "note"],
    )
    actor, odd, note = found["tableSchema"]["columns"]

    assert (actor["dc:title"], actor["dc:description"]) == ("actor (who)", "Who does it.")
    assert (odd["dc:title"], odd["dc:description"]) == ("odd", "")
    # The table means something of its own by this name.
    assert note["dc:description"] == "Remarks of those who wrote the claim down."


def test_a_table_names_its_file_its_licence_and_the_part_of_its_key_that_it_has() -> None:
    found = metadata([], ["claim", "actor", "document"])

    assert (found["url"], found["dc:title"]) == ("claims.csv", "Claims")
    assert found["dc:license"] == {"@id": CC0}
    assert found["tableSchema"]["primaryKey"] == ["document", "claim"]
    assert [column["name"] for column in found["tableSchema"]["columns"]] == [
        "claim",
        "actor",
        "document",
    ]
