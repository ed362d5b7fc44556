"""Addresses for users of Wikidata: things by their items, and files for its tools."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from legation_server.errors import Problem
from legation_server.namespaces import SKOS, WIKIDATA_ENTITY
from legation_server.pages.files.dumps import find, serve
from legation_server.pages.files.responses import REVALIDATE
from legation_server.pages.lists import Member, list_response
from legation_server.pages.reading.lines import Line, address, lines
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.things.routes import see_document
from legation_server.pages.wikidata_files import (
    CLAIMS,
    ENTITIES,
    FOLDER,
    prepare,
    wikidata_files,
)
from legation_server.site_index import claim_at, stated_by, statements
from legation_server.web import select, site, tag_by_content

blueprint = Blueprint("wikidata", __name__)
blueprint.record_once(prepare)

ITEM_ID = re.compile(r"Q[1-9][0-9]{0,11}", re.ASCII)
MATCHES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?item (MIN(?name) AS ?label) WHERE {{
  {values} ?thing skos:exactMatch ?item ; rdfs:label|skos:prefLabel ?name
  FILTER (STRSTARTS(STR(?item), "{items}Q"))
  FILTER (LANG(?name) = "en")
}} GROUP BY ?thing ?item ORDER BY ?label ?thing"""


@dataclass(frozen=True)
class Match:
    """A thing that is an item of Wikidata; its IRI may be of another vocabulary."""

    iri: str
    item: str
    label: str


@blueprint.get("/wd/")
def index() -> Response:
    """List the things with a Wikidata item, and the files for Wikidata's tools."""
    found = matches()

    def page() -> str:
        files = [file for file in site().release.files if file.path.startswith(FOLDER)]
        counts = wikidata_files().counts
        return render_template(
            "wikidata.html", matches=found, files=files, counts=counts, drafted=drafted()
        )

    def members() -> Iterator[Member]:
        for match in found:
            same = {SKOS + "exactMatch": WIKIDATA_ENTITY + match.item}
            yield Member(match.iri, match.label, (), same)

    return list_response("Things with Wikidata items", page, members)


@blueprint.get("/wd/<item>")
def by_item(item: str) -> BaseResponse:
    """Redirect to the document of the thing that is an item, in the format asked for."""
    found = matches(checked(item))
    if not found:
        raise no_such(item)
    release, thing = site().release, found[0].iri
    # Terms, those of other vocabularies too, are described in the document of all terms.
    ours = thing if thing.startswith(release.base) else release.namespace
    return see_document(ours.partition("#")[0])


@blueprint.get("/wd/entity/<item>.json")
def entity(item: str) -> Response:
    """Serve an item in Wikibase JSON: the statements that Wikidata could have."""
    find(ENTITIES)
    known = wikidata_files().items
    if checked(item) not in known:
        raise no_such(item)
    text = json.dumps({"entities": {item: known[item]}}, ensure_ascii=False)
    return _cacheable(Response(text + "\n", content_type="application/json"))


@blueprint.get("/wd/claim/<path:claim>.txt")
def claim(claim: str) -> Response:
    """Serve the statements that one claim supports, as a draft in QuickStatements V1."""
    find(CLAIMS)
    found = wikidata_files().claims.get(site().release.base + claim)
    if found is None:
        raise Problem("not-found", f"There is no claim /{claim} here.")
    if not found["commands"]:
        reasons = "; ".join(f"{one['label']} {one['meaning']}" for one in found["without"])
        members = {"without": found["without"]}
        raise Problem(
            "not-found", f"This claim has no statements for Wikidata: {reasons}", members=members
        )
    text = "".join(f"{line}\n" for line in dict.fromkeys(found["commands"]))
    response = Response(text, content_type="text/plain; charset=utf-8")
    return _cacheable(response)


@blueprint.get("/wikidata/<name>")
def file(name: str) -> Response:
    """Serve one file."""
    return serve(find(FOLDER + name))


def drafted() -> list[tuple[Line, str]]:
    """Return the statements of the draft as lines, each with the address of its commands.

    None for a release without an index of pages.
    """
    index, base = index_of_release(), site().release.base
    if index is None:
        return []
    numbers: dict[int, str] = {}
    for iri, found in sorted(wikidata_files().claims.items()):
        claim = claim_at(index, iri.removeprefix(base)) if found["commands"] else None
        left_out = {one["content"].removeprefix(base) for one in found["without"]}
        for one in statements(index, stated_by(index, claim.id)) if claim else ():
            if one.path not in left_out:
                numbers.setdefault(one.id, f"wd/claim/{iri.removeprefix(base)}.txt")
    made = lines(index, statements(index, sorted(numbers)))
    return [(line, address(numbers[line.number])) for line in made]


def checked(item: str) -> str:
    """Return the id of an item; raise Problem when it is not one."""
    if ITEM_ID.fullmatch(item):
        return item
    message = f"{item!r} is not the id of a Wikidata item, such as Q801."
    raise Problem("not-found", message)


def no_such(item: str) -> Problem:
    """Return the problem of an item without a thing here."""
    message = f"Nothing here is {item} in Wikidata. See /wd/ for the items that are here."
    return Problem("not-found", message)


def matches(item: str = "") -> list[Match]:
    """Return the things that are an item, or all of them; entities before classes and codes."""
    base = site().release.base
    values = f"VALUES ?item {{ <{WIKIDATA_ENTITY}{item}> }}" if item else ""
    query = MATCHES.format(values=values, items=WIKIDATA_ENTITY)
    found = [
        Match(row["thing"], row["item"].removeprefix(WIKIDATA_ENTITY), row["label"])
        for row in select(query)
    ]
    return sorted(found, key=lambda match: not match.iri.startswith(f"{base}id/"))


def _cacheable(response: Response) -> Response:
    """Let clients keep a response until it changes."""
    tag_by_content(response)
    response.headers["Cache-Control"] = REVALIDATE
    response.headers.add("Link", f'<{site().release.license}>; rel="license"')
    return response
