"""The commands that read a release: serve, query, dump and release."""

from legation_server.cli.commands import dump, query, serve
from legation_server.cli.releases import release

__all__ = ["dump", "query", "release", "serve"]
