"""The documentation at /docs: a list of its pages, each page, its source and its pictures."""

import posixpath
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, render_template, request, send_from_directory, url_for

from legation_server.errors import Problem
from legation_server.pages.guide.markdown import Guide, opening, render
from legation_server.pages.reading.page_cache import rendered
from legation_server.web import language

blueprint = Blueprint("guide", __name__)
SOURCE = ".md"
IMAGES = "images"
# How the pages write the address of the server that the reader has.
EXAMPLE_SERVER = "http://127.0.0.1:8000/"
# Pages by who reads them, in the order in which to read them; all others are for operators.
FOR_USERS = ("model", "clients", "wikidata", "reconciliation", "agents", "catalogues", "quality")
FOR_AUTHORS = ("writing-claims", "how-do-i-say")
FIRST_FOR_OPERATORS = (
    "server",
    "nginx",
    "deploying",
    "engines",
    "resolving-iris",
    "release-format",
)


@blueprint.get("/docs")
def index() -> str:
    """List the pages of the documentation, by who reads them."""
    return rendered(lambda: render_template("guide/index.html", groups=_groups()))


@blueprint.get("/docs/<name>")
def page(name: str) -> str:
    """Show a page of the documentation."""
    if name not in names():
        raise Problem("not-found", f"The documentation has no page {name!r}. See /docs for all.")
    return rendered(
        lambda: render_template("guide/page.html", name=name, guide=_guide(_text(name)))
    )


@blueprint.get("/docs/<name>.md")
def source(name: str) -> Response:
    """Send the Markdown of a page of the documentation."""
    return _sent(name + SOURCE)


@blueprint.get("/docs/images/<name>")
def picture(name: str) -> Response:
    """Send a picture of the documentation."""
    return _sent(f"{IMAGES}/{name}")


@cache
def folder() -> Path:
    """Return the folder of documentation: packaged in a wheel, at the root of a checkout."""
    packaged = Path(str(files("legation_server"))) / "docs"
    return packaged if packaged.is_dir() else Path(__file__).parents[4] / "docs"


@cache
def names() -> Sequence[str]:
    """Return the names of the pages, in order of the alphabet."""
    return sorted(file.stem for file in folder().glob("*" + SOURCE))


def link(href: str) -> str:
    """Return where a link of a page leads on this server; "" for files that only a checkout has."""
    if href.startswith(request.url_root):
        return f"{request.script_root}/{href.removeprefix(request.url_root)}"
    if "://" in href or href.startswith("#"):
        return href
    path, _, anchor = href.partition("#")
    place, _, name = posixpath.normpath(path).rpartition("/")
    if place == IMAGES:
        return url_for("guide.picture", name=name)
    if not place and (page := name.removesuffix(SOURCE)) in names():
        return url_for("guide.page", name=page, _anchor=anchor or None)
    return ""


def _sent(path: str) -> Response:
    if not (folder() / path).is_file():
        raise Problem("not-found", f"The documentation has no file {path!r}. See /docs for all.")
    return send_from_directory(folder(), path)


def _text(name: str) -> str:
    return (folder() / (name + SOURCE)).read_text(encoding="utf-8")


def _guide(text: str) -> Guide:
    # Recipes are for this server, so that they work as they stand.
    text = text.replace(EXAMPLE_SERVER.rstrip("/"), request.url_root.rstrip("/"))
    return render(text, link, language().say("Table"))


def _groups() -> list[tuple[str, list[tuple[str, Guide]]]]:
    """Return the pages with their addresses, under headings."""
    say = language().say
    placed = (*FOR_USERS, *FOR_AUTHORS, *FIRST_FOR_OPERATORS)
    rest = [name for name in names() if name not in placed]
    groups = [
        (say("Use the data"), FOR_USERS),
        (say("Write what a document says"), FOR_AUTHORS),
        (say("Run a server, change the program"), (*FIRST_FOR_OPERATORS, *rest)),
    ]
    return [
        # The list shows how each page begins: the rest of it is not worked at.
        (
            heading,
            [(url_for("guide.page", name=name), _guide(opening(_text(name)))) for name in members],
        )
        for heading, members in groups
    ]
