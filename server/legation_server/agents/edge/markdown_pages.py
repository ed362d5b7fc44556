"""The main pages in Markdown, for models that read pages: the same rows that the tools return."""

import re
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from typing import cast

from flask import Blueprint, Response, current_app, redirect, request

from legation_server.agents.answers import MOST_AFTER
from legation_server.agents.disputes import disputes
from legation_server.agents.edge.stdio import run
from legation_server.agents.facts import facts
from legation_server.agents.guide import start_page
from legation_server.agents.library import Library
from legation_server.agents.lists import network, sources
from legation_server.agents.things import get
from legation_server.errors import Problem
from legation_server.formats import HTML
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.site_index import entity_at, licences_at
from legation_server.web import Link, add_links, signposts, site, tag_by_content

blueprint = Blueprint("markdown", __name__)

NAME = "legation.library"
MEDIA_TYPE = "text/markdown"
MOST_ROWS = 200
YEAR = re.compile(r"timeline/(\d{4})")
TOPIC = re.compile(r"topics/([a-z0-9-]+)")
# The pages that are no things, by their paths; the home page has none.
HOME = "index"
PAGES = (HOME, "disputes", "figures", "sources", "network")
NETWORK = re.compile(r"network/([a-z0-9-]+)")
THINGS = ("statement", "claim", "passage", "entity", "document")


# Flask has addresses of the pages of topics and of a network as well, which would take these too.
@blueprint.get("/<path:path>.md")
@blueprint.get("/topics/<topic>.md")
@blueprint.get("/network/<name>.md")
def page(path: str = "", topic: str = "", name: str = "") -> Response:
    """Serve a page in Markdown: the home page (index.md), a list, a topic, a year or a thing.

    `?after=` passes over so many rows.
    """
    path = path or (f"topics/{topic}" if topic else f"network/{name}")
    if not _has_form(path):
        raise Problem(
            "not-found",
            f"There is no page {path!r} in Markdown. Start from /index.md, or /llms.txt.",
        )
    return _written(path)


@blueprint.before_app_request
def negotiate() -> Response | None:
    """Answer in Markdown at the address of a page, or lead there from that of a thing.

    Only for clients that name text/markdown, and like HTML no better.
    """
    accepted = request.accept_mimetypes
    named = any(value == MEDIA_TYPE for value, _ in accepted)
    if request.method not in ("GET", "HEAD") or not named:
        return None
    if not 0 < accepted[MEDIA_TYPE] >= accepted[HTML.media_type]:
        return None
    path = _path()
    if path is None:
        return None
    if path in PAGES or any(form.fullmatch(path) for form in (YEAR, TOPIC, NETWORK)):
        return _written(path)
    there = site().local(site().release.base + path) + ".md"
    return cast("Response", redirect(there, HTTPStatus.SEE_OTHER, Response))


@blueprint.after_app_request
def advertise(response: Response) -> Response:
    """Link each page in HTML to its form in Markdown, and say that Accept chooses."""
    path = _path() if response.mimetype in (HTML.media_type, MEDIA_TYPE) else None
    if path is not None and response.status_code == HTTPStatus.OK:
        response.vary.add("Accept")
        if response.mimetype == HTML.media_type:
            there = site().local(site().release.base + path) + ".md"
            add_links(response, [Link("alternate", there, MEDIA_TYPE)])
    return response


def _path() -> str | None:
    """Return the path of the page at the current address, without .html; None without Markdown."""
    path = request.path.strip("/").removesuffix(".html") or HOME
    return path if _has_form(path) else None


def _has_form(path: str) -> bool:
    if site().release.file(SITE_INDEX) is None:
        return False
    try:
        index = site().index
    except Problem:
        # One that cannot be read: the page in HTML says so, or does without.
        return False
    if path in PAGES or YEAR.fullmatch(path):
        return True
    if of := NETWORK.fullmatch(path):
        return entity_at(index, f"id/{of[1]}") is not None
    if topic := TOPIC.fullmatch(path):
        return bool(index.rows("SELECT 1 FROM code WHERE path = ?", [f"code/topic/{topic[1]}"]))
    return any(index.rows(f"SELECT 1 FROM {kind} WHERE path = ?", [path]) for kind in THINGS)


def _written(path: str) -> Response:
    after = min(max(0, request.args.get("after", 0, int)), MOST_AFTER)
    text = _text(_library(), path, after)
    response = Response(text, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    add_links(response, (*signposts().rights(), *signposts().text_rights(_licences(path))))
    tag_by_content(response)
    return response


def _licences(path: str) -> Iterable[str]:
    """Return the licences of the documents whose words stand on a page: of a list, of all."""
    index = site().index
    for kind in THINGS:
        if index.rows(f"SELECT 1 FROM {kind} WHERE path = ?", [path]):
            return licences_at(index, kind, path)
    return {document.license for document in site().release.documents}


def _text(library: Library, path: str, after: int) -> str:
    """Return the page at a path in Markdown."""
    if path == HOME:
        return start_page(library)
    if path == "disputes":
        return as_markdown("Disputes", disputes(library, limit=MOST_ROWS, after=after))
    if path == "sources":
        return as_markdown("Sources", sources(library, MOST_ROWS, after))
    if path == "network":
        return as_markdown("Network", network(library, MOST_ROWS, after))
    if of := NETWORK.fullmatch(path):
        return as_markdown("Network", network(library, MOST_ROWS, after, f"id/{of[1]}"))
    if path == "figures":
        told = facts(library, kind="Figure", limit=MOST_ROWS, after=after)
        return as_markdown("Figures", told)
    if year := YEAR.fullmatch(path):
        number = int(year[1])
        told = facts(library, since=number, until=number, limit=MOST_ROWS, after=after)
        return as_markdown(year[1], told)
    if topic := TOPIC.fullmatch(path):
        told = facts(library, topic=f"code/topic/{topic[1]}", limit=MOST_ROWS, after=after)
        return as_markdown(topic[1], told)
    return as_markdown(path, get(library, path, limit=MOST_ROWS, after=after))


def as_markdown(title: str, text: str) -> str:
    r"""Return an answer of a tool as a page: rows as a list, other lines as paragraphs.

    >>> as_markdown("T", "One statement:\n- STATED: a\n- STATED: b\nhasMore: false")
    '# T\n\nOne statement:\n\n- STATED: a\n- STATED: b\n\nhasMore: false\n'
    """
    # The query that goes on is for tools; a page goes on with ?after=.
    said = text.partition("\nOr all of them, by sparql")[0]
    said = said.replace("Go on with the same arguments, after=", "Go on at ?after=")
    lines = [f"# {title}"]
    for line in said.splitlines():
        if not (line.startswith(("- ", "   ")) and lines[-1].startswith(("- ", "   "))):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def _library() -> Library:
    """Return what the pages of the application's release are read from."""
    here = site()
    held = current_app.extensions.get(NAME)
    if held is None:
        held = Library(here.release, here.settings, here.index, partial(run, here.store))
        current_app.extensions[NAME] = held
    return cast("Library", held)
