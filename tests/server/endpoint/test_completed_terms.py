"""The terms that the query editor completes are those of the release, with their labels."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.endpoint.query_editor import BUILT_IN
from legation_server.query import ENDPOINTS
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.memory_store import MemoryStore
from support.some import some

NOT_INDEXED = {"prov:wasDerivedFrom", "rdf:first", "owl:unionOf", "sh:hasValue"}
PLAIN, WIKIDATA = "/query/terms.json", "/wd/query/terms.json"


def terms(client: FlaskClient, address: str) -> dict[str, dict[str, Any]]:
    found = json.loads(client.get(address).data)["terms"]
    return {term["name"]: term for term in found}


def test_terms_are_classes_properties_codes_and_entities_by_label(
    published_client: FlaskClient,
) -> None:
    found = terms(published_client, PLAIN)

    assert found["bil:Event"] == {"name": "bil:Event", "label": "event", "kind": "class"}
    assert found["id:israel"]["label"] == "Israel"
    assert "schema:Country" in found["id:israel"]["classes"]
    assert found["event-type:visit"]["kind"] == "code"
    assert found["event-type:visit"]["schemes"] == ["event-type"]
    assert found["bil:eventType"]["schemes"] == ["event-type"]
    assert "bil:Event" in found["bil:eventType"]["classes"]
    assert "bil:Claim" not in found["bil:eventType"]["classes"]
    assert {term["kind"] for term in found.values()} == {"class", "property", "code", "entity"}
    assert not any(name.startswith("wd") for name in some(found))


def test_terms_for_wikidata_are_items_and_properties_as_queries_write_them(
    published_client: FlaskClient,
) -> None:
    found = terms(published_client, WIKIDATA)

    assert found["wd:Q801"]["label"] == "Israel"
    assert found["wdt:P530"]["label"] == found["p:P530"]["label"] == "diplomatic relation"
    assert "id:israel" not in found


@pytest.mark.parametrize("address", [PLAIN, WIKIDATA])
def test_a_browser_keeps_the_terms_by_their_tag(
    published_client: FlaskClient, address: str
) -> None:
    first = published_client.get(address)
    again = published_client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.mimetype == "application/json"
    assert again.status_code == 304


def test_terms_have_no_name_twice(published_client: FlaskClient) -> None:
    names = [term["name"] for term in json.loads(published_client.get(PLAIN).data)["terms"]]

    assert len(names) == len(set(names)) > 500


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_what_a_release_without_examples_offers_can_be_asked(
    client: FlaskClient, endpoint: str
) -> None:
    for _, query in some(BUILT_IN[endpoint]):
        assert client.get(f"/{endpoint}", query_string={"query": query}).status_code == 200


@pytest.mark.parametrize("address", [PLAIN, WIKIDATA])
def test_terms_of_a_large_release_are_the_same_by_the_index(
    published: Path, published_store: MemoryStore, published_client: FlaskClient, address: str
) -> None:
    settings = Settings(store_above=1_000)
    large = create_app(open_release(published), published_store, settings).test_client()

    one, other = terms(published_client, address), terms(large, address)

    # The index does not tell of blank nodes, nor of where things were written.
    differing = [n for n in some(one) if one[n] != other.get(n) and n not in NOT_INDEXED]
    assert [(one[name], other.get(name)) for name in differing] == []
    assert one.keys() == other.keys()
    kinds = [[term["kind"] for term in found.values()] for found in (one, other)]
    assert kinds[0] == kinds[1]
