"""The catalogue of a large release is read some entities at a time, and is the same."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.isolation.pool import Pool
from legation_server.query import Task
from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.matching.catalogue_queries import load_catalogue
from legation_server.releases.manifest import Release
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from legation_server.site_index import SiteIndex, entity_paths

Row = Mapping[str, Mapping[str, str]]
ADDRESSES = [
    "/reconcile",
    "/reconcile?query=Ilham+Aliyev",
    "/reconcile?query=SOCAR",
    "/reconcile/suggest/entity?prefix=Az",
    "/reconcile/properties?type=schema:Person",
    "/reconcile/preview?id=israel",
]


def read(pool: Pool, release: Release, known: list[str] | None) -> tuple[Catalogue, list[str]]:
    """Return the catalogue, and the queries for it."""
    asked: list[str] = []

    def select(query: str) -> list[Row]:
        asked.append(query)
        answer = pool.run(Task(query, internal=True), buffered=1 << 30)
        return list(json.loads(answer.first)["results"]["bindings"])

    return load_catalogue(select, release.base, release.prefixes, known), asked


def test_it_is_the_same_as_by_a_query_over_everything(
    published_pool: Pool, published_release: Release, index: SiteIndex
) -> None:
    known = [published_release.base + path for path in entity_paths(index)]

    one, _ = read(published_pool, published_release, None)
    other, asked = read(published_pool, published_release, known)

    assert one.entities and one.entities == other.entities
    assert one.types.terms and one.types.terms == other.types.terms
    assert one.properties.terms and one.properties.terms == other.properties.terms
    assert {"STRSTARTS(STR(?subject)" in query for query in asked} == {False}


def test_many_entities_are_asked_about_in_several_queries(
    published_pool: Pool, published_release: Release, index: SiteIndex
) -> None:
    known = [published_release.base + path for path in entity_paths(index)]
    unknown = [f"{published_release.base}id/nobody-{number}" for number in range(1_000)]

    few, some_queries = read(published_pool, published_release, known)
    same, more_queries = read(published_pool, published_release, [*known, *unknown])

    assert few.entities == same.entities
    assert len(more_queries) == len(some_queries) + 2 * 2


@pytest.fixture(scope="module")
def on_disk_client(published: Path, published_pool: Pool) -> FlaskClient:
    release = replace(open_release(published), on_disk=True)
    return create_app(release, published_pool, Settings()).test_client()


@pytest.mark.parametrize("address", ADDRESSES)
def test_clients_get_the_same_answers(
    reconciler: FlaskClient, on_disk_client: FlaskClient, address: str
) -> None:
    assert reconciler.get(address).text == on_disk_client.get(address).text
