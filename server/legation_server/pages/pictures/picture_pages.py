"""The pictures of pages at /pictures, and the address of each for the head of its page."""

from collections import OrderedDict
from threading import Lock
from typing import cast

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from legation_server.errors import Problem
from legation_server.pages.pictures.drawing import HEIGHT, WIDTH, png
from legation_server.pages.pictures.subjects import HOME, LISTS, subject
from legation_server.web import address, tag_by_content

blueprint = Blueprint("pictures", __name__)
NAME = "legation.pictures"
FOLDER, EXTENSION = "pictures/", ".png"
MOST_BYTES = 8_000_000
# Lists of which each member has a picture of its own.
WITH_MEMBERS = ("timeline", "topics", "figures")


class Pictures:
    """Pictures of a release by path, at most MOST_BYTES; those not used for longest go first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Begin empty."""
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, path: str) -> bytes | None:
        """Return the picture of the page at a path; None where there is none."""
        with self._lock:
            if path in self._kept:
                self._kept.move_to_end(path)
                return self._kept[path]
        about = subject(path)
        if about is None:
            return None
        drawn = png(about)
        with self._lock:
            self._size += len(drawn) - len(self._kept.pop(path, b""))
            self._kept[path] = drawn
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])
        return drawn


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Let an application keep pictures, and its templates name them."""
    state.app.extensions[NAME] = Pictures()
    environment = state.app.jinja_env
    environment.globals["picture_of_page"] = lambda: picture_address(request.path)
    environment.globals["picture_of"] = thing_picture
    environment.globals["picture_size"] = (WIDTH, HEIGHT)


@blueprint.get(f"/{FOLDER}<path:name>{EXTENSION}")
def picture(name: str) -> Response:
    """Send the picture of the page at a path."""
    drawn = cast("Pictures", current_app.extensions[NAME]).get(name)
    if drawn is None:
        raise Problem("not-found", f"There is no page {name!r} that has a picture.")
    response = Response(drawn, content_type="image/png")
    tag_by_content(response)
    return response


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
