"""A triple that two documents state is one triple in the default graph, and two in their graphs."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from legation_server.isolation.pool import Pool
from legation_server.query import Task
from legation_server.releases.opening import open_release
from legation_server.settings import Settings

TWICE = """
BASE <https://w3id.org/legation/>
GRAPH <graph/one> { <id/a> <ns/knows> <id/b> . <id/a> <ns/sees> [ <ns/name> "x" ] }
GRAPH <graph/two> { <id/a> <ns/knows> <id/b> . <id/b> <ns/knows> <id/a> }
"""
ONCE = """
BASE <https://w3id.org/legation/>
GRAPH <graph/one> { <id/a> <ns/knows> <id/b> }
GRAPH <graph/two> { <id/b> <ns/knows> <id/a> }
"""


@pytest.fixture(params=[pytest.param(TWICE, id="repeated"), pytest.param(ONCE, id="not-repeated")])
def pool(
    request: pytest.FixtureRequest, make_dataset: Callable[[str], Path], on_disk: bool
) -> Iterator[Pool]:
    pool = Pool(
        replace(open_release(make_dataset(request.param)), on_disk=on_disk), Settings(workers=2)
    )
    yield pool
    pool.close()


def count(pool: Pool, pattern: str, clauses: str = "") -> int:
    query = f"SELECT (COUNT(*) AS ?n) {clauses} WHERE {{ {pattern} }}"
    rows = json.loads(pool.run(Task(query)).first)["results"]["bindings"]
    return int(rows[0]["n"]["value"])


def test_the_default_graph_holds_each_triple_once(pool: Pool) -> None:
    assert count(pool, "?s <ns/knows> ?o") == 2


@pytest.mark.parametrize(
    ("pool", "stated"),
    [pytest.param(TWICE, 3, id="repeated"), pytest.param(ONCE, 2, id="not-repeated")],
    indirect=["pool"],
)
def test_named_graphs_keep_what_they_state(pool: Pool, stated: int) -> None:
    one, two = (count(pool, f"GRAPH <graph/{n}> {{ ?s <ns/knows> ?o }}") for n in ("one", "two"))

    assert count(pool, "GRAPH ?g { ?s <ns/knows> ?o }") == one + two == stated


def test_a_blank_node_is_the_same_in_its_graph_and_in_the_default_graph(pool: Pool) -> None:
    in_graph = count(pool, "GRAPH ?g { ?s <ns/sees> ?o }")
    assert count(pool, "GRAPH ?g { ?s <ns/sees> ?o } ?o <ns/name> ?n") == in_graph


def test_a_dataset_clause_takes_the_place_of_the_default_graph(pool: Pool) -> None:
    assert count(pool, "<id/b> ?p ?o", "FROM <graph/one>") == 0
    assert count(pool, "<id/b> ?p ?o", "FROM <graph/two>") == 1
