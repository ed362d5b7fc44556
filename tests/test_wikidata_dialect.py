"""Queries written for the Wikidata Query Service are read as it reads them."""

from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.engine import Engine
from legation_server.errors import Problem
from legation_server.evaluation import evaluate
from legation_server.frames import Task
from legation_server.wikidata_dialect import as_sparql

PREFIXES = {
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "http://schema.org/",
    "e": "http://e/",
}
# Made-up countries; their ids are no items of Wikidata.
DATA = """
wd:Q0a wdt:P0 wd:Q0b ; rdfs:label "Freedonia"@en, "Fridoniya"@az ; e:rank 1 ;
    skos:altLabel "Land of the Free"@en, "Firefly's"@en ; schema:description "a country"@en .
wd:Q0b wdt:P0 wd:Q0c ; rdfs:label "Silvaniya"@az ; e:rank 2 .
wd:Q0c wdt:P0 wd:Q0a ; e:rank 3 .
<http://e/thing> skos:prefLabel "Thing"@en ; <https://schema.org/description> "of ours"@en .
"""
LABELS = 'SERVICE wikibase:label { bd:serviceParam wikibase:language "en,az" . }'


@pytest.fixture(scope="module")
def engine() -> Engine:
    store = ox.Store()
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    for graph in ("http://e/one", "http://e/two"):
        data = (declared + DATA).encode()
        store.load(data, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return Engine(store, "http://e/", PREFIXES, frozenset({"http://other/"}), True, 1000)


def rows(engine: Engine, query: str) -> list[dict[str, str]]:
    """Return the rows of a query, each with the text of what is bound."""
    results = engine.query(engine.read(query), {"default_graph": GRAPH})
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in results]


GRAPH: Any = ox.NamedNode("http://e/one")


def problem(query: str, engine: Engine) -> Problem:
    with pytest.raises(Problem) as caught:
        evaluate(engine, Task(query), lambda head: None, None)  # type: ignore[arg-type]
    return caught.value


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
    assert f"nothing matches this {bracket}" in str(found)


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
    results = engine.query(engine.read(query), {})

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
    graph = engine.query(engine.read(query), {"default_graph": GRAPH})

    assert [triple.object.value for triple in graph] == ["Freedonia"]  # type: ignore[union-attr]


def test_named_subqueries_are_put_where_they_are_included(engine: Engine) -> None:
    query = f"""SELECT ?c ?cLabel ?rank
        WITH {{ SELECT ?c {{ ?c wdt:P0 ?d }} ORDER BY ?c LIMIT 1 }} AS %first
        WITH {{ SELECT ?c ?rank {{ INCLUDE %first ?c e:rank ?rank }} }} AS %ranked
        WHERE {{ INCLUDE %ranked . INCLUDE %first {LABELS} }}"""

    assert [(row["cLabel"], row["rank"]) for row in rows(engine, query)] == [("Freedonia", "1")]


def test_subqueries_that_include_themselves_are_refused(engine: Engine) -> None:
    query = "SELECT * WITH { SELECT * { INCLUDE %a INCLUDE %a } } AS %a WHERE { INCLUDE %a }"

    assert problem(query, engine).kind == "query-too-complex"


@pytest.mark.parametrize(
    "hint",
    [
        'hint:Query hint:optimizer "None" .',
        "hint:Prior hint:rangeSafe true .",
        "hint:Prior hint:runLast true",
        'hint:Group hint:optimizer "Runtime" ; hint:maxParallel 5 ; .',
        "<http://www.bigdata.com/queryHints#Prior> hint:gearing 'forward'^^xsd:string .",
    ],
)
def test_hints_to_the_optimizer_make_no_difference(engine: Engine, hint: str) -> None:
    for where in (f"{hint} ?c e:rank 1", f"?c e:rank 1 . {hint}", f"{{ ?c e:rank 1 }} {hint}"):
        assert len(rows(engine, f"SELECT ?c {{ {where} }}")) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"2000-01-01"^^xsd:dateTime', "2000-01-01T00:00:00Z"),
        ("'+2000-01-01T00:00:00Z'^^xsd:dateTime", "2000-01-01T00:00:00Z"),
        ('"2000-01-01"^^<http://www.w3.org/2001/XMLSchema#dateTime>', "2000-01-01T00:00:00Z"),
        ('"2000-01-01T07:00:00"^^xsd:dateTime', "2000-01-01T07:00:00"),
        ('"2000-01-01"^^xsd:date', "2000-01-01"),
        ('"2000-01-01"', "2000-01-01"),
    ],
)
def test_dates_are_times_where_times_are_wanted(engine: Engine, written: str, meant: str) -> None:
    declared = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"

    assert rows(engine, f"{declared} SELECT ({written} AS ?t) {{}}") == [{"t": meant}]


@pytest.mark.parametrize(
    "untouched",
    [
        "SELECT ?itemLabel { ?item rdfs:label ?itemLabel }",
        "# SERVICE wikibase:label { }\nSELECT * {}",
        "SELECT ('SERVICE wikibase:label {' AS ?x) {}",
        "#defaultView:Timeline\nSELECT ?s { ?s ?service ?include }",
        "SELECT * { ?s <http://e/hint#SERVICE> ?o }",
        "SELECT * { SERVICE <http://other/> { ?s ?p ?o } }",
        "SELECT * { ?s e:service ?o",
        "SELECT * " + "{" * 600 + LABELS + "}" * 600,
    ],
)
def test_other_queries_stay_as_they_are(untouched: str) -> None:
    assert as_sparql(untouched, PREFIXES).text == untouched


@pytest.mark.parametrize(
    ("query", "kind", "place", "said"),
    [
        ("SELECT * {\n  SERVICE wikibase:label { } }", "syntax-error", (2, 3), "needs languages"),
        (
            "SELECT * { SERVICE wikibase:label {\n bd:serviceParam wikibase:language ?l } }",
            "syntax-error",
            (2, 36),
            "must be a string",
        ),
        (
            'SELECT * { SERVICE wikibase:label { ?x rdfs:label "x"@en } }',
            "syntax-error",
            (1, 51),
            "only a variable",
        ),
        (
            "SELECT * { SERVICE wikibase:label { ?x rdfs:label } }",
            "syntax-error",
            (1, 51),
            "plain triples",
        ),
        (
            "SELECT * { SERVICE wikibase:label { FILTER(1 > 2) } }",
            "syntax-error",
            (1, 37),
            "plain triples",
        ),
        (
            'SERVICE wikibase:label { bd:serviceParam wikibase:language "en" }',
            "syntax-error",
            (1, 1),
            "inside a WHERE",
        ),
        (
            "SELECT ?x {\n\n SERVICE wikibase:around { ?x ?y ?z } }",
            "service-refused",
            (3, 2),
            "wikibase:around",
        ),
        ("SELECT ?x { SERVICE bd:sample { } }", "service-refused", (1, 13), "bd:sample"),
        ("SELECT ?x { SERVICE wikibase:mwapi { } }", "service-refused", (1, 13), "wikibase:mwapi"),
        ("SELECT ?x { SERVICE gas:service { } }", "service-refused", (1, 13), "gas:service"),
        (
            f"SELECT ?x {{ SERVICE <http://other/> {{ ?x ?y ?z\n{LABELS} }} }}",
            "service-refused",
            (2, 1),
            "put it outside",
        ),
        ("SELECT ?x { INCLUDE %gone }", "syntax-error", (1, 13), "no named subquery %gone"),
        ("SELECT ?x { hint:Prior hint:runLast }", "syntax-error", (1, 37), "plain triples"),
        (
            f"SELECT * {{ ?c rdfs:label ?n {LABELS.replace('. }', '. ?c rdfs:label ?n }')} }}",
            "syntax-error",
            (1, 29),
            "name the columns",
        ),
    ],
)
def test_problems_name_the_place(
    engine: Engine, query: str, kind: str, place: tuple[int, int], said: str
) -> None:
    found = problem(query, engine)

    assert (found.kind, said in found.detail) == (kind, True), found.detail
    assert (found.members["line"], found.members["column"]) == place
    assert str(found.members["excerpt"]).endswith("^")


def test_too_many_label_services_are_refused(engine: Engine) -> None:
    many = problem(f"SELECT * {{ {LABELS * 60} }}", engine)
    labels = " ".join(f"?x{number}Label" for number in range(600))
    much = problem(f"SELECT {labels} {{ {LABELS} }}", engine)

    assert {many.kind, much.kind} == {"query-too-complex"}


# Parts of a WHERE with and without what is rewritten, each of them fine by itself.
PARTS = st.sampled_from(
    [
        "?c e:rank ?rank .",
        "hint:Prior hint:runLast true .",
        LABELS,
        LABELS.replace("bd", "# SERVICE\n  bd"),
        "OPTIONAL { ?c wdt:P0 ?d . " + LABELS + " }",
        "{ SELECT ?c ?cLabel { ?c e:rank ?r " + LABELS + " } }",
        "{ ?c e:rank 1 } UNION { ?c e:rank 2 " + LABELS + " }",
        'FILTER(?rank != 7 || "SERVICE wikibase:label {" = ?cLabel)',
        "BIND(STRLEN(?dLabel) AS ?length)",
        "# hint:Prior } SERVICE\n",
        "VALUES ?c { wd:Q0a wd:Q0b }",
        "INCLUDE %sub",
        "?c rdfs:label ?cLabel .",
        "MINUS { ?c e:rank 3 }",
        "FILTER NOT EXISTS { ?c e:none ?cLabel }",
    ]
)
SUB = "WITH { SELECT ?c { ?c e:rank ?any } } AS %sub"


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=7, unique=True))
def test_whatever_is_put_together_can_be_read_and_answered(
    engine: Engine, parts: list[str]
) -> None:
    query = f"SELECT ?c ?cLabel ?dLabel {SUB} {{ {' '.join(parts)} }}"

    for row in rows(engine, query):
        assert row.get("cLabel") in (None, "Freedonia", "Fridoniya", "Silvaniya", "Q0c")
        assert (
            "c" in row
            or "cLabel" not in row
            or row["cLabel"] in ("Freedonia", "Fridoniya", "Silvaniya")
        )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PARTS, max_size=5), st.lists(PARTS, max_size=5), st.sampled_from([" ", "\n", "\n\n\t"])
)
def test_errors_are_shown_where_they_are_in_the_text_as_written(
    engine: Engine, before: list[str], after: list[str], gap: str
) -> None:
    # Nothing in SPARQL begins with this sign, so the engine stops right there.
    query = (
        f"SELECT ?c ?cLabel{gap}{SUB} {{ {gap.join(before)} ?c e:rank §{gap}{gap.join(after)} }}"
    )
    wrong = query.index("§")
    found = problem(query, engine)
    line = query[:wrong].count("\n") + 1
    column = found.members["column"]

    assert found.kind == "syntax-error"
    assert found.members["line"] == line
    assert isinstance(column, int)
    assert query.split("\n")[line - 1][column - 1 :].startswith("§")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="SELECTservichnud{}()?%#'\".:; \n<>é", max_size=60))
def test_odd_text_is_left_alone_or_refused(text: str) -> None:
    try:
        rewriting = as_sparql(text, PREFIXES)
    except Problem as found:
        assert found.kind in ("syntax-error", "service-refused", "query-too-complex")
    else:
        assert rewriting.original == text


def test_the_endpoint_answers_with_labels(client: FlaskClient) -> None:
    query = f"SELECT ?eventLabel {{ ?event a bil:Event {LABELS} }}"

    answer = client.get("/sparql", query_string={"query": query}).get_json()

    assert [row["eventLabel"]["value"] for row in answer["results"]["bindings"]]
    assert all(row["eventLabel"]["xml:lang"] == "en" for row in answer["results"]["bindings"])


def test_labels_are_kept_like_other_answers(client: FlaskClient) -> None:
    query = f"SELECT ?cLabel {{ ?c a bil:Claim {LABELS} }}"

    first, second = (client.get("/sparql", query_string={"query": query}) for _ in range(2))

    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Server-Timing"].startswith("cache")
