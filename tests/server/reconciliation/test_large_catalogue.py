"""Names of a large release are matched by the index of pages, with the same answers as by all."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.query import Answer, Task
from legation_server.reconciliation import service as services
from legation_server.reconciliation.matching import indexed_catalogue
from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.matching.indexed_catalogue import IndexedCatalogue
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.memory_store import MemoryStore
from support.some import some

ADDRESSES = [
    "/reconcile",
    "/reconcile?query=Ilham+Aliyev",
    "/reconcile?query=SOCAR",
    "/reconcile?query=Aliyev,+Ilham",
    "/reconcile?query=Q227",
    "/reconcile?query=IDF",
    "/reconcile?query=Baku&type=schema:City",
    "/reconcile?query=Israel&type=schema:Place&type_strict=should",
    "/reconcile?query=%E2%80%94",
    "/reconcile/suggest/entity?prefix=Az",
    "/reconcile/suggest/entity?prefix=a",
    "/reconcile/suggest/entity?prefix=a&cursor=20",
    "/reconcile/suggest/entity?prefix=",
    "/reconcile/suggest/entity?prefix=&cursor=40",
    "/reconcile/suggest/entity?prefix=republic+of+az",
    "/reconcile/suggest/entity?prefix=Izrael",
    "/reconcile/suggest/entity?prefix=Q801",
    "/reconcile/suggest/type?prefix=p",
    "/reconcile/suggest/property?prefix=n",
    "/reconcile/properties",
    "/reconcile/properties?type=schema:Person",
    "/reconcile/preview?id=israel",
    "/reconcile/preview?id=nobody",
    "/reconcile/help",
]
QUERIES: list[dict[str, Any]] = [
    {"query": "Baku", "properties": [{"pid": "country", "v": "Azerbaijan"}]},
    {"query": "Aliyev", "properties": [{"pid": "skos:exactMatch", "v": "Q57432"}]},
    {"query": "", "properties": [{"pid": "skos:exactMatch", "v": "Q227"}]},
    {"query": "", "properties": [{"pid": "country", "v": {"id": "israel", "name": "Israel"}}]},
    {"query": "", "properties": [{"pid": "country", "v": "State of Israel"}]},
    {"query": "", "properties": [{"pid": "country", "v": ["Israel", 'of "two"\r\n\tlines\\']}]},
]
SEED, MISSPELT = 7, 150


class NoScan(MemoryStore):
    """A store that refuses what would go through a whole release."""

    def run(self, task: Task, *more: Any, **options: Any) -> Answer:
        """Return the answer to a task."""
        assert "STRSTARTS(STR(?subject)" not in task.query
        assert "STRSTARTS(STR(?thing)" not in task.query
        return super().run(task, *more, **options)


@pytest.fixture(scope="module")
def indexed(published: Path, published_store: MemoryStore) -> FlaskClient:
    release = replace(open_release(published), on_disk=True)
    store = NoScan()
    store.triples = published_store.triples
    return create_app(release, store, Settings()).test_client()


def catalogue_of(client: FlaskClient) -> Catalogue:
    with client.application.test_request_context():
        return services.service().catalogue


def test_all_entities_types_and_properties_are_the_same(
    reconciler: FlaskClient, indexed: FlaskClient
) -> None:
    one, other = catalogue_of(reconciler), catalogue_of(indexed)

    assert isinstance(other, IndexedCatalogue)
    assert one.entities and dict(one.entities) == dict(other.entities)
    assert one.types.terms and one.types.terms == other.types.terms
    assert one.properties.terms and one.properties.terms == other.properties.terms
    assert one.type_counts() == other.type_counts()


@pytest.mark.parametrize("address", ADDRESSES)
def test_clients_get_the_same_answers(
    reconciler: FlaskClient, indexed: FlaskClient, address: str
) -> None:
    assert reconciler.get(address).text == indexed.get(address).text


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: json.dumps(query)[:60])
def test_queries_with_properties_get_the_same_answers(
    reconciler: FlaskClient, indexed: FlaskClient, query: Mapping[str, Any]
) -> None:
    asked = {"queries": json.dumps({"q": query})}

    one, other = (client.post("/reconcile", data=asked).json for client in (reconciler, indexed))

    assert one is not None and some(one["q"]["result"])
    assert one == other


def test_misspelt_names_get_the_same_first_answer(
    reconciler: FlaskClient, indexed: FlaskClient
) -> None:
    chance = random.Random(SEED)
    names = sorted(
        {name for each in catalogue_of(reconciler).entities.values() for name in each.labels}
    )
    asked = {}
    for number, name in enumerate(chance.sample(names, MISSPELT)):
        place = chance.randrange(len(name))
        wrong = name[:place] + chance.choice(["", "x", name[place] * 2]) + name[place + 1 :]
        asked[f"q{number}"] = {"query": wrong, "limit": 1}

    one, other = (
        client.post("/reconcile", data={"queries": json.dumps(asked)}).json
        for client in (reconciler, indexed)
    )

    assert one and other
    differing = [key for key in some(asked) if one[key] != other[key]]
    assert [(asked[key], one[key], other[key]) for key in differing] == []


def test_data_of_entities_are_the_same(reconciler: FlaskClient, indexed: FlaskClient) -> None:
    names = ["rdfs:label", "skos:altLabel", "country", "event", "date", "rdf:type"]
    extend = {"ids": ["baku", "israel", "nobody", "Q227"], "properties": [{"id": n} for n in names]}

    one, other = (
        client.post("/reconcile", data={"extend": json.dumps(extend)}).json
        for client in (reconciler, indexed)
    )

    assert one is not None and one["rows"]["baku"]["country"]
    assert one == other


def test_a_large_release_behind_another_engine_is_matched_by_the_index_too(
    published: Path, published_store: MemoryStore
) -> None:
    settings = Settings(store_above=1_000)

    client = create_app(open_release(published), published_store, settings).test_client()

    assert isinstance(catalogue_of(client), IndexedCatalogue)


def test_what_is_looked_up_is_bounded(
    indexed: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexed_catalogue, "MOST_BEGINNING", 5)
    monkeypatch.setattr(indexed_catalogue, "MOST_ALIKE", 3)

    assert len(catalogue_of(indexed).beginning("a")) <= 8
