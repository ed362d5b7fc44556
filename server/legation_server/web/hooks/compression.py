"""Compress text on its way out, in the coding the client likes best (RFC 9110, section 12.5.3)."""

from collections.abc import Iterable, Iterator
from typing import cast

from flask import Flask, Response, request

from legation_server.formats import GRAPHS, HTML, PLAIN_TEXT, PROBLEM_JSON, SOLUTIONS
from legation_server.protocol import CODINGS, Encoder, chosen_coding, coded_tag, compressed

OFFERS = (*SOLUTIONS, *GRAPHS, HTML, PLAIN_TEXT, PROBLEM_JSON)
TEXTUAL = frozenset(
    {offer.media_type for offer in OFFERS}
    | {
        "application/atom+xml",
        "application/csvm+json",
        "application/json",
        "application/linkset+json",
    }
    | {"application/xml", "image/svg+xml", "text/css", "text/javascript", "text/markdown"}
)
# These answers are parts of a text, or none at all.
BARE = (204, 206, 304)


def install(app: Flask, shortest: int) -> None:
    """Compress every textual answer of an application from `shortest` bytes on; 0 for none."""

    @app.after_request
    def compress(response: Response) -> Response:
        if not shortest or (response.mimetype not in TEXTUAL and response.status_code != 304):
            return response
        response.vary.add("Accept-Encoding")
        coding = chosen_coding(request.headers.get("Accept-Encoding"))
        if coding is None or response.status_code in BARE or "Content-Encoding" in response.headers:
            return response
        if response.is_sequence and len(response.get_data()) < shortest:
            return response
        return encoded(response, coding)


def encoded(response: Response, coding: str) -> Response:
    """Return a response in a coding: with a tag of its own, and what held for its bytes gone."""
    tag, weak = response.get_etag()
    if tag is not None:
        # What a stream becomes depends on the pieces it comes in (RFC 9110, section 8.8.1).
        response.set_etag(coded_tag(tag, coding), bool(weak) or not response.is_sequence)
    response.headers["Content-Encoding"] = coding
    for header in ("Accept-Ranges", "Repr-Digest", "Content-Length"):
        response.headers.pop(header, None)
    if response.is_sequence:
        response.set_data(compressed(response.get_data(), coding))
        return response
    plain = cast("Iterable[bytes]", response.response)
    # The file or query behind it must be closed even when nothing of it is read, as for HEAD.
    if hasattr(plain, "close"):
        response.call_on_close(plain.close)
    response.direct_passthrough = False
    response.response = _compressed(plain, CODINGS[coding]())
    return response


def _compressed(plain: Iterable[bytes], encoder: Encoder) -> Iterator[bytes]:
    pieces = iter(plain)
    # The status goes out with the first piece, and must not wait for what may yet fail.
    yield encoder.compress(next(pieces, b"")) + encoder.pause()
    for piece in pieces:
        if ready := encoder.compress(piece):
            yield ready
    yield encoder.finish()
