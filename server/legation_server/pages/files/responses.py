"""Send a file of a release: ranges and conditions are heeded, its digest is its ETag."""

from base64 import b64encode
from pathlib import Path

from flask import Response, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from legation_server.releases.manifest import ReleaseFile

# What the current release is changes; what one release holds never does.
CURRENT = "public, no-cache"
FOREVER = "public, max-age=31536000, immutable"


def send_release_file(folder: Path, file: ReleaseFile, cache: str) -> Response:
    """Return a file of the release in a folder; `cache` is what the answer says of caching."""
    response = send_file(
        folder / file.path,
        mimetype=file.media_type,
        conditional=False,
        etag=file.sha256,
        download_name=file.path.rpartition("/")[2],
    )
    # When it was written here says nothing: after a roll-back an older file is the newer answer.
    del response.headers["Last-Modified"], response.headers["Expires"]
    try:
        response.make_conditional(_conditions(), accept_ranges=True, complete_length=file.size)
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    digest = b64encode(bytes.fromhex(file.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Cache-Control"] = cache
    response.headers.add("Link", f'<{file.license}>; rel="license"')
    return response


def _conditions() -> dict[str, object]:
    """Return what was asked, without a range that is not one range of bytes.

    The whole file is the answer to that (RFC 9110, section 14.2).
    """
    environ = dict(request.environ)
    asked = parse_range_header(environ.get("HTTP_RANGE"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        environ.pop("HTTP_RANGE", None)
    return environ
