"""Example queries are found where the SIB's editor and assistants look, and in the form they read."""

import json

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from support.some import some

BASE = "https://w3id.org/legation/"
SCHEMA = Namespace("https://schema.org/")
# What sparql-editor and sparql-llm ask: of the endpoint, or of the file.
QUERIES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query } ORDER BY ?sq"""
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"""


@pytest.fixture(scope="module")
def examples(published_client: FlaskClient) -> Graph:
    """The examples as a program gets them that follows the address."""
    address = "/.well-known/sparql-examples"
    response = published_client.get(address, follow_redirects=True)
    assert response.mimetype == "text/turtle"
    return Graph().parse(data=response.data)


def asked(client: FlaskClient, query: str) -> list[dict[str, str]]:
    response = client.get("/sparql", query_string={"ac": "1", "query": query})
    rows = json.loads(response.data)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]


def test_every_example_is_found_in_the_file_and_at_the_endpoint(
    published_client: FlaskClient, examples: Graph
) -> None:
    rows = asked(published_client, QUERIES)

    assert len(rows) >= 30
    assert [row["sq"] for row in rows] == [str(row[0]) for row in examples.query(QUERIES)]  # type: ignore[index]


def test_every_example_is_described_as_the_layout_asks(examples: Graph) -> None:
    for example in some(examples.subjects(RDF.type, SH.SPARQLExecutable)):
        assert str(example).startswith(BASE + "examples/")
        assert examples.value(example, RDFS.comment).language == "en"  # type: ignore[union-attr]
        assert examples.value(example, SH.prefixes) == URIRef(BASE + "examples")
        assert examples.value(example, SCHEMA.target) == URIRef(BASE + "sparql")
        assert list(examples.objects(example, SCHEMA.keywords)), example


def test_every_example_can_be_read_with_the_prefixes_declared(
    published_client: FlaskClient, examples: Graph
) -> None:
    rows = asked(published_client, PREFIXES)
    prefixes = {row["prefix"]: row["namespace"] for row in rows}

    assert {"bil", "id", "modality"} <= prefixes.keys()
    for row in asked(published_client, QUERIES):
        prepareQuery(row["query"], initNs=prefixes)


def test_a_browser_gets_the_page(published_client: FlaskClient) -> None:
    for address in ("/.well-known/sparql-examples", "/.well-known/sparql-examples/"):
        browser = {"Accept": "text/html"}
        page = published_client.get(address, headers=browser, follow_redirects=True)
        assert "Example queries</h1>" in page.text


def test_the_query_page_offers_every_example(
    published_client: FlaskClient, examples: Graph
) -> None:
    page = published_client.get("/query").text

    assert page.count('class="example"') == len(
        list(examples.subjects(RDF.type, SH.SPARQLExecutable))
    )


def test_a_release_without_examples_says_so(client: FlaskClient) -> None:
    response = client.get("/.well-known/sparql-examples")

    assert response.status_code == 404
    assert "no example queries" in json.loads(response.data)["detail"]
