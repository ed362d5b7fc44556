"""Send a file of a release, with ranges, conditions, and its digest as ETag."""

from base64 import b64encode
from pathlib import Path

from flask import Response, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from legation_server.releases import ReleaseFile

# Values of Cache-Control: files of the current release may change with it, other files never.
REVALIDATE = "public, no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"


def send_release_file(folder: Path, file: ReleaseFile, cache: str) -> Response:
    """Return a file of the release in a folder; `cache` is the value of Cache-Control."""
    response = send_file(
        folder / file.path,
        mimetype=file.media_type,
        conditional=False,
        etag=file.sha256,
        download_name=file.path.rpartition("/")[2],
    )
    # The date of the file is misleading: after a roll-back an older file is the newer answer.
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
    """Return the request's environment, without a Range that is not one range of bytes.

    Such a request gets the whole file (RFC 9110, section 14.2).
    """
    environ = dict(request.environ)
    asked = parse_range_header(environ.get("HTTP_RANGE"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        environ.pop("HTTP_RANGE", None)
    return environ
