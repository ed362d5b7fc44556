"""The commands of those who serve: serve, push, mcp, query, dump, redirects and release."""

from legation_server.cli.commands import dump, mcp, query, serve
from legation_server.cli.pushing import push
from legation_server.cli.redirect_rules import redirects
from legation_server.cli.releases import release

__all__ = ["dump", "mcp", "push", "query", "redirects", "release", "serve"]
