"""The release's files for Wikidata's tools, at their own address."""

from flask import Blueprint, Response

from legation_server.dumps import find, serve

blueprint = Blueprint("wikidata", __name__)


@blueprint.get("/wikidata/<name>")
def file(name: str) -> Response:
    """Serve one file."""
    return serve(find(f"wikidata/{name}"))
