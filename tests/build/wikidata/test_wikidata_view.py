"""What Wikidata could say, as the published dataset has it: a graph, a report, files."""

import csv
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_build.namespaces import ITEM, WIKIBASE
from legation_build.resources import resource
from legation_build.wikidata.model import (
    REASONS,
)
from legation_build.wikidata.rdf_view import view
from legation_build.wikidata.rules import NAMED_ITEMS, PROPERTIES, RULES
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse
from support import in_process
from support.small_release import BASE
from support.some import some
from support.wikidata_world import CLAIM, VISIT, about_contents, exported

CHECKED = Path(__file__).parents[4] / "shared" / "wikidata"
PREFIXES = """
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""


@pytest.fixture(scope="module")
def store(published: Path) -> Store:
    store = Store()
    store.load(path=str(published / "current/dumps/legation.nq"), format=RdfFormat.N_QUADS)
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    return in_process.rows(store, PREFIXES + query)


def test_every_direct_claim_is_a_statement_that_the_documents_assert(store: Store) -> None:
    direct = rows(store, "SELECT ?p { ?s ?p ?o FILTER STRSTARTS(STR(?p), STR(wdt:)) }")
    statements = rows(
        store,
        """SELECT ?statement ?source {
          ?item ?p ?statement . ?statement a wikibase:BestRank ; ?ps ?value ; dcterms:source ?source .
          ?item ?wdt ?value .
          ?property wikibase:claim ?p ; wikibase:statementProperty ?ps ; wikibase:directClaim ?wdt .
          FILTER (STRSTARTS(STR(?source), "https://w3id.org/legation/id/") ||
            EXISTS { ?source bil:statedBy ?yes . ?yes bil:stance stance:affirms .
              FILTER NOT EXISTS { ?yes bil:modality ?hedge .
                FILTER (?hedge != modality:asserted) } })
          FILTER NOT EXISTS { ?source a bil:Supposition }
          FILTER NOT EXISTS { ?no bil:states ?source ; bil:stance stance:denies } }""",
    )

    assert len(direct) > 90
    assert len({statement for statement, _ in statements}) == len(direct)
    supposed = """SELECT ?s { ?s dcterms:source ?x ; wikibase:rank ?r . ?x a bil:Supposition
      FILTER NOT EXISTS { ?s pq:P5102|pq:P1480 ?hedge FILTER NOT EXISTS { ?s a wikibase:BestRank } } }"""
    assert rows(store, supposed) == []


def test_every_statement_names_the_page_it_comes_from(store: Store) -> None:
    without = "SELECT ?s { ?s wikibase:rank ?r FILTER NOT EXISTS { ?s prov:wasDerivedFrom/pr:P4656 ?page } }"
    pages = rows(store, "SELECT DISTINCT ?page { ?s prov:wasDerivedFrom/pr:P4656 ?page }")

    assert rows(store, without) == []
    assert pages == [("https://en.wikipedia.org/wiki/Azerbaijan%E2%80%93Israel_relations",)]


@pytest.mark.parametrize(
    ("node", "type"),
    [
        ("?node wikibase:rank ?x", "Statement"),
        ("?x prov:wasDerivedFrom ?node", "Reference"),
        ("?node ?claim ?x . ?property wikibase:claim ?claim", "Item"),
        ("?node wikibase:timeValue ?x", "TimeValue"),
        ("?node wikibase:claim ?x", "Property"),
    ],
)
def test_nodes_have_the_types_of_the_dump_format(store: Store, node: str, type: str) -> None:
    found = f"GRAPH graph:wikidata {{ {node} }}"
    untyped = f"FILTER NOT EXISTS {{ ?node a wikibase:{type} }}"

    assert rows(store, f"SELECT ?node {{ {found} }}")
    assert rows(store, f"SELECT ?node {{ {found} {untyped} }}") == []


def test_times_have_value_nodes_with_their_calendar(store: Store) -> None:
    query = """SELECT ?time ?precision ?zone ?calendar {
      wd:Q227 p:P530 ?statement . ?statement ps:P530 wd:Q801 ; pq:P580 ?time ; pqv:P580 ?node .
      ?node wikibase:timeValue ?time ; wikibase:timePrecision ?precision ; wikibase:timeTimezone ?zone ;
        wikibase:timeCalendarModel ?calendar }"""

    gregorian = "http://www.wikidata.org/entity/Q1985727"
    assert rows(store, query) == [("1992-04-07T00:00:00Z", "11", "0", gregorian)]


@pytest.mark.parametrize(
    ("unit", "item"),
    [
        ("unit:person", "Q199"),
        ("unit:item", "Q199"),
        ("unit:percent", "Q11229"),
        ("unit:kilometre", "Q828224"),
    ],
)
def test_quantities_have_value_nodes_with_their_unit(unit: str, item: str) -> None:
    figure = (
        f":x a bil:Figure ; bil:concerning id:sylvania ; bil:measure measure:population ;"
        f" bil:unit {unit} ; bil:value 5000 ."
    )
    nodes = {
        triple.subject: triple.object
        for triple in view(exported(CLAIM + figure))
        if triple.predicate.value == f"{WIKIBASE}quantityUnit"
    }

    assert [node.value for node in nodes.values() if isinstance(node, NamedNode)] == [ITEM + item]


def test_a_reference_says_where_the_statement_was_imported_from(store: Store) -> None:
    query = """SELECT DISTINCT ?project ?label {
      ?x prov:wasDerivedFrom ?reference . ?reference pr:P4656 ?page ; pr:P143 ?project .
      GRAPH graph:wikidata { ?project rdfs:label ?label } }"""

    assert rows(store, query) == [("http://www.wikidata.org/entity/Q328", "English Wikipedia")]


@pytest.mark.parametrize(
    ("page", "part_of", "snaks"),
    [
        ("https://example.org/f-s", "", ["P854"]),
        ("https://example.org/f-s", "id:book", ["P248", "P854"]),
        ("https://example.org/f-s", "id:grain-town", ["P854"]),
        ("https://en.wikipedia.org/wiki/F", "", ["P4656"]),
        ("https://en.wikipedia.org/wiki/F", "id:book", ["P143", "P4656"]),
    ],
)
def test_a_reference_names_the_whole_if_it_has_an_item(
    page: str, part_of: str, snaks: list[str]
) -> None:
    world = f"{CLAIM}{VISIT} .\nid:book a schema:CreativeWork ; skos:exactMatch wd:Q184 .\n"
    if part_of:
        world += (
            "<https://w3id.org/legation/freedonia-sylvania>"
            f" <http://purl.org/dc/terms/isPartOf> {part_of} .\n"
        )
    found = exported(world, page)

    ((reference,),) = [statement.references for statement in about_contents(found)]
    assert [snak.property for snak in reference] == snaks


def test_all_that_is_named_has_a_label(store: Store) -> None:
    query = """SELECT DISTINCT ?item { ?s ?p ?item FILTER STRSTARTS(STR(?item), STR(wd:))
      FILTER EXISTS { GRAPH graph:wikidata { ?s ?p ?item } }
      FILTER NOT EXISTS { ?item rdfs:label ?label } }"""

    assert rows(store, query) == []


def table(file: Path) -> list[dict[str, str]]:
    text = file.read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def test_the_report_tells_of_every_content(store: Store, published: Path) -> None:
    report = table(published / "current/wikidata/report.tsv")
    contents = {row[0] for row in rows(store, "SELECT DISTINCT ?x { ?c bil:states ?x }")}

    assert {row["content"] for row in report} == contents
    assert all(row["statements"] != "0" or row["meaning"] for row in report)


def test_the_dump_is_the_graph(store: Store, published: Path) -> None:
    graph = {
        quad.triple
        for quad in store.quads_for_pattern(None, None, None, NamedNode(BASE + "graph/wikidata"))
    }
    for name, form in (("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES)):
        found: set[Triple] = set()
        for quad in parse(path=str(published / f"current/wikidata/wikidata.{name}"), format=form):
            found.add(quad.triple)
        assert found == graph


def test_every_rule_has_a_described_property() -> None:
    used = {rule.property for rules in RULES.values() for rule in rules}
    used |= {pid for rules in RULES.values() for rule in rules for pid, _ in rule.qualifiers}

    assert used <= PROPERTIES.keys()


def test_rules_name_general_codes() -> None:
    codes = (resource("ontology") / "codes.ttl").read_text(encoding="utf-8")
    named = {key for key in RULES if key.startswith(("event-type/", "situation-type/", "measure/"))}
    special = {key for key in named if f"\n{key.replace('/', ':')} a skos:Concept" not in codes}

    assert special == {"event-type/letter", "situation-type/manufacture"}


def test_a_property_with_other_values_than_wikidatas_is_only_related_to_it(store: Store) -> None:
    close = rows(
        store,
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?ours ?theirs { ?ours skos:exactMatch|skos:closeMatch ?theirs }""",
    )
    for key, rules in RULES.items():
        for rule in some(rules):
            if key.startswith("predicate/") and rule.value not in ("subject", "object"):
                theirs = "http://www.wikidata.org/prop/direct/" + rule.property
                assert (f"{BASE}ns#{key.removeprefix('predicate/')}", theirs) not in close


@pytest.mark.skipif(
    not CHECKED.is_dir(), reason="the lists of checked ids are not beside the checkout"
)
def test_only_checked_ids_are_used(published: Path) -> None:
    items, properties = (table(CHECKED / name) for name in ("items.tsv", "properties.tsv"))
    checked = {r["wikidata_id"] for r in items if r["confidence"] == "confirmed"}
    checked |= {r["pid"] for r in properties if r["confidence"] == "confirmed"}
    view = (published / "current/wikidata/wikidata.nt").read_text(encoding="utf-8")
    used = set(re.findall(r"wikidata\.org/(?:entity|prop/[a-z/]*)/?([PQ]\d+)", view))

    codes = {key for key in RULES if key.startswith("Q")}
    assert used | PROPERTIES.keys() | NAMED_ITEMS.keys() | codes <= checked
    labels = {r["pid"]: (r["label"], r["datatype"]) for r in properties}
    assert {pid: (p.label, p.datatype) for pid, p in PROPERTIES.items()} == {
        pid: labels[pid] for pid in PROPERTIES
    }


def test_the_files_are_served(published: Path, client: FlaskClient) -> None:
    release = open_release(published)
    app = create_app(release, client.application.extensions["legation"].store)
    for file in some(release.files):
        if file.path.startswith("wikidata/"):
            response = app.test_client().get("/" + file.path)
            assert response.status_code == 200
            assert response.content_type.startswith(file.media_type)
            response.close()


def test_the_documentation_names_every_reason() -> None:
    page = (Path(__file__).parents[3] / "docs/wikidata.md").read_text(encoding="utf-8")

    section = page.partition("## What cannot be said")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", section, re.MULTILINE)) == REASONS
