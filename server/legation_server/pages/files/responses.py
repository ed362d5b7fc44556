"""Send a file of a release, with ranges, conditions, and its digest as ETag."""

from base64 import b64encode
from contextlib import closing
from typing import IO, cast

import pyoxigraph as ox
from flask import Response, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from legation_server.errors import Problem, ReleaseError
from legation_server.formats import Format
from legation_server.rdf import graph_bytes
from legation_server.releases import CheckedStream, Release, ReleaseFile
from legation_server.web import conditions, site

# Values of Cache-Control: files of the current release may change with it, other files never.
REVALIDATE = "public, no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"


def send_release_file(stream: CheckedStream, file: ReleaseFile, cache: str) -> Response:
    """Return a file of a release; `cache` is the value of Cache-Control.

    `stream` has the bytes that the file's digest stands for, or breaks off.
    """
    response = send_file(
        cast("IO[bytes]", stream),
        mimetype=file.media_type,
        conditional=False,
        etag=file.sha256,
        download_name=file.path.rpartition("/")[2],
    )
    response.content_length = file.size
    response.headers.pop("Expires", None)
    try:
        response.make_conditional(_asked(file.sha256), True, file.size)
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    digest = b64encode(bytes.fromhex(file.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Cache-Control"] = cache
    response.headers.add("Link", f'<{file.license}>; rel="license"')
    return response


def open_release_file(release: Release, file: ReleaseFile) -> CheckedStream:
    """Return a file of a release; raise Problem when its bytes are not those of the manifest."""
    try:
        return site().archive.files.open(release, file)
    except ReleaseError as error:
        detail = f"The file {file.path} of release {release.folder.name} is damaged."
        raise Problem("internal-error", detail) from error


def file_as(release: Release, file: ReleaseFile, offer: Format, subject: str) -> Response:
    """Return what a Turtle file of a release says, in a format, with an IRI's triples first.

    Raises Problem when the file is damaged.
    """
    with closing(open_release_file(release, file)) as stream:
        triples = (quad.triple for quad in ox.parse(stream.read(), ox.RdfFormat.TURTLE))
        data = graph_bytes(triples, offer.name, release.prefixes, subject=subject)
    return Response(data, content_type=offer.content_type)


def _asked(tag: str) -> dict[str, object]:
    """Return what a request asks for: the whole file, or one range of its bytes.

    One that asks for ranges of another kind, or by another method than GET, gets the whole file
    (RFC 9110, section 14.2).
    """
    wanted = conditions().range_of(tag) if request.method == "GET" else None
    asked = parse_range_header(wanted)
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return {"REQUEST_METHOD": "GET"}
    return {"REQUEST_METHOD": "GET", "HTTP_RANGE": wanted}
