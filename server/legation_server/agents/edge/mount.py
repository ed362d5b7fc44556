"""The protocol at /mcp of a server: streamable HTTP, each request by itself, answers in JSON."""

import asyncio
import json
import time
from collections.abc import MutableMapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from legation_server.agents.edge.allowed_hosts import (
    MCP_PATH,
    allowed_hosts,
    allowed_origins,
    check,
)
from legation_server.agents.edge.stdio import run
from legation_server.agents.library import Library
from legation_server.errors import Problem
from legation_server.protocol import http_date, problem_document, problem_json
from legation_server.web import Receive, Scope, Send, Site, body_limit

# The part of the site by which requests are counted.
PART = "agents"


class McpMount:
    """An ASGI application for one release; belongs to the event loop's thread."""

    def __init__(self, site: Site) -> None:
        """Answer about a site's release; what this needs is loaded at the first request."""
        self._site = site
        self._hosts = allowed_hosts(site.settings.mcp_hosts)
        self._origins = allowed_origins(self._hosts)
        self._application: Any = None
        self._lock = asyncio.Lock()
        self._ending = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and count it."""
        began = time.perf_counter()
        status = 0

        async def counted(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*_own_headers(), *message["headers"]]}
            await send(message)

        try:
            self._check(scope)
            application = await self._begun()
            await application({**scope, "path": MCP_PATH, "root_path": ""}, receive, counted)
        except Problem as problem:
            await _refuse(problem, counted, time.perf_counter() - began)
        finally:
            seconds = time.perf_counter() - began
            self._site.metrics.observe(PART, status, seconds)
            if self._site.settings.access_log:
                self._site.lifetime.operator.write(json.dumps(_line(scope, status, seconds)))

    def _check(self, scope: Scope) -> None:
        """Raise Problem for a request that is none for here, or one too many."""
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        check(headers.get("host", ""), self._hosts, "Host")
        if origin := headers.get("origin"):
            check(origin, self._origins, "Origin")
        if self._site.lifetime.limiter:
            self._site.lifetime.limiter.count(self._client(scope, headers))
        if scope["method"] != "POST":
            # There are no sessions, and so no streams to open and nothing to delete.
            raise Problem(
                "method-not-allowed",
                f"{MCP_PATH} takes messages of the Model Context Protocol by POST.",
                headers={"Allow": "POST"},
            )

    def _client(self, scope: Scope, headers: dict[str, str]) -> str:
        """Return the address of a client, by the word of the proxies in front, if there are any."""
        told = [part.strip() for part in headers.get("x-forwarded-for", "").split(",")]
        proxies = self._site.settings.proxies
        if proxies and len(told) >= proxies and told[-proxies]:
            return told[-proxies]
        return str((scope.get("client") or ("",))[0])

    async def _begun(self) -> Any:
        """Return the SDK's application, which runs from the first request on; raises Problem."""
        async with self._lock:
            if self._application is None:
                site = self._site
                library = Library(site.release, site.settings, site.index, partial(run, site.store))
                server = await asyncio.to_thread(_server, library)
                self._application = server.streamable_http_app(
                    streamable_http_path=MCP_PATH,
                    json_response=True,
                    stateless_http=True,
                    max_request_body_size=body_limit(site.settings),
                    transport_security=_security(self._hosts, self._origins),
                )
                started = asyncio.Event()
                self._running = asyncio.create_task(self._run(server, started))
                await started.wait()
            return self._application

    async def _run(self, server: Any, started: asyncio.Event) -> None:
        # What the manager begins has to be ended by the same task.
        async with server.session_manager.run():
            started.set()
            await self._ending.wait()

    async def close(self) -> None:
        """End what the first request began."""
        self._ending.set()
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)


def _server(library: Library) -> Any:
    # Importing the SDK takes a second, which servers that no agent asks do without.
    from legation_server.agents.edge.tools import make_server

    return make_server(library)


def _security(hosts: list[str], origins: list[str]) -> Any:
    from mcp.server.transport_security import TransportSecuritySettings

    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


def _own_headers() -> list[tuple[bytes, bytes]]:
    """Return the headers that every answer has (RFC 9110, section 6.6.1; RFC 9111, 5.2.2.5)."""
    return [
        (b"date", http_date(int(time.time())).encode()),
        (b"server", b"legation"),
        (b"cache-control", b"no-store"),
    ]


async def _refuse(problem: Problem, send: Send, seconds: float) -> None:
    """Send a problem document (RFC 9457)."""
    body = problem_json(problem_document(problem, seconds))
    headers = {
        "content-type": "application/problem+json",
        "content-length": str(len(body)),
        **problem.headers,
    }
    coded = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": coded})
    await send({"type": "http.response.body", "body": body})


def _line(scope: Scope, status: int, seconds: float) -> dict[str, object]:
    """Return what the access log says about a request."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": str((scope.get("client") or ("",))[0]),
        "method": scope["method"],
        "path": MCP_PATH,
        "status": status,
        "milliseconds": round(1000 * seconds, 2),
        "query": None,
    }
