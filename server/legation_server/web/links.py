"""Add links to answers, and serve all of them together."""

from collections.abc import Iterable
from urllib.parse import quote

from flask import Blueprint, Response, json, request

from legation_server.web.current_site import SAFE, site
from legation_server.web.signposting import LINK_SET, Link, Signposts

blueprint = Blueprint("linking", __name__)

CATALOG_PROFILE = "https://www.rfc-editor.org/info/rfc9727"


@blueprint.get("/linkset.json")
def link_set() -> Response:
    """Serve the links of the dataset, its files and its descriptions (RFC 9264, section 4.2)."""
    return Response(json.dumps(signposts().link_set()), content_type=LINK_SET)


@blueprint.get("/.well-known/api-catalog")
def api_catalog() -> Response:
    """Serve the list of APIs (RFC 9727)."""
    content_type = f'{LINK_SET}; profile="{CATALOG_PROFILE}"'
    return Response(json.dumps(signposts().api_catalog()), content_type=content_type)


def address(path: str) -> str:
    """Return the whole address of a path of this server, given without the first slash."""
    return request.url_root + quote(path, safe=SAFE)


def signposts() -> Signposts:
    """Return the links of the release being served, with addresses for the current request."""
    return Signposts(site().release, address)


def add_links(response: Response, links: Iterable[Link]) -> Response:
    """Return an answer with links in its header (RFC 8288)."""
    for link in links:
        response.headers.add("Link", str(link))
    return response
