"""The tools at /mcp behind --store: most read the index, and queries go to the other engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_starts import STARTS
from mcp.client import Client
from support.agent_calls import calling, over_http, said, text_of
from support.other_engines import needs_oxigraph
from support.server_processes import Served, start_server

pytestmark = needs_oxigraph
COUNTRIES = """SELECT ?country WHERE { ?country a schema:Country ; rdfs:label "Israel"@en }"""
NOTHING = "SELECT * { ?event a bil:Evnt }"
# Each tool with arguments for which the release has an answer.
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("search", {"words": "Mossad"}),
    ("get", {"name": "id:israel"}),
    ("facts", {"about": "Mossad"}),
    ("disputes", {}),
    ("schema", {}),
    ("sparql", {"query": COUNTRIES}),
    ("sparql", {"query": "ASK { ?s a bil:Claim }"}),
]


@pytest.fixture(scope="module")
def front(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server in front of `oxigraph serve`."""
    with STARTS["oxigraph"](published, tmp_path_factory.mktemp("oxigraph")) as address:
        served = start_server(published, "--store", address, "--deadline", "2")
        yield served
        served.stop()


@pytest.mark.parametrize(("tool", "arguments"), CALLS)
def test_a_tool_answers_as_over_data_of_our_own(
    front: Served, published_server: Served, tool: str, arguments: dict[str, Any]
) -> None:
    one, other = (
        over_http(server.url, calling(tool, arguments)) for server in (published_server, front)
    )

    assert not one.is_error
    assert not other.is_error
    assert sorted(text_of(one).splitlines()) == sorted(text_of(other).splitlines())


def test_a_query_that_finds_nothing_is_told_the_nearest_term(front: Served) -> None:
    async def session(client: Client) -> Any:
        return await said(client, "sparql", query=NOTHING)

    found = over_http(front.url, session)

    assert "bil:Evnt" in found
