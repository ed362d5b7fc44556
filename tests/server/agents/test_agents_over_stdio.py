"""`legation mcp` answers one client on standard input and output."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from legation_server.cli.commands import mcp
from mcp.client import Client
from support.agent_calls import calling, over_stdio, rows_of, said, text_of
from support.heavy_queries import ENDLESS


def test_a_session_finds_a_statement_with_its_status(published: Path) -> None:
    async def session(client: Client) -> Any:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        return tools, await said(client, "facts", about=["Mossad"], status="unconfirmed")

    tools, answer = over_stdio(published, session)

    assert len(tools) == 6
    assert rows_of(answer)[0].startswith("UNCONFIRMED (alleged")


def test_the_limits_of_the_endpoint_hold(published: Path) -> None:
    result = over_stdio(published, calling("sparql", {"query": ENDLESS}), "--deadline", "0.5")

    assert result.is_error
    assert "stopped after 0.5 seconds" in text_of(result)


def test_a_folder_without_a_release_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(mcp, [str(tmp_path / "nothing")])

    assert result.exit_code == 1
    assert "legation build" in result.output


def test_a_release_without_an_index_is_told(dataset: Path) -> None:
    result = CliRunner().invoke(mcp, [str(dataset)])

    assert result.exit_code == 1
    assert "has no site.sqlite" in result.output


@pytest.mark.parametrize("host", ["--mcp-hosts", "--deadline"])
def test_the_command_tells_its_settings(host: str) -> None:
    assert host in CliRunner().invoke(mcp, ["--help"]).output
