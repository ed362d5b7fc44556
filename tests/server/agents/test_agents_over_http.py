"""The tools at /mcp of a server, by the SDK's own client, and by clients that mean no good."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from legation_server.agents.edge.tools import MOST_ROWS
from legation_server.releases.listing import roll_back
from mcp.client import Client
from support.agent_calls import calling, over_http, rows_of, said, text_of
from support.eventually import eventually
from support.heavy_queries import ENDLESS
from support.server_processes import Served, busy, start_server
from support.some import some
from support.swapping import OFTEN, serves
from support.two_releases import names

TOOLS = ["search", "get", "facts", "disputes", "schema", "sparql"]
HEADERS = {"Accept": "application/json, text/event-stream"}
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


@pytest.fixture(scope="module")
def strict_server(published: Path) -> Iterator[Served]:
    """A server whose queries may take half a second, and that two names call."""
    served = start_server(
        published, "--workers", "2", "--deadline", "0.5", "--mcp-hosts", "agents.example"
    )
    yield served
    served.stop()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_clients_of_either_protocol_list_six_tools_that_only_read(
    published_server: Served, mode: str
) -> None:
    async def session(client: Client) -> Any:
        return await client.list_tools()

    found = over_http(published_server.url, session, mode).tools

    assert [tool.name for tool in found] == TOOLS
    for tool in some(found):
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert tool.description


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_answer_is_text_alone(published_server: Served, mode: str) -> None:
    result = over_http(published_server.url, calling("facts", {"about": "Mossad"}), mode)

    assert not result.is_error
    assert rows_of(text_of(result))


def test_a_session_leads_from_nothing_to_a_citation_that_resolves(
    published_server: Served,
) -> None:
    async def session(client: Client) -> str:
        found = await said(client, "search", words="Mossad")
        assert "id:mossad" in found
        return await said(client, "facts", about=["id:mossad", "Iran"], status="unconfirmed")

    (row, *_) = rows_of(over_http(published_server.url, session))
    claim = row.partition("| claim ")[2].split()[0]

    assert row.startswith("UNCONFIRMED (alleged")
    path = claim.removeprefix("https://w3id.org/legation")
    assert published_server.get(path, headers={"Accept": "text/html"}).ok


def test_instructions_resources_and_prompts_tell_how_to_answer(published_server: Served) -> None:
    async def session(client: Client) -> Any:
        pages = [
            str((await client.read_resource(one.uri)).contents[0])
            for one in (await client.list_resources()).resources
        ]
        prompts = [one.name for one in (await client.list_prompts()).prompts]
        asked = await client.get_prompt("ask", {"question": "Who?"})
        return client.instructions, pages, prompts, str(asked.messages[0].content)

    instructions, pages, prompts, asked = over_http(published_server.url, session)

    assert "never tell it as a fact" in instructions
    assert any("# How statements are recorded" in page for page in some(pages))
    assert any("Release " in page for page in some(pages))
    assert len(prompts) == 4
    assert "tools alone: Who?" in asked


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("nothing", {}, "Unknown tool: nothing"),
        ("facts", {"limit": 10**9}, f"less than or equal to {MOST_ROWS}"),
        ("facts", {"about": ["x"] * 1000}, "at most 5 items"),
        ("search", {"words": "x" * 100_000}, "at most 300 characters"),
        ("search", {}, "Field required"),
        ("sparql", {"query": "#" * 150_000}, "the limit is 100,000"),
        ("sparql", {"query": "SELECT * { ?s ?p"}, "Line 1, column"),
        ("sparql", {"query": "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"}, "read-only"),
        ("sparql", {"query": "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"}, "endpoint"),
        ("get", {"name": "Israel", "release": "zz"}, "is not served any more"),
        ("facts", {"status": "sure"}, "is none of stated"),
    ],
)
def test_a_call_that_cannot_be_answered_says_what_to_do(
    published_server: Served, tool: str, arguments: dict[str, Any], told: str
) -> None:
    result = over_http(published_server.url, calling(tool, arguments))

    assert result.is_error
    assert told in text_of(result)
    assert len(text_of(result)) < 2_000
    assert "Traceback" not in text_of(result)


def test_an_endless_query_ends_at_the_deadline_and_its_worker_comes_back(
    strict_server: Served,
) -> None:
    result = over_http(strict_server.url, calling("sparql", {"query": ENDLESS}))

    assert result.is_error
    assert "stopped after 0.5 seconds" in text_of(result)
    assert eventually(lambda: busy(strict_server)["free"] == 2)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil"])
def test_another_host_is_refused_with_the_remedy(strict_server: Served, host: str) -> None:
    answer = strict_server.post("/mcp", json=LIST, headers={**HEADERS, "Host": host})

    assert answer.status_code == 421
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "--mcp-hosts" in answer.json()["detail"]


@pytest.mark.parametrize("host", ["agents.example", "agents.example:8443", "localhost:9"])
def test_a_host_that_is_named_is_answered(strict_server: Served, host: str) -> None:
    answer = strict_server.post("/mcp", json=LIST, headers={**HEADERS, "Host": host})

    assert answer.status_code == 200
    assert answer.headers["Server"] == "legation"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Date"]
    assert len(answer.json()["result"]["tools"]) == len(TOOLS)


def test_a_page_of_another_site_is_refused(strict_server: Served) -> None:
    headers = {**HEADERS, "Origin": "https://evil.example"}
    answer = strict_server.post("/mcp", json=LIST, headers=headers)

    assert answer.status_code == 421


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS", "HEAD"])
def test_nothing_but_post_is_taken(strict_server: Served, method: str) -> None:
    answer = requests.request(method, strict_server.url + "/mcp", headers=HEADERS, timeout=60)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 50_000,
        b'{"a":' * 20_000,
        b"\xff\xfe",
        json.dumps([LIST] * 1000).encode(),
        json.dumps({**LIST, "method": "tools/nothing"}).encode(),
        json.dumps({**LIST, "params": {"x": "y" * 100_000}}).encode(),
    ],
    ids=["empty", "cut", "deep", "deeper", "no UTF-8", "batch", "unknown method", "huge"],
)
def test_a_body_that_is_no_message_harms_nobody(strict_server: Served, body: bytes) -> None:
    headers = {**HEADERS, "Content-Type": "application/json"}
    answer = strict_server.post("/mcp", data=body, headers=headers)

    assert answer.status_code < 500
    assert not over_http(strict_server.url, calling("schema", {})).is_error


def test_a_body_beyond_the_limit_is_not_read(strict_server: Served) -> None:
    headers = {**HEADERS, "Content-Type": "application/json"}
    answer = strict_server.post("/mcp", data=b" " * 5_000_000, headers=headers)

    assert answer.status_code == 413


def test_the_rate_limit_counts_calls_of_agents(published: Path) -> None:
    served = start_server(published, "--workers", "1", "--rate-limit", "3")
    try:
        statuses = [served.post("/mcp", json=LIST, headers=HEADERS).status_code for _ in range(6)]
    finally:
        served.stop()

    assert statuses[-1] == 429
    assert 200 in statuses


def test_calls_are_counted_in_the_metrics(published_server: Served) -> None:
    over_http(published_server.url, calling("schema", {}))

    assert 'part="agents"' in published_server.get("/metrics").text


def test_a_new_release_is_told_of_and_an_answer_about_the_old_one_is_not_gone_on_with(
    pair_copy: Path,
) -> None:
    old, new = names(pair_copy)
    served = start_server(pair_copy, *OFTEN)
    try:
        first = text_of(over_http(served.url, calling("facts", {"limit": 1})))
        roll_back(pair_copy, old)
        assert serves(served, old)
        second = text_of(over_http(served.url, calling("facts", {"limit": 1})))
        third = over_http(served.url, calling("facts", {"release": new}))
    finally:
        served.stop()

    assert f"release {new}" in first
    assert f"release {old}" in second
    assert third.is_error
    assert f"now it is {old}" in text_of(third)


@pytest.mark.parametrize("told", ["192.0.2.1", "198.51.100.9, 192.0.2.1"])
def test_behind_a_proxy_the_limit_is_that_of_the_client_it_names(
    published: Path, told: str
) -> None:
    served = start_server(
        published, "--workers", "1", "--desks", "0", "--rate-limit", "2", "--proxies", "1"
    )
    try:
        one = [
            served.post("/mcp", json=LIST, headers={**HEADERS, "X-Forwarded-For": told})
            for _ in range(5)
        ]
        other = served.post("/mcp", json=LIST, headers={**HEADERS, "X-Forwarded-For": "192.0.2.2"})
    finally:
        served.stop()

    assert one[-1].status_code == 429
    assert other.status_code == 200


def test_a_release_without_an_index_is_told_with_the_remedy(server: Served) -> None:
    answer = server.post("/mcp", json=LIST, headers=HEADERS)

    assert answer.status_code == 404
    assert "no site.sqlite" in answer.json()["detail"]
    assert "legation build" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("facts", {"about": "Mossad", "limit": 0}, "limit: Input should be greater than or equal"),
        ("facts", {"about": "Mossad", "kind": "visitt"}, "Nearest: visit"),
        ("search", {}, "words: Field required."),
    ],
)
def test_an_error_tells_how_to_call_again_and_leads_nowhere_else(
    published_server: Served, tool: str, arguments: dict[str, Any], told: str
) -> None:
    result = over_http(published_server.url, calling(tool, arguments))

    assert result.is_error
    assert told in text_of(result)
    assert text_of(result).endswith("Correct the argument and call the tool again.")
    assert "pydantic" not in text_of(result)
    assert "UTF-8" not in text_of(result)
