"""Answer errors: problem documents (RFC 9457) for programs, pages for browsers, plain text."""

import time

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from legation_server.errors import ClientGoneError, Problem
from legation_server.formats import HTML, PLAIN_TEXT, PROBLEM_JSON
from legation_server.formats import PROBLEMS as OFFERS
from legation_server.protocol import (
    PROBLEM_HEADERS,
    choose,
    identity_headers,
    problem_document,
    problem_json,
)
from legation_server.query import ENDPOINTS

CLIENT_GONE = 499
BY_STATUS = {
    400: "malformed-request",
    404: "not-found",
    405: "method-not-allowed",
    411: "length-required",
    413: "content-too-large",
    414: "uri-too-long",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
}


def install(app: Flask) -> None:
    """Answer every error of an application with a problem."""

    @app.errorhandler(Problem)
    def answer_problem(problem: Problem) -> Response:
        return problem_response(problem)

    @app.errorhandler(ClientGoneError)
    def answer_nobody(error: ClientGoneError) -> Response:
        return Response(status=CLIENT_GONE)

    @app.errorhandler(HTTPException)
    def answer_http_exception(error: HTTPException) -> Response | HTTPException:
        if error.code is None or error.code < 400:
            return error
        kind = BY_STATUS.get(error.code, "internal-error")
        headers = {n: v for n, v in error.get_headers() if n in ("Allow", "Content-Range")}
        detail, members = error.description or "", {}
        if kind == "content-too-large":
            limit = app.config["MAX_CONTENT_LENGTH"]
            detail, members = f"The body has more than {limit:,} bytes.", {"limit": limit}
        return problem_response(Problem(kind, detail, members=members, headers=headers))

    @app.errorhandler(Exception)
    def answer_failure(error: Exception) -> Response:
        app.logger.exception("The request failed", exc_info=error)
        return problem_response(Problem("internal-error"))


def problem_response(problem: Problem) -> Response:
    """Return a problem in the format that the client prefers."""
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    # The site may be below the root of its host.
    document = problem_document(problem, seconds, request.script_root)
    chosen = choose(request.headers.get("Accept"), OFFERS) or PROBLEM_JSON
    text: str | bytes
    if chosen is HTML:
        text = render_template("problem.html", problem=problem, document=document)
    elif chosen is PLAIN_TEXT:
        text = as_text(problem)
    else:
        text = problem_json(document)
    response = Response(text, problem.status, problem.headers, content_type=chosen.content_type)
    response.headers.update(PROBLEM_HEADERS)
    if endpoint := problem.members.get("endpoint"):
        link = f'<{request.script_root}{endpoint}>; rel="alternate"'
        response.headers.add("Link", link)
    if request.path.strip("/") in ENDPOINTS:
        response.headers.extend(identity_headers("error", seconds))
    return response


def as_text(problem: Problem) -> str:
    """Return a problem as plain text."""
    document = problem.as_document()
    shown = [problem.title + ".", str(document["detail"])]
    shown += [str(problem.members["excerpt"])] if "excerpt" in problem.members else []
    return "\n".join([*shown, problem.remedy, ""])
