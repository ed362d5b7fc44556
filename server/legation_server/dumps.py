"""The release's files: a list, and each as it is, with ranges and its digest as ETag."""

from base64 import b64encode

from flask import Blueprint, Response, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from legation_server.errors import Problem
from legation_server.release import ReleaseFile
from legation_server.site import site

blueprint = Blueprint("dumps", __name__)


@blueprint.get("/dumps/")
def dumps() -> str:
    """List the files."""
    return render_template("dumps.html", files=site().release.files)


@blueprint.get("/dumps/<path:name>")
def dump(name: str) -> Response:
    """Serve one file."""
    return serve(find(f"dumps/{name}"))


@blueprint.get("/.well-known/void")
def void() -> BaseResponse:
    """Lead to the description of the dataset (VoID, section 7.2)."""
    return redirect(url_for("dumps.dump", name="void.ttl"), 303)


def find(path: str) -> ReleaseFile:
    """Return the file at a path of the release; only what the manifest lists is served."""
    for file in site().release.files:
        if file.path == path:
            return file
    names = ", ".join("/" + file.path for file in site().release.files)
    raise Problem("not-found", f"The release has no file /{path}. It has: {names}.")


def serve(file: ReleaseFile) -> Response:
    """Return a file with its digest as a strong ETag; ranges and conditions are heeded."""
    response = send_file(
        site().release.folder / file.path,
        mimetype=file.media_type,
        conditional=True,
        etag=file.sha256,
        download_name=file.path.rpartition("/")[2],
    )
    digest = b64encode(bytes.fromhex(file.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers.add("Link", f'<{file.license}>; rel="license"')
    return response
