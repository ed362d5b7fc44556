"""The label service of the Wikidata Query Service: which labels, for which variables."""

import pytest
from legation_server.evaluation.engine import Engine
from legation_server.query import WIKIDATA
from support.dialect_engine import GRAPH, LABELS, problem, rows


def test_the_reader_s_language_may_be_named_in_any_string(engine: Engine) -> None:
    query = 'SELECT ?l { ?c e:rank 1 ; rdfs:label ?l FILTER(LANG(?l) = "[AUTO_LANGUAGE]") }'

    assert rows(engine, query) == [{"l": "Freedonia"}]


@pytest.mark.parametrize(
    ("before", "bracket", "after"),
    [
        ("SELECT ?cLabel ", "{", f" ?c e:rank 1 {LABELS}"),
        (f"SELECT ?cLabel {{ ?c e:rank 1 {LABELS} }} ", "}", ""),
        (f"SELECT ?cLabel {{ {LABELS} FILTER(?c > 1 ", "}", ""),
        ("SELECT * { SERVICE wikibase:label { ", ")", " }"),
    ],
)
def test_a_bracket_without_a_partner_is_told_with_its_place(
    engine: Engine, before: str, bracket: str, after: str
) -> None:
    found = problem(before + bracket + after, engine)

    assert found.kind == "syntax-error"
    assert found.members["column"] == len(before) + 1
    assert f"this {bracket} has no matching bracket" in str(found)


def test_variables_named_after_others_take_their_labels(engine: Engine) -> None:
    query = f"SELECT ?c ?cLabel ?cAltLabel ?cDescription {{ ?c e:rank 1 {LABELS} }}"

    assert rows(engine, query) == [
        {
            "c": "http://www.wikidata.org/entity/Q0a",
            "cLabel": "Freedonia",
            "cAltLabel": "Firefly's, Land of the Free",
            "cDescription": "a country",
        }
    ]


def test_the_first_language_that_has_a_label_gives_it(engine: Engine) -> None:
    query = f"SELECT ?cLabel (LANG(?cLabel) AS ?in) {{ ?c e:rank 2 {LABELS} }}"

    assert rows(engine, query) == [{"cLabel": "Silvaniya", "in": "az"}]


def test_what_has_no_label_goes_by_its_id(engine: Engine) -> None:
    query = f"SELECT ?cLabel ?cAltLabel {{ ?c e:rank 3 {LABELS} }}"

    assert rows(engine, query) == [{"cLabel": "Q0c"}]


@pytest.mark.parametrize(
    ("languages", "label"),
    [
        ('"en"', "Freedonia"),
        ('"az,en"', "Fridoniya"),
        ('"de, AZ ,en"', "Fridoniya"),
        ('"[AUTO_LANGUAGE]"', "Freedonia"),
        ('"[AUTO_LANGUAGE],az"', "Freedonia"),
        ("'''az'''", "Fridoniya"),
        ('"de"', "Q0a"),
        ('""', "Q0a"),
        ('"de" ; wikibase:language "az"', "Fridoniya"),
        ('"de", "az"', "Fridoniya"),
        ('"de" . bd:serviceParam wikibase:language "az" .', "Fridoniya"),
    ],
)
def test_languages_are_tried_in_the_order_written(
    engine: Engine, languages: str, label: str
) -> None:
    service = f"SERVICE wikibase:label {{ bd:serviceParam wikibase:language {languages} }}"

    assert rows(engine, f"SELECT ?cLabel {{ ?c e:rank 1 {service} }}") == [{"cLabel": label}]


@pytest.mark.parametrize(
    "service",
    [
        "service wikibase:label",
        "SERVICE SILENT wikibase:label",
        "SERVICE <http://wikiba.se/ontology#label>",
        "SERVICE # SERVICE e:other {\n wikibase:label",
    ],
)
def test_the_service_is_known_however_it_is_written(engine: Engine, service: str) -> None:
    query = f'SELECT ?cLabel {{ ?c e:rank 1 {service}{{bd:serviceParam wikibase:language "en"}}}}'

    assert rows(engine, query) == [{"cLabel": "Freedonia"}]


def test_prefixes_may_be_declared_otherwise(engine: Engine) -> None:
    query = """PREFIX w: <http://wikiba.se/ontology#> PREFIX b: <http://www.bigdata.com/rdf#>
        PREFIX wikibase: <http://e/>
        SELECT ?cLabel { ?c wikibase:rank 1 SERVICE w:label { b:serviceParam w:language "en" } }"""

    assert rows(engine, query) == [{"cLabel": "Freedonia"}]


def test_labels_can_be_asked_for_by_name(engine: Engine) -> None:
    query = """SELECT ?name ?loud ?also {
        SERVICE wikibase:label {
            bd:serviceParam wikibase:language "en" .
            ?c rdfs:label ?name ; skos:altLabel ?also .
        }
        ?c e:rank ?rank .
        BIND(UCASE(?name) AS ?loud)
        FILTER(STRSTARTS(?name, "Free"))
    }"""

    assert rows(engine, query) == [
        {"name": "Freedonia", "loud": "FREEDONIA", "also": "Firefly's, Land of the Free"}
    ]


def test_names_of_ours_and_of_one_thing_are_found(engine: Engine) -> None:
    query = """SELECT ?label ?said { SERVICE wikibase:label {
        bd:serviceParam wikibase:language "en" .
        <http://e/thing> rdfs:label ?label ; schema:description ?said } }"""

    assert rows(engine, query) == [{"label": "Thing", "said": "of ours"}]


def test_a_label_is_taken_once_though_two_graphs_have_it(engine: Engine) -> None:
    query = f"SELECT ?cLabel FROM <http://e/one> FROM <http://e/two> {{ ?c e:rank 1 {LABELS} }}"
    results = engine.query(engine.read(query, WIKIDATA), {})

    assert {row["cLabel"].value for row in results} == {"Freedonia"}  # type: ignore[union-attr]


def test_what_is_not_bound_gets_no_label(engine: Engine) -> None:
    query = f"SELECT ?rank ?noneLabel {{ ?c e:rank ?rank OPTIONAL {{ ?c e:none ?none }} {LABELS} }}"

    assert [row.keys() for row in rows(engine, query)] == [{"rank"}] * 3


def test_a_literal_goes_by_its_text(engine: Engine) -> None:
    assert rows(engine, f"SELECT ?rankLabel {{ wd:Q0a e:rank ?rank {LABELS} }}") == [
        {"rankLabel": "1"}
    ]


@pytest.mark.parametrize(
    ("where", "labels"),
    [
        ('BIND("known" AS ?cLabel) ?c e:rank 1 SERVICES', ["known"]),
        ('?c e:rank 1 SERVICES BIND("known" AS ?cLabel)', ["known"]),
        (
            'VALUES (?c ?cLabel) { (wd:Q0a "known") (wd:Q0b UNDEF) } SERVICES',
            ["Silvaniya", "known"],
        ),
        (
            '{ BIND(wd:Q0a AS ?c) } UNION { BIND("none" AS ?cLabel) } SERVICES',
            ["Freedonia", "none"],
        ),
        ("?c rdfs:label ?cLabel FILTER(LANG(?cLabel) = 'az') SERVICES", ["Fridoniya", "Silvaniya"]),
        ("{ SELECT ?c ?cLabel { ?c e:rank 1 SERVICES } } SERVICES", ["Freedonia"]),
        ("{ ?c e:rank 1 SERVICES } SERVICES", ["Freedonia"]),
        ("?c e:rank 1 SERVICES SERVICES", ["Freedonia"]),
        ("{ ?c e:rank 1 SERVICES } UNION { ?c e:rank 2 SERVICES }", ["Freedonia", "Silvaniya"]),
        ("?c e:rank 1 OPTIONAL { SERVICES }", ["Freedonia"]),
        ("{ SELECT ?c { ?c e:rank 1 } } SERVICES", ["Freedonia"]),
        ("wd:Q0b wdt:P0+ ?c SERVICES . ?c e:rank 1", ["Freedonia"]),
        ("GRAPH <http://e/one> { ?c e:rank 1 SERVICES }", ["Freedonia"]),
    ],
)
def test_a_variable_that_has_a_value_keeps_it(
    engine: Engine, where: str, labels: list[str]
) -> None:
    query = f"SELECT ?c ?cLabel {{ {where} }}".replace("SERVICES", LABELS)

    assert sorted(row["cLabel"] for row in rows(engine, query)) == labels


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?cLabel (COUNT(*) AS ?n) { ?c e:rank 1 SERVICES } GROUP BY ?cLabel", "Freedonia"),
        ("SELECT (SAMPLE(?cLabel) AS ?name) { ?c e:rank 1 SERVICES }", "Freedonia"),
        ("SELECT ?c { ?c e:rank ?r SERVICES } ORDER BY DESC(STR(?cLabel)) LIMIT 1", "http://www"),
        (
            "SELECT ?n { { SELECT (COUNT(?c) AS ?nLabel) { ?c e:rank 1 } } SERVICES BIND(7 AS ?n) }",
            "7",
        ),
    ],
)
def test_labels_serve_all_parts_of_a_select(engine: Engine, query: str, expected: str) -> None:
    (row,) = rows(engine, query.replace("SERVICES", LABELS))

    assert next(iter(row.values())).startswith(expected)


def test_labels_serve_a_construct(engine: Engine) -> None:
    query = f"CONSTRUCT {{ ?c e:called ?cLabel }} WHERE {{ ?c e:rank 1 {LABELS} }}"
    graph = engine.query(engine.read(query, WIKIDATA), {"default_graph": GRAPH})

    assert [triple.object.value for triple in graph] == ["Freedonia"]  # type: ignore[union-attr]
