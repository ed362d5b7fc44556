"""Decide under which names /mcp may be called: a page of another site must not reach it."""

from collections.abc import Iterable

from legation_server.errors import Problem

MCP_PATH = "/mcp"
# Whoever calls these is on the same machine, or has its address.
LOCAL = ("localhost", "127.0.0.1", "[::1]")


def allowed_hosts(named: str) -> list[str]:
    """Return the values that Host may have, any port among them as `:*`.

    `named` are names of hosts, separated by spaces; this machine's own are always among them.
    Clients write the names of hosts in small letters, whatever letters the operator has.

    >>> allowed_hosts("example.org")[-2:]
    ['example.org', 'example.org:*']
    """
    hosts = dict.fromkeys([*LOCAL, *named.lower().split()])
    return [form for host in hosts for form in (host, f"{host}:*")]


def allowed_origins(hosts: Iterable[str]) -> list[str]:
    """Return the values that Origin may have, for those of Host."""
    return [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]


def check(value: str, allowed: Iterable[str], header: str) -> None:
    """Raise Problem when a header's value is none of those allowed.

    Against DNS rebinding (Model Context Protocol, Transports, Security Warning).

    >>> check("localhost:8000", allowed_hosts(""), "Host")
    """
    without_port = value.rpartition(":")[0] if not value.endswith("]") else ""
    if value in allowed or f"{without_port}:*" in allowed:
        return
    raise Problem(
        "misdirected-request",
        f"{MCP_PATH} is not served under the {header} {value[:100]!r}. The operator names "
        "the hosts with --mcp-hosts.",
    )
