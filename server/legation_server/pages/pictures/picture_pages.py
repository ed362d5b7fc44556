"""The pictures of pages at /pictures, and the address of each for the head of its page."""

from typing import cast

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from legation_server.errors import Problem
from legation_server.pages.pictures.drawing import HEIGHT, WIDTH, png
from legation_server.pages.pictures.subjects import HOME, LISTS, subject
from legation_server.pages.reading.page_cache import PageCache
from legation_server.web import address, tag_by_content

blueprint = Blueprint("pictures", __name__)
NAME = "legation.pictures"
FOLDER, EXTENSION = "pictures/", ".png"
MOST_BYTES = 8_000_000
# Lists of which each member has a picture of its own.
WITH_MEMBERS = ("timeline", "topics", "figures")


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Let an application keep pictures, and its templates name them."""
    state.app.extensions[NAME] = PageCache[bytes](MOST_BYTES)
    environment = state.app.jinja_env
    environment.globals["picture_of_page"] = lambda: picture_address(request.path)
    environment.globals["picture_of"] = thing_picture
    environment.globals["picture_size"] = (WIDTH, HEIGHT)


@blueprint.get(f"/{FOLDER}<path:name>{EXTENSION}")
def picture(name: str) -> Response:
    """Send the picture of the page at a path."""
    held = cast("PageCache[bytes]", current_app.extensions[NAME])
    response = Response(held.get(name, lambda: _drawn(name)), content_type="image/png")
    tag_by_content(response)
    return response


def _drawn(path: str) -> bytes:
    about = subject(path)
    if about is None:
        raise Problem("not-found", f"There is no page {path!r} that has a picture.")
    return png(about)


def picture_address(path: str) -> str:
    """Return the address of the picture for a page that is no thing: its own, else the site's."""
    part, _, name = path.strip("/").partition("/")
    part = part.removesuffix(".html")
    if name and part in WITH_MEMBERS and (part != "timeline" or name.isdecimal()):
        return thing_picture(f"{part}/{name}")
    return thing_picture(part if part in LISTS else HOME)


def thing_picture(path: str) -> str:
    """Return the address of the picture of the page at a path of the dataset."""
    return address(f"{FOLDER}{path}{EXTENSION}")
