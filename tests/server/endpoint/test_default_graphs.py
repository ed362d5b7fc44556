"""Two endpoints, each with a default graph of what is asked there; the rest is reached by name."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.isolation.pool import Pool
from legation_server.namespaces import DCTERMS, SD
from legation_server.query import ENDPOINTS, SPARQL, WIKIDATA, Task
from support.examples import CONCATENATED, FILES, query, recorded
from support.small_release import BASE

ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
APART = ["provenance", "shapes", "checksums", "wikidata"]
INSIDE = ["azerbaijan-israel", "entities", "codes", "ontology", "alignments", "release", "catalog"]
LABELS = 'SERVICE wikibase:label { bd:serviceParam wikibase:language "en" }'


def rows(pool: Pool, query: str, endpoint: str = SPARQL, **options: Any) -> list[dict[str, str]]:
    answer = pool.run(Task(query, endpoint=endpoint, **options)).first
    return [
        {name: term["value"] for name, term in row.items()}
        for row in json.loads(answer)["results"]["bindings"]
    ]


def number(pool: Pool, query: str, endpoint: str = SPARQL, **options: Any) -> int:
    (row,) = rows(pool, query, endpoint, **options)
    return int(row["n"])


def graph(name: str) -> str:
    return f"<{BASE}graph/{name}>"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_example_gives_its_answer_on_the_default_graph(published_pool: Pool, file: Path) -> None:
    answer = published_pool.run(Task(query(file), solutions="csv", graph="nt")).first.decode()
    lines = answer.replace("\r\n", "\n").splitlines()

    if file.stem not in CONCATENATED:
        assert sorted(lines) == sorted(recorded(file.stem).splitlines())


@pytest.mark.parametrize("name", INSIDE)
def test_what_people_ask_about_is_in_the_default_graph(published_pool: Pool, name: str) -> None:
    missing = f"""SELECT (COUNT(*) AS ?n) {{
        GRAPH {graph(name)} {{ ?s ?p ?o }} FILTER(!isBlank(?s) && !isBlank(?o))
        FILTER NOT EXISTS {{ ?s ?p ?o }} }}"""

    assert number(
        published_pool, f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph(name)} {{ ?s ?p ?o }} }}"
    )
    assert number(published_pool, missing) == 0


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("name", APART)
def test_what_stands_apart_is_reached_by_its_name(
    published_pool: Pool, name: str, endpoint: str
) -> None:
    held = number(
        published_pool,
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph(name)} {{ ?s ?p ?o }} }}",
        endpoint,
    )

    assert held > 100
    assert (
        number(published_pool, f"SELECT (COUNT(*) AS ?n) FROM {graph(name)} {{ ?s ?p ?o }}") == held
    )
    assert number(published_pool, ALL, endpoint, default_graphs=(BASE + "graph/" + name,)) == held


@pytest.mark.parametrize(
    "pattern",
    [
        "?x prov:wasDerivedFrom ?y FILTER(CONTAINS(STR(?y), '#line='))",
        "?x a sh:NodeShape",
        "?x <http://spdx.org/rdf/terms#checksumValue> ?y",
        "?x a wikibase:Statement",
        "?x wdt:P31 ?y",
        "?x rdfs:label ?y FILTER(STRSTARTS(STR(?x), 'https://w3id.org/legation/wikidata/'))",
    ],
)
def test_a_loose_pattern_finds_nothing_that_stands_apart(
    published_pool: Pool, pattern: str
) -> None:
    assert number(published_pool, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}") == 0
    assert number(published_pool, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {pattern} }} }}") > (
        0 if "rdfs:label" not in pattern else -1
    )


def test_a_triple_of_two_graphs_comes_once(published_pool: Pool) -> None:
    twice = """SELECT (COUNT(*) AS ?n) { ?s ?p ?o { SELECT ?s ?p ?o {
        GRAPH graph:release { ?s ?p ?o } GRAPH graph:catalog { ?s ?p ?o } } } }"""
    distinct = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } }"

    assert number(published_pool, twice) > 0
    for endpoint in ENDPOINTS:
        assert number(published_pool, ALL, endpoint) == number(published_pool, distinct, endpoint)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g { GRAPH ?g {} }",
        "select?g{graph?g{?s?p?o}}group by?g",
    ],
)
def test_queries_see_the_named_graphs_of_the_release_and_no_others(
    published_pool: Pool, published_manifest: dict[str, Any], query: str, endpoint: str
) -> None:
    found = {row["g"] for row in rows(published_pool, query, endpoint)}

    assert found == {graph["iri"] for graph in published_manifest["graphs"]}


def test_the_union_of_all_graphs_is_there_for_those_who_name_them(
    published_pool: Pool, published_manifest: dict[str, Any]
) -> None:
    names = tuple(graph["iri"] for graph in published_manifest["graphs"])
    query = "SELECT (COUNT(*) AS ?n) { ?s a wikibase:Item . ?thing skos:exactMatch ?s }"

    assert number(published_pool, query) == 0
    assert number(published_pool, query, default_graphs=names) > 50
    from_all = query.replace("{", "".join(f"FROM <{name}> " for name in names) + "{", 1)
    assert number(published_pool, from_all) > 50


def test_the_server_s_own_queries_see_everything_once(published_pool: Pool) -> None:
    distinct = """SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o {
        GRAPH ?g { ?s ?p ?o } } } }"""

    assert number(published_pool, ALL, internal=True) == number(published_pool, distinct)


def test_wikidata_s_endpoint_has_the_view_and_our_labels_of_what_it_names(
    published_pool: Pool,
) -> None:
    outside = f"""SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER NOT EXISTS {{
        GRAPH {graph("wikidata")} {{ ?s ?p ?o }} }}
        FILTER(?p NOT IN (rdfs:label, skos:prefLabel, dcterms:title, <https://schema.org/name>)) }}"""
    sources = "SELECT (COUNT(?s) AS ?n) { ?x dcterms:source ?s . ?s rdfs:label ?l }"

    assert number(published_pool, outside, WIKIDATA) == 0
    assert number(published_pool, sources, WIKIDATA) > 50
    assert number(published_pool, "SELECT (COUNT(*) AS ?n) { ?s a bil:Claim }", WIKIDATA) == 0


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?xLabel {{ ?x skos:exactMatch wd:Q227 {LABELS} }}",
        "SELECT * { ?x a bil:Event . hint:Prior hint:runFirst true }",
        "SELECT * WITH { SELECT ?x { ?x a bil:Event } } AS %all { INCLUDE %all }",
        "SELECT * { SERVICE wikibase:around { ?x ?y ?z } }",
        'SELECT ?x { ?x rdfs:label ?l FILTER(LANG(?l) = "[AUTO_LANGUAGE]" }',
        "SELECT ?x { ?x wdt:P31 }",
    ],
)
def test_a_query_for_wikidata_that_fails_is_pointed_to_its_endpoint(
    pooled_client: FlaskClient, query: str
) -> None:
    response = pooled_client.get("/sparql", query_string={"query": query})

    assert response.status_code in (400, 403)
    assert "/wd/sparql" in response.get_json()["detail"]
    assert response.get_json()["endpoint"] == "/wd/sparql"
    assert "engine of your own" not in response.get_json()["remedy"]
    assert '</wd/sparql>; rel="alternate"' in response.headers["Link"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x skos:exactMatch wd:Q227",
        "SELECT ?x { ?x a bil:Event . SERVICE <http://e/> { ?x ?y ?z } }",
        "SELECT * { ?wikibase_hint ?bd }",
    ],
)
def test_other_queries_that_fail_are_not(pooled_client: FlaskClient, query: str) -> None:
    response = pooled_client.get("/sparql", query_string={"query": query})

    assert response.status_code in (400, 403)
    assert "/wd/sparql" not in response.text
    assert "Link" not in response.headers


def test_a_query_for_wikidata_that_fails_at_its_own_endpoint_is_not_sent_on(
    pooled_client: FlaskClient,
) -> None:
    response = pooled_client.get("/wd/sparql", query_string={"query": "SELECT ?x { ?x wdt:P31 }"})

    assert response.status_code == 400
    assert "endpoint" not in response.get_json()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_endpoint_describes_its_own_default_graph(
    pooled_client: FlaskClient, published_manifest: dict[str, Any], endpoint: str
) -> None:
    text = pooled_client.get(f"/{endpoint}", headers={"Accept": "application/n-triples"}).data
    triples = [quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]
    values: dict[str, set[str]] = {}
    for triple in triples:
        if isinstance(triple.object, ox.NamedNode):
            values.setdefault(triple.predicate.value, set()).add(triple.object.value)

    assert values[SD + "endpoint"] == {f"http://localhost/{endpoint}"}
    assert values[DCTERMS + "hasPart"] == {
        graph["iri"] for graph in published_manifest["graphs"] if endpoint in graph["endpoints"]
    }
    assert SD + "UnionDefaultGraph" not in values[SD + "feature"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_both_endpoints_speak_the_protocol_alike(pooled_client: FlaskClient, endpoint: str) -> None:
    asked_for = {"query": "ASK { ?s ?p ?o }"}
    asked = [
        pooled_client.get(f"/{endpoint}", query_string=asked_for),
        pooled_client.post(f"/{endpoint}", data=asked_for),
        pooled_client.post(
            f"/{endpoint}/", data=asked_for["query"], content_type="application/sparql-query"
        ),
    ]

    assert [answer.get_json()["boolean"] for answer in asked] == [True] * 3
    assert {answer.headers["ETag"] for answer in asked} == {asked[0].headers["ETag"]}
    assert pooled_client.options(f"/{endpoint}").headers["Accept-Query"]
    page = pooled_client.get(f"/{endpoint}", headers={"Accept": "text/html"})
    assert f'data-endpoint="/{endpoint}"' in page.text


def test_the_same_query_has_another_tag_at_the_other_endpoint(pooled_client: FlaskClient) -> None:
    tags = {
        pooled_client.get(f"/{endpoint}", query_string={"query": ALL}).headers["ETag"]
        for endpoint in ENDPOINTS
    }

    assert len(tags) == 2
