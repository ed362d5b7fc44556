"""The page that tells what was checked in the release, and the file behind it."""

import json
from contextlib import closing
from typing import Any

from flask import Blueprint, Response, render_template

from legation_server.errors import Problem
from legation_server.pages.files.dumps import serve
from legation_server.pages.files.responses import open_release_file
from legation_server.pages.reading.page_cache import rendered
from legation_server.releases import QUALITY_FILE, ReleaseFile
from legation_server.web import site

blueprint = Blueprint("quality", __name__)


@blueprint.get(f"/{QUALITY_FILE}")
def as_json() -> Response:
    """Serve the file that tells what was checked."""
    return serve(_file())


@blueprint.get("/quality")
def page() -> str:
    """Show what programs and readers checked, and what they found."""
    return rendered(lambda: render_template("quality.html", quality=_read()))


def _file() -> ReleaseFile:
    file = site().release.file(QUALITY_FILE)
    if file is None:
        raise Problem("not-found", "This release does not tell what was checked.")
    return file


def _read() -> Any:
    with closing(open_release_file(site().release, _file())) as stream:
        return json.loads(stream.read())
