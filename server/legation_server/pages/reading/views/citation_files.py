"""Serve how to cite a page as files for reference managers: BibTeX and CSL-JSON."""

import json

from flask import Blueprint, Response

from legation_server.errors import Problem
from legation_server.pages.reading.page_cache import prepare
from legation_server.pages.reading.views.citing import Citation, release_citation
from legation_server.pages.reading.views.reading_pages import citation_at
from legation_server.pages.releases.lookup import named
from legation_server.web import add_links, signposts, site, tag_by_content

blueprint = Blueprint("citations", __name__)
blueprint.record_once(prepare)

BIBTEX = "application/x-bibtex; charset=utf-8"
CSL_JSON = "application/vnd.citationstyles.csl+json"
# The path of the dataset as a whole, which is cited by its current release.
DATASET = "dataset"


@blueprint.get("/<path:path>.bib")
@blueprint.get("/releases/<name>.bib")
def bibtex(path: str = "", name: str = "") -> Response:
    """Serve the citation of the page at a path, or of a release, in BibTeX."""
    return _file(_citation(path, name).bibtex, BIBTEX)


@blueprint.get("/<path:path>.csl.json")
@blueprint.get("/releases/<name>.csl.json")
def csl(path: str = "", name: str = "") -> Response:
    """Serve the citation of the page at a path, or of a release, in CSL-JSON: a list of one."""
    text = json.dumps([_citation(path, name).csl], ensure_ascii=False, indent=1)
    return _file(text + "\n", CSL_JSON)


def _citation(path: str, name: str) -> Citation:
    if name:
        return release_citation(named(name))
    if path == DATASET:
        return release_citation(site().release)
    found = citation_at(path)
    if found is None:
        raise Problem("not-found", f"There is no page /{path} here that could be cited.")
    return found


def _file(text: str, content_type: str) -> Response:
    response = Response(text, content_type=content_type)
    tag_by_content(response)
    return add_links(response, signposts().rights())
