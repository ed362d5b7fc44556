"""The endpoint tells programs what it speaks, holds and allows."""

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.endpoint.service_description import W3C_FORMATS
from legation_server.formats import GRAPHS, SOLUTIONS, Format
from legation_server.isolation.pool import Pool
from legation_server.rdf.writer import RDF_FORMATS
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.some import some

PREFIXES = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX sparql: <http://www.w3.org/ns/sparql#>
"""


def described(client: FlaskClient, offer: Format = GRAPHS[0]) -> ox.Store:
    response = client.get("/sparql", headers={"Accept": offer.media_type})
    assert response.content_type == offer.content_type
    store = ox.Store()
    store.load(response.data, format=RDF_FORMATS[offer.name])
    return store


def says(client: FlaskClient, pattern: str) -> bool:
    found = described(client).query(f"{PREFIXES} ASK {{ ?service a sd:Service . {pattern} }}")
    assert isinstance(found, ox.QueryBoolean)
    return bool(found)


@pytest.mark.parametrize(
    "pattern",
    [
        "?service sd:endpoint <http://localhost/sparql>",
        "?service sd:supportedLanguage sd:SPARQL11Query, sd:SPARQLQuery",
        "?service sd:supportedVersion <http://www.w3.org/ns/sparql#version-1.1>",
        "?service sd:supportedVersion <http://www.w3.org/ns/sparql#version-1.2>",
        "?service sd:feature sd:UnionDefaultGraph",
        "?service sd:defaultEntailmentRegime <http://www.w3.org/ns/entailment/Simple>",
        "?service rdfs:seeAlso <http://localhost/errors>",
        "?service sd:defaultDataset [ rdfs:seeAlso <http://localhost/dumps/void.ttl> ]",
        "?service sd:defaultDataset [ dcterms:license ?licence ]",
        "?service sd:defaultDataset [ void:sparqlEndpoint <http://localhost/sparql> ]",
        "FILTER NOT EXISTS { ?service sd:feature sd:BasicFederatedQuery }",
        "FILTER NOT EXISTS { ?service sd:supportedLanguage sd:SPARQL11Update }",
    ],
)
def test_a_client_learns_what_it_needs(client: FlaskClient, pattern: str) -> None:
    assert says(client, pattern)


def test_every_format_is_listed(client: FlaskClient) -> None:
    for offer in (*SOLUTIONS, *GRAPHS):
        name = W3C_FORMATS[offer.name]
        assert says(client, f"?service sd:resultFormat <http://www.w3.org/ns/formats/{name}>")


def test_every_graph_is_listed_with_its_size(client: FlaskClient, release: Release) -> None:
    dataset = "?service sd:defaultDataset ?dataset ; sd:availableGraphs ?dataset . ?dataset "
    for graph in some(release.graphs):
        named = f"sd:name <{graph.iri}> ; sd:graph [ void:triples {graph.quads} ]"
        assert says(client, f"{dataset} sd:namedGraph [ {named} ]")
    # What several graphs say stands in the default graph once: nobody counted that.
    assert says(
        client, f"{dataset} sd:defaultGraph ?all FILTER NOT EXISTS {{ ?all void:triples ?n }}"
    )


def test_endpoint_is_the_one_that_the_release_describes(
    client: FlaskClient, release: Release
) -> None:
    assert says(client, f"FILTER (?service = <{release.base}sparql>)")


def test_dataset_is_the_one_that_the_release_describes(
    client: FlaskClient, release: Release
) -> None:
    assert says(client, f"?service sd:defaultDataset <{release.base}dataset>")


def test_the_limits_in_force_are_told(release: Release, pool: Pool) -> None:
    settings = Settings(deadline=7, memory=77, result_rows=777, query_length=7777)
    client = create_app(release, pool, settings).test_client()

    for words in ("7 seconds", "77 MiB", "777 rows", "7,777 bytes"):
        assert says(client, f'?service rdfs:comment ?c FILTER(CONTAINS(?c, "{words}"))')


def test_calls_to_others_are_told_where_there_are_any(release: Release, pool: Pool) -> None:
    settings = Settings(service_allow="https://example.org/sparql")
    client = create_app(release, pool, settings).test_client()

    assert says(client, "?service sd:feature sd:BasicFederatedQuery")


@pytest.mark.parametrize("offer", GRAPHS, ids=lambda offer: offer.name)
def test_the_description_comes_in_every_graph_format(client: FlaskClient, offer: Format) -> None:
    assert len(described(client, offer)) == len(described(client))
