"""The files of the release being served: a list of them, and each file."""

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from legation_server.errors import Problem
from legation_server.pages.files.responses import REVALIDATE, send_release_file
from legation_server.pages.things.schema_org import DESCRIPTION, dataset_json
from legation_server.releases import CONTEXT, ReleaseFile
from legation_server.web import add_links, address, signposts, site

blueprint = Blueprint("dumps", __name__)


@blueprint.get("/dumps/")
def dumps() -> str:
    """List the files."""
    release = site().release
    structured = dataset_json(release, address, DESCRIPTION)
    return render_template("dumps.html", files=release.files, structured=structured)


@blueprint.get("/dumps/<path:name>")
def dump(name: str) -> Response:
    """Serve one file."""
    return serve(find(f"dumps/{name}"))


@blueprint.get("/context.jsonld")
def context() -> Response:
    """Serve the context of JSON-LD."""
    return serve(find(CONTEXT))


@blueprint.get("/.well-known/void")
def void() -> BaseResponse:
    """Redirect to the description of the dataset (VoID, section 7.2)."""
    return redirect(url_for("dumps.dump", name="void.ttl"), 303)


def find(path: str) -> ReleaseFile:
    """Return the file at a path of the release; raise Problem unless the manifest lists it."""
    release = site().release
    if found := release.file(path):
        return found
    names = ", ".join("/" + file.path for file in release.files)
    raise Problem("not-found", f"The release has no file /{path}. It has: {names}.")


def serve(file: ReleaseFile) -> Response:
    """Return a file of the release that is being served."""
    response = send_release_file(site().release.folder, file, REVALIDATE)
    return add_links(response, signposts().file(file))
