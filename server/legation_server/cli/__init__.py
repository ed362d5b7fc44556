"""The commands for those who serve a release: serve, query, dump, redirects and release."""

from legation_server.cli.commands import dump, query, serve
from legation_server.cli.redirect_rules import redirects
from legation_server.cli.releases import release

__all__ = ["dump", "query", "redirects", "release", "serve"]
