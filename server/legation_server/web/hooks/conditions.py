"""Apply the conditions of a request when its answer is there: 304 or 412 (RFC 9110, section 13).

They are taken off the request first, so that nothing looks at them too soon: they count for good
answers only (section 13.2.1).
"""

from http import HTTPStatus
from typing import cast

from flask import Flask, Response, g, request

from legation_server.errors import Problem
from legation_server.protocol import Conditions
from legation_server.web.hooks.problem_responses import problem_response

SAFE_METHODS = ("GET", "HEAD", "QUERY")
HEADERS = {
    "match": "HTTP_IF_MATCH",
    "none_match": "HTTP_IF_NONE_MATCH",
    "if_range": "HTTP_IF_RANGE",
    "range": "HTTP_RANGE",
}
DATES = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
GOOD = (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT)
# What says something about a body that is not sent (section 15.4.5).
OF_BODIES = ("Accept-Ranges", "Content-Range", "Last-Modified", "Repr-Digest")


def install(app: Flask) -> None:
    """Have an application keep the conditions of each request."""

    @app.before_request
    def take() -> None:
        found = {name: request.environ.pop(key, None) for name, key in HEADERS.items()}
        for key in DATES:
            request.environ.pop(key, None)
        g.conditions = Conditions(**found) if request.method in SAFE_METHODS else Conditions()

    @app.after_request
    def apply(response: Response) -> Response:
        tag = response.headers.get("ETag")
        status = conditions().failed(tag) if response.status_code in GOOD else None
        if status is None:
            return response
        response.close()
        if status is HTTPStatus.PRECONDITION_FAILED:
            return problem_response(Problem("precondition-failed", members={"etag": tag}))
        return _unchanged(response)


def conditions() -> Conditions:
    """Return the conditions of the current request."""
    return cast("Conditions", g.get("conditions") or Conditions())


def _unchanged(response: Response) -> Response:
    """Return the answer to a client that holds what it would get."""
    unchanged = Response(status=HTTPStatus.NOT_MODIFIED, headers=response.headers)
    for header in OF_BODIES:
        unchanged.headers.pop(header, None)
    tag, weak = response.get_etag()
    held = conditions().held(tag) if tag else None
    if held:
        unchanged.set_etag(held, bool(weak))
    return unchanged
