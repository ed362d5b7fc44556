"""Answers of the endpoint: every format, datasets, columns."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.formats import GRAPHS, SOLUTIONS, Format
from legation_server.isolation.pool import Pool
from legation_server.rdf.writer import RDF_FORMATS
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.asking import CLAIMS, ask
from werkzeug.test import TestResponse

DATA = "https://w3id.org/legation/freedonia-sylvania/"
NAMES = ["c-no-spies", "c-recognition", "c-spies"]


def rows(response: TestResponse) -> list[dict[str, str]]:
    bindings = json.loads(response.data)["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in bindings]


def columns(response: TestResponse) -> Any:
    return json.loads(response.data)["head"]["vars"]


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
def test_a_table_comes_in_every_format(client: FlaskClient, offer: Format) -> None:
    by_header = ask(client, CLAIMS, offer.media_type)
    by_name = ask(client, CLAIMS, format=offer.name)

    assert by_header.content_type == by_name.content_type == offer.content_type
    assert by_header.data == by_name.data
    syntax = ox.QueryResultsFormat.from_media_type(offer.media_type)
    if offer.name != "csv":
        parsed = ox.parse_query_results(by_header.data, syntax)
        assert isinstance(parsed, ox.QuerySolutions)
        assert [str(row["c"]) for row in parsed] == [f"<{DATA}{name}>" for name in NAMES]
    else:
        assert by_header.text.split() == ["c", *(DATA + name for name in NAMES)]


@pytest.mark.parametrize("offer", SOLUTIONS, ids=lambda offer: offer.name)
def test_a_truth_value_comes_in_every_format(client: FlaskClient, offer: Format) -> None:
    response = ask(client, "ASK { ?c a bil:Claim }", offer.media_type)

    assert response.content_type == offer.content_type
    assert b"true" in response.data


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?c a bil:Claim ; bil:states ?s }"])
@pytest.mark.parametrize("offer", GRAPHS, ids=lambda offer: offer.name)
def test_a_graph_comes_in_every_format(client: FlaskClient, offer: Format, query: str) -> None:
    by_header = ask(client, query, offer.media_type)
    by_name = ask(client, query, format=offer.name)

    assert by_header.content_type == by_name.content_type == offer.content_type
    assert by_header.data == by_name.data
    triples = {q.triple for q in ox.parse(by_header.data, RDF_FORMATS[offer.name])}
    assert len(triples) == 7


def test_a_described_thing_comes_with_what_is_said_of_it(client: FlaskClient) -> None:
    response = ask(client, f"DESCRIBE <{DATA}trade-b>", "application/n-triples")

    assert len(response.data.splitlines()) == 5


def test_errors_name_the_limit_and_the_time_spent(client: FlaskClient) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"

    response = ask(client, endless, timeout="0.2")
    problem = json.loads(response.data)

    assert (response.status_code, problem["limit"]) == (503, 0.2)
    assert problem["seconds"] >= 0.2
    assert response.headers["Server-Timing"].startswith("error;dur=")
    assert response.headers["Server-Timing"].endswith(f';desc="{response.headers["X-Query-Id"]}"')


def test_the_type_of_a_problem_leads_to_its_page_behind_a_prefix(
    release: Release, pool: Pool
) -> None:
    behind = create_app(release, pool, Settings(proxies=1)).test_client()

    response = behind.get("/sparql?query=x", headers={"X-Forwarded-Prefix": "/data"})

    assert json.loads(response.data)["type"] == "/data/errors#syntax-error"


def test_turtle_declares_the_prefixes_it_uses_and_no_others(client: FlaskClient) -> None:
    response = ask(client, "CONSTRUCT WHERE { id:freedonia rdfs:label ?l }", "text/turtle")

    assert response.text == (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix id: <https://w3id.org/legation/id/> .\n"
        'id:freedonia rdfs:label "Freedonia"@en .\n'
    )


def test_json_ld_is_compact(client: FlaskClient) -> None:
    response = ask(client, "CONSTRUCT WHERE { id:freedonia rdfs:label ?l }", format="jsonld")

    assert json.loads(response.data)["@graph"] == [
        {"@id": "id:freedonia", "rdfs:label": {"@value": "Freedonia", "@language": "en"}}
    ]


def test_rdf_xml_says_which_predicate_it_cannot_write(client: FlaskClient) -> None:
    query = "CONSTRUCT { id:freedonia <http://example.org/9> 1 } WHERE {}"

    response = ask(client, query, "application/rdf+xml")

    assert response.status_code == 406
    assert json.loads(response.data)["predicate"] == "http://example.org/9"


def test_columns_come_in_the_order_they_are_written_in(client: FlaskClient) -> None:
    assert columns(ask(client, "SELECT * { ?z rdfs:label ?a } LIMIT 1")) == ["z", "a"]
    assert columns(ask(client, "SELECT ?b ?a { ?a a ?b } LIMIT 1")) == ["b", "a"]


def test_the_default_graph_is_all_graphs(client: FlaskClient) -> None:
    query = "SELECT DISTINCT ?g { ?c a bil:Claim . GRAPH ?g { ?c a bil:Claim } }"

    graphs = {row["g"] for row in rows(ask(client, query))}

    assert graphs == {"https://w3id.org/legation/graph/freedonia-sylvania"}


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        ("ASK FROM <{g}entities> {{ ?s a bil:Claim }}", {}, False),
        ("ASK FROM <{g}freedonia-sylvania> {{ ?s a bil:Claim }}", {}, True),
        ("ASK FROM NAMED <{g}entities> {{ ?s ?p ?o }}", {}, False),
        ("ASK FROM NAMED <{g}entities> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}, True),
        ("ASK {{ ?s a bil:Claim }}", {"default-graph-uri": "{g}entities"}, False),
        ("ASK {{ ?s a bil:Claim }}", {"default-graph-uri": "{g}freedonia-sylvania"}, True),
        ("ASK {{ ?s ?p ?o }}", {"named-graph-uri": "{g}entities"}, False),
        ("ASK {{ GRAPH ?g {{ ?s ?p ?o }} }}", {"default-graph-uri": "{g}entities"}, False),
        (
            "ASK FROM <{g}entities> {{ ?s a bil:Claim }}",
            {"default-graph-uri": "{g}freedonia-sylvania"},
            True,
        ),
    ],
)
def test_a_dataset_is_what_was_asked_for(
    client: FlaskClient, query: str, parameters: dict[str, str], expected: bool
) -> None:
    graphs = "https://w3id.org/legation/graph/"
    sent = {name: value.format(g=graphs) for name, value in parameters.items()}

    response = ask(client, query.format(g=graphs), **sent)

    assert json.loads(response.data)["boolean"] is expected
