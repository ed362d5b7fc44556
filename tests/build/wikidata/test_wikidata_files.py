"""Each file for Wikidata's tools says what the export holds, in the tool's own form."""

import csv
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dataset import index_of
from legation_build.mapping import NoTermFound
from legation_build.namespaces import BASE, CC0, ENTITY, WIKIDATA, prefixes
from legation_build.wikidata.mix_n_match import catalogue, is_name
from legation_build.wikidata.model import (
    NO_ITEM,
    NOT_ASSERTED,
    NOT_EXACT,
    NOT_PROPOSED,
    REASONS,
    Export,
    Outcome,
    Snak,
    Statement,
    lasting,
)
from legation_build.wikidata.quickstatements import command_lines, commands, drafts, mistake
from legation_build.wikidata.rdf_view import view
from legation_build.wikidata.report import report_by_claim, report_table
from legation_build.wikidata.sssom import mapping_set
from legation_build.wikidata.values import Item, Quantity, Time, Url, Value
from legation_build.wikidata.wikibase_json import entity_lines
from pyoxigraph import Literal, NamedNode
from support.in_turtle import HERE, triples
from support.some import some

SYLVANIA = Item("Q801")
PAGE = (Snak("P854", Url("https://example.org/f-s")),)
ITEMS = """
id:sylvania a schema:Country ; rdfs:label "Sylvania"@en ; skos:exactMatch wd:Q801 .
id:freedonia a schema:Country ; rdfs:label "Freedonia"@en ; skos:prefLabel "Fridoniya"@az ;
    skos:altLabel "FD"@en, "Free"@en ; schema:description "A state."@en ; skos:exactMatch wd:Q27 .
"""
WORLD = index_of(triples(ITEMS))
THINGS = {"Q801": ENTITY + "sylvania", "Q27": ENTITY + "freedonia", "Q5": "http://schema.org/x"}


def statement(
    property: str = "P530", value: Value = SYLVANIA, *qualifiers: Snak, **more: Any
) -> Statement:
    return Statement(
        "Q27",
        Snak(property, value),
        qualifiers,
        more.pop("references", (PAGE,)),
        (HERE + "x",),
        **more,
    )


def exported(*statements: Statement, **why: str) -> Export:
    """Return an export of one content of two claims that gave `statements`."""
    names = tuple(one.name for one in statements)
    claims = (HERE + "c-1", HERE + "c-2")
    outcome = Outcome(HERE + "x", "They met.", claims, names, **why)
    return Export(statements, (outcome,), THINGS, WORLD)


def entities(export: Export) -> dict[str, dict[str, Any]]:
    return {entity["id"]: entity for entity in json.loads(entity_lines(export))}


def test_every_entity_with_an_item_is_a_line_of_the_dump_in_the_order_of_numbers() -> None:
    lines = entity_lines(exported()).splitlines()

    assert (lines[0], lines[-1], len(lines)) == ("[", "]", 4)
    # What is no entity of ours has no line.
    assert list(entities(exported())) == ["Q27", "Q801"]


def test_an_item_has_its_names_in_each_language() -> None:
    freedonia = entities(exported())["Q27"]

    assert freedonia["labels"]["en"] == {"language": "en", "value": "Freedonia"}
    assert freedonia["labels"]["az"]["value"] == "Fridoniya"
    assert freedonia["descriptions"]["en"]["value"] == "A state."
    assert [alias["value"] for alias in freedonia["aliases"]["en"]] == ["FD", "Free"]
    assert (freedonia["claims"], freedonia["type"], freedonia["lastrevid"]) == ({}, "item", 0)


@pytest.mark.parametrize(
    ("property", "value", "type", "datavalue"),
    [
        (
            "P530",
            Item("Q801"),
            "wikibase-item",
            {
                "value": {"entity-type": "item", "numeric-id": 801, "id": "Q801"},
                "type": "wikibase-entityid",
            },
        ),
        (
            "P1082",
            Quantity(Decimal("1.50")),
            "quantity",
            {"value": {"amount": "+1.50", "unit": "1"}, "type": "quantity"},
        ),
        (
            "P2284",
            Quantity(Decimal(-5), "Q4917"),
            "quantity",
            {"value": {"amount": "-5", "unit": f"{WIKIDATA}entity/Q4917"}, "type": "quantity"},
        ),
        ("P854", Url("https://e.org/"), "url", {"value": "https://e.org/", "type": "string"}),
    ],
)
def test_a_value_is_written_as_wikibase_writes_it(
    property: str, value: Value, type: str, datavalue: Mapping[str, object]
) -> None:
    (claim,) = entities(exported(statement(property, value)))["Q27"]["claims"][property]

    assert claim["mainsnak"]["datatype"] == type
    assert claim["mainsnak"]["datavalue"] == datavalue


def test_a_statement_has_its_qualifiers_and_references_in_their_order() -> None:
    times = [Snak("P580", Time(1921, 2, 0, 10)), Snak("P585", Time(1921, 0, 0, 9))]
    (claim,) = entities(exported(statement("P530", SYLVANIA, *times)))["Q27"]["claims"]["P530"]
    time = claim["qualifiers"]["P580"][0]["datavalue"]["value"]

    assert claim["qualifiers-order"] == ["P580", "P585"]
    assert (time["time"], time["precision"]) == ("+1921-02-00T00:00:00Z", 10)
    assert time["calendarmodel"] == f"{WIKIDATA}entity/Q1985727"
    (reference,) = claim["references"]
    assert reference["snaks-order"] == ["P854"]
    assert claim["id"].startswith("Q27$") and claim["rank"] == "normal"
    assert "qualifiers" not in entities(exported(statement()))["Q27"]["claims"]["P530"][0]


def test_a_reference_has_the_same_hash_wherever_it_stands_and_another_has_another() -> None:
    other = (Snak("P854", Url("https://example.org/other")),)
    found = entities(
        exported(statement(references=(PAGE, other)), statement("P1082", Quantity(Decimal(1))))
    )["Q27"]["claims"]
    both = [reference["hash"] for reference in found["P530"][0]["references"]]

    assert len(set(both)) == 2
    assert found["P1082"][0]["references"][0]["hash"] == both[0]


def test_points_in_time_do_not_last_and_other_qualifiers_do() -> None:
    point, start = Snak("P585", Time(1921, 0, 0, 9)), Snak("P580", Time(1921, 0, 0, 9))

    assert lasting([point, start]) == [start]
    assert statement().name == statement("P530", SYLVANIA, point).name
    assert statement().name != statement("P530", SYLVANIA, start).name


def test_a_command_has_qualifiers_and_a_line_for_each_reference() -> None:
    start = Snak("P580", Time(1921, 2, 11, 11))
    other = (Snak("P248", Item("Q9")), Snak("P854", Url("https://example.org/o")))
    lines = commands(statement("P530", SYLVANIA, start, references=(PAGE, other)))

    assert [line.partition(" /*")[0] for line in lines] == [
        'Q27\tP530\tQ801\tP580\t+1921-02-11T00:00:00Z/11\tS854\t"https://example.org/f-s"',
        'Q27\tP530\tQ801\tP580\t+1921-02-11T00:00:00Z/11\tS248\tQ9\tS854\t"https://example.org/o"',
    ]
    assert not any(map(mistake, some(lines)))
    assert all(line.endswith(f" {HERE}x */") for line in some(lines))


def test_a_statement_without_a_reference_has_no_command_and_is_told_as_not_proposed() -> None:
    (draft,) = drafts(exported(statement(references=())))

    assert draft.lines == ()
    assert (draft.reason, draft.detail) == (NOT_PROPOSED, "P530")


@pytest.mark.parametrize(
    ("one", "why", "expected"),
    [
        (statement(), {}, ("", "")),
        (statement("P31", Item("Q5")), {}, (NOT_PROPOSED, "P31")),
        (statement(hedged=True, plain=False), {}, (NOT_PROPOSED, "P530")),
        (statement(), {"reason": NO_ITEM, "detail": "port"}, (NO_ITEM, "port")),
    ],
)
def test_a_draft_says_why_it_is_empty_or_not_whole(
    one: Statement, why: dict[str, str], expected: tuple[str, str]
) -> None:
    (draft,) = drafts(exported(one, **why))

    assert (draft.reason, draft.detail) == expected


def test_a_command_that_the_tool_would_not_take_is_left_out_and_told() -> None:
    (draft,) = drafts(exported(statement("P571", Time(0, 1, 1, 11))))

    assert draft.lines == ()
    assert draft.reason == NOT_EXACT
    assert "is no value of P571" in draft.detail


def test_commands_are_each_once_in_the_order_of_items_by_number() -> None:
    small = Statement("Q9", Snak("P530", Item("Q801")), (), (PAGE,), (HERE + "x",))
    found = drafts(exported(statement(), small)) * 2

    assert [line.partition("\t")[0] for line in command_lines(found).splitlines()] == ["Q9", "Q27"]
    assert command_lines([]) == ""


def test_the_table_has_a_row_for_each_content_with_the_meaning_of_the_reason() -> None:
    outcomes = (
        Outcome(HERE + "x", "=They met.", (HERE + "c-1", HERE + "c-2"), (statement().name,)),
        Outcome(HERE + "y", "Grain.", (HERE + "c-1",), (), NOT_ASSERTED, "planned"),
    )
    text = report_table(Export((statement(),), outcomes, THINGS, WORLD))
    said, unsaid = csv.DictReader(text.splitlines(), delimiter="\t")

    assert (said["statements"], said["commands"], said["reason"]) == ("1", "1", "")
    assert said["claims"] == f"{HERE}c-1 {HERE}c-2"
    # A label cannot begin a formula.
    assert said["label"] == "'=They met."
    assert (unsaid["statements"], unsaid["commands"]) == ("0", "0")
    assert (unsaid["detail"], unsaid["meaning"]) == ("planned", REASONS[NOT_ASSERTED])


def test_the_report_by_claim_has_commands_or_reasons_and_counts_contents() -> None:
    outcomes = (
        Outcome(HERE + "x", "They met.", (HERE + "c-2", HERE + "c-1"), (statement().name,)),
        Outcome(HERE + "y", "Grain.", (HERE + "c-1",), (), NO_ITEM, "port"),
    )
    report = json.loads(report_by_claim(Export((statement(),), outcomes, THINGS, WORLD)))

    assert list(report["claims"]) == [HERE + "c-1", HERE + "c-2"]
    assert len(report["claims"][HERE + "c-1"]["commands"]) == 1
    (without,) = report["claims"][HERE + "c-1"]["without"]
    assert (without["content"], without["detail"]) == (HERE + "y", "port")
    assert report["claims"][HERE + "c-2"]["without"] == []
    counts = report["counts"]
    assert (counts["contents"], counts["said"], counts["proposed"]) == (2, 1, 1)
    assert {row["reason"]: row["contents"] for row in counts["reasons"]} == {
        **dict.fromkeys(REASONS, 0),
        NO_ITEM: 1,
    }


CANDIDATES = """
id:quba a schema:City ; rdfs:label "Quba"@en ; schema:description "A town."@en .
id:car-bombs a schema:Product ; rdfs:label "car bombs"@en .
id:envoy a schema:Person ; rdfs:label "Envoy (unnamed)"@en .
id:people a bil:People, bil:Group ; rdfs:label "Highlanders"@en .
id:officials a bil:Group ; rdfs:label "Officials"@en .
id:known a schema:City ; rdfs:label "Known"@en ; skos:exactMatch wd:Q1 .
id:retired rdfs:label "Retired"@en .
:x a bil:Event ; rdfs:label "No entity"@en .
schema:City skos:exactMatch wd:Q515 . schema:Product skos:exactMatch wd:Q2424752 .
code:kind skos:exactMatch wd:Q3 .
:is a bil:Situation ; bil:situationType situation-type:classification ; bil:actor id:quba ;
    bil:kind code:kind .
"""


def candidates(*searched: str) -> list[dict[str, str]]:
    text = catalogue(index_of(triples(CANDIDATES)), frozenset(searched))
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


def test_the_catalogue_has_things_with_a_name_and_without_an_item() -> None:
    assert [row["id"] for row in candidates()] == ["people", "quba"]


def test_what_somebody_searched_in_vain_comes_first_even_without_a_name() -> None:
    assert [row["id"] for row in candidates("car-bombs", "officials")] == [
        "car-bombs",
        "people",
        "quba",
    ]


def test_a_candidate_has_the_narrowest_kind_that_the_documents_say_of_it() -> None:
    rows = {row["id"]: row for row in candidates("car-bombs")}

    assert (rows["quba"]["type"], rows["car-bombs"]["type"], rows["people"]["type"]) == (
        "Q3",
        "Q2424752",
        "",
    )
    assert rows["quba"]["desc"] == "A town."
    assert rows["quba"]["url"] == ENTITY + "quba"


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Əliyev", True), ("əsgər", False), ("1920 treaty", True), ("", True), ("X (unnamed)", False)],
)
def test_a_name_begins_with_no_small_letter(label: str, expected: bool) -> None:
    assert is_name(label) is expected


def test_a_mapping_set_has_a_header_in_yaml_and_its_rows_sorted() -> None:
    searched = NoTermFound(
        "port", "2026-11-01", "by name", "f", 2, WIKIDATA + "entity/", "some copies"
    )
    index = index_of(
        triples(
            'id:b rdfs:label "Bee"@en ; skos:closeMatch wd:Q2 ; skos:exactMatch <http://other.example/x> .'
            'id:a skos:prefLabel "Ay"@en ; skos:exactMatch wd:Q1 . id:port rdfs:label "Port"@en .'
        )
    )
    text = mapping_set(index, [searched], prefixes(), "2026-11-23", CC0)
    lines = text.splitlines()
    header = yaml.safe_load("\n".join(line[2:] for line in lines if line.startswith("# ")))
    rows = list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"))

    assert header["mapping_set_version"] == "2026-11-23"
    assert header["mapping_set_id"] == f"{BASE}wikidata/wikidata.sssom.tsv"
    assert set(header["curie_map"]) == {"id", "semapv", "skos", "sssom", "wd"}
    assert [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows] == [
        ("id:a", "skos:exactMatch", "wd:Q1"),
        ("id:b", "skos:closeMatch", "wd:Q2"),
        ("id:port", "skos:exactMatch", "sssom:NoTermFound"),
    ]
    assert [row["subject_label"] for row in rows] == ["Ay", "Bee", "Port"]
    assert (rows[2]["object_source"], rows[2]["object_source_version"]) == ("wd:", "some copies")


def told(*statements: Statement) -> set[tuple[str, str, str]]:
    """Return the view of statements, with the addresses of Wikidata and ours shortened."""

    def name(term: object) -> str:
        assert isinstance(term, NamedNode | Literal)
        return term.value.removeprefix(WIKIDATA).removeprefix(BASE + "wikidata/")

    return {(name(s), name(p), name(o)) for s, p, o in view(exported(*statements))}


def test_only_a_plain_statement_is_a_direct_claim_of_the_best_rank() -> None:
    plain, hedged = told(statement()), told(statement(plain=False, hedged=True))

    assert ("entity/Q27", "prop/direct/P530", "entity/Q801") in plain
    assert not [row for row in hedged if row[1].startswith("prop/direct/")]
    # Both are statements of the item, with their value and where they come from.
    for rows, one in ((plain, statement()), (hedged, statement(plain=False, hedged=True))):
        node = f"statement/{one.name}"
        assert ("entity/Q27", "prop/P530", node) in rows
        assert (node, "prop/statement/P530", "entity/Q801") in rows
        assert (node, "http://purl.org/dc/terms/source", HERE + "x") in rows
    ranks = {o.rpartition("#")[2] for s, p, o in plain if o.endswith("Rank") and "statement/" in s}
    assert ranks == {"NormalRank", "BestRank"}
    assert not [row for row in hedged if row[2].endswith("BestRank")]


def test_the_label_of_a_hedged_statement_says_the_hedge() -> None:
    hedge = Snak("P5102", Item("Q32188232"))
    labels = {o for _, _, o in told(statement("P530", SYLVANIA, hedge, plain=False, hedged=True))}

    assert "Freedonia: diplomatic relation: Sylvania (nature of statement: allegedly)" in labels
    assert "Freedonia: diplomatic relation: Sylvania" in {o for _, _, o in told(statement())}


def test_a_time_and_an_amount_have_nodes_with_their_parts() -> None:
    time = told(statement("P571", Time(1921, 0, 0, 9)))
    amount = told(statement("P2284", Quantity(Decimal("5.0"), "Q4917")))
    bare = told(statement("P1082", Quantity(Decimal(5))))

    assert {"1921-01-01T00:00:00Z", "9", "0", "entity/Q1985727"} <= {o for _, _, o in time}
    assert {"+5.0", "entity/Q4917"} <= {o for _, _, o in amount}
    # A node has a label, by which a page shows it.
    assert "+5.0U4917" in {o for _, p, o in amount if p.endswith("#label")}
    assert "+1921-00-00T00:00:00Z/9" in {o for _, p, o in time if p.endswith("#label")}
    assert "entity/Q199" in {o for _, p, o in bare if p.endswith("quantityUnit")}


def test_the_view_describes_the_properties_that_it_uses_and_no_others() -> None:
    named = {
        s
        for s, p, o in told(statement("P530", SYLVANIA, Snak("P276", Item("Q801"))))
        if o.endswith("#Property")
    }

    assert named == {"entity/P530", "entity/P276", "entity/P854"}


@given(st.permutations([Snak("P276", Item("Q1")), Snak("P580", Time(1921, 0, 0, 9))]))
def test_a_name_depends_on_what_is_said(qualifiers: list[Snak]) -> None:
    one = statement("P530", SYLVANIA, *qualifiers)

    assert one.name.startswith("Q27-")
    assert one.name == statement("P530", SYLVANIA, *qualifiers, plain=False).name
    assert one.name != statement("P530", Item("Q802"), *qualifiers).name
