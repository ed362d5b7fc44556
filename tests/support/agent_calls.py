"""Call the tools for agents as the SDK's own client does, over either transport."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

Session = Callable[[Client], Coroutine[Any, Any, Any]]


def over_http(url: str, session: Session, mode: str = "auto") -> Any:
    """Return what a session with the server at an address comes to."""

    async def run() -> Any:
        async with Client(f"{url}/mcp", mode=mode) as client:
            return await session(client)

    return asyncio.run(run())


def over_stdio(dataset: Path, session: Session, *options: str) -> Any:
    """Return what a session with `legation mcp` comes to."""
    program = "from legation_server.cli.commands import mcp; mcp()"

    async def run() -> Any:
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-c", program, str(dataset), "--workers", "2", *options],
            env=dict(os.environ),
        )
        async with Client(stdio_client(parameters)) as client:
            return await session(client)

    return asyncio.run(run())


async def said(client: Client, tool: str, **arguments: Any) -> str:
    """Return the text of a tool's answer."""
    result = await client.call_tool(tool, arguments)
    return text_of(result)


def text_of(result: Any) -> str:
    """Return the text that a model reads of a result, which has nothing beside it."""
    assert result.structured_content is None
    return "\n".join(part.text for part in result.content)


def calling(tool: str, arguments: Mapping[str, Any]) -> Session:
    """Return a session that makes one call and returns its result."""

    async def session(client: Client) -> Any:
        return await client.call_tool(tool, dict(arguments))

    return session


def rows_of(text: str) -> Sequence[str]:
    """Return the rows of an answer, each without the mark of a list item."""
    return [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]
