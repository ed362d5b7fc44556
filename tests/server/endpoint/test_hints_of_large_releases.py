"""In a large release the index finds the nearest names, and no query goes through all things."""

import json
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from legation_server.endpoint.nearest_terms import nearest_name
from legation_server.query import Answer, Task
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from legation_server.site_index import SiteIndex
from support.memory_store import MemoryStore, loaded
from support.small_release import BASE
from support.some import some
from support.two_releases import names

NAMED = "SELECT DISTINCT ?x { ?x a ?type FILTER(isIRI(?x)) } ORDER BY ?x"
SEED, MISTYPED = 3, 120
# The names of other nodes are generated, or differ in a number alone.
WRITTEN = re.compile(f"{BASE}(id/|code/|ns#|graph/|[a-z-]+/(?!p-)).*")
GENERATED = re.compile("_|/wikidata/|/mappings/|#dumps/")
ADDRESSES = [
    "/id/isreal",
    "/id/isreal.ttl",
    "/azerbijan-israel",
    "/ns%23Evnt",
    "/ns/Clam",
    "/code/event-type/vist",
    "/code/event-typ",
    "/azerbaijan-israel/iran-rebuke-2013",
    "/azerbaijan-izrael/iran-rebuke-2012",
    "/graph/alignment",
    "/nowhere-at-all",
]


class Watched(MemoryStore):
    """A store that refuses what asks about all things of a release, or of a graph."""

    def run(self, task: Task, *more: Any, **options: Any) -> Answer:
        """Return the answer to a task."""
        assert "?x a ?type FILTER(isIRI(?x) && STRSTARTS" not in task.query
        assert "?s a ?type" not in task.query
        return super().run(task, *more, **options)


@pytest.fixture(scope="module")
def large(published: Path, published_store: MemoryStore) -> FlaskClient:
    store = Watched()
    store.triples = published_store.triples
    settings = Settings(store_above=1_000)
    return create_app(open_release(published), store, settings).test_client()


def rows_of(store: MemoryStore, query: str) -> list[Mapping[str, Mapping[str, str]]]:
    """Return the rows of a query as SPARQL JSON has them."""
    return list(json.loads(store.run(Task(query)).first)["results"]["bindings"])


def test_the_nearest_name_is_the_same(
    published: Path, published_store: MemoryStore, index: SiteIndex
) -> None:
    release, chance = open_release(published), random.Random(SEED)

    def rows(query: str) -> list[Mapping[str, Mapping[str, str]]]:
        return rows_of(published_store, query)

    names = [row["x"]["value"] for row in rows(NAMED)]
    known = [name for name in names if WRITTEN.match(name) and not GENERATED.search(name)]
    differing = []
    for name in chance.sample(some(known), MISTYPED):
        place = len(name) - 1 - chance.randrange(4)
        wrong = name[:place] + chance.choice(["", "x", "q"]) + name[place + 1 :]
        one = nearest_name(wrong, release, rows)
        other = nearest_name(wrong, release, rows, index)
        if one != other:
            differing.append((wrong, one, other))

    assert differing == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_not_there_has_the_same_suggestions(
    published_client: FlaskClient, large: FlaskClient, address: str
) -> None:
    one, other = (
        client.get(address, headers={"Accept": "application/json"})
        for client in (published_client, large)
    )

    assert one.status_code == other.status_code == 404
    assert one.get_json()["suggestions"] == other.get_json()["suggestions"]


def test_a_document_that_is_mistyped_is_found_with_what_is_in_it(large: FlaskClient) -> None:
    found = large.get("/azerbaijan-izrael/iran-rebuke-2012").text

    assert "/azerbaijan-israel/iran-rebuke-2012" in found


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        (f"SELECT * {{ <{BASE}id/isreal> ?p ?o }}", "id:israel (Israel)"),
        ("SELECT * { ?s a bil:Evnt }", "bil:Event"),
        ('SELECT * { ?s rdfs:label "Isreal"@en }', "Israel"),
    ],
)
def test_a_query_that_finds_nothing_is_told_the_nearest(
    published: Path, published_pool: Any, query: str, hint: str
) -> None:
    settings = Settings(store_above=1_000)
    large = create_app(open_release(published), published_pool, settings).test_client()

    hints = large.get("/sparql", query_string={"query": query}).headers["X-Query-Hints"]

    assert hint in hints


def test_what_only_an_earlier_release_has_is_gone(pair: Path) -> None:
    release = open_release(pair)
    store = loaded(release)
    large = create_app(release, store, Settings(store_above=1_000)).test_client()

    found = large.get("/freedonia-sylvania/grain-promise")

    old, _ = names(pair)
    assert found.status_code == 410
    assert old in found.text
    assert large.get("/freedonia-sylvania/grain-nothing").status_code == 404
