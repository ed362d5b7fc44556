"""The SPARQL endpoints: requests of the SPARQL 1.1 Protocol become tasks."""

from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from legation_server.endpoint.query_editor import query_page
from legation_server.endpoint.responses import answer_task
from legation_server.endpoint.service_description import service_description
from legation_server.errors import Problem
from legation_server.formats import GRAPHS, HTML, SOLUTIONS
from legation_server.protocol import (
    ACCEPT_QUERY,
    METHODS,
    QueryRequest,
    chosen_format,
    read_request,
    task_of,
)
from legation_server.query import ENDPOINTS
from legation_server.web import site, tag_by_content

blueprint = Blueprint("endpoint", __name__)
LONGEST_LOCATION = 4_000


def answer_sparql(endpoint: str) -> Response:
    """Answer a query to an endpoint, by its path (SPARQL 1.1 Protocol, section 2.1)."""
    if request.method == "OPTIONS":
        headers = {"Allow": ", ".join(METHODS), "Accept-Query": ACCEPT_QUERY}
        return Response(status=204, headers=headers)
    if request.method in ("POST", "QUERY") and request.content_length is None:
        raise Problem("length-required")
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Problem(
            "unsupported-media-type",
            "The body is compressed. Send it as it is.",
            headers={"Accept-Encoding": "identity"},
        )
    asked = read_request(
        request.method,
        request.query_string,
        request.content_type,
        request.get_data(),
        site().settings.query_length,
    )
    g.asked = asked
    if asked.query is None:
        return describe_service(asked, endpoint)
    task = task_of(asked, request.headers.get("Accept"), endpoint)
    response = answer_task(task, asked.timeout)
    if request.method == "QUERY":
        add_content_location(response, asked)
    return response


for path in ENDPOINTS:
    view = partial(answer_sparql, path)
    for rule in (f"/{path}", f"/{path}/"):
        blueprint.add_url_rule(rule, path, view, methods=METHODS, provide_automatic_options=False)


def add_content_location(response: Response, asked: QueryRequest) -> None:
    """Tell where GET gives the same answer (RFC 10008, section 2.3), unless that is too long."""
    parameters = [("query", asked.query or "")]
    parameters += [("default-graph-uri", iri) for iri in asked.default_graphs]
    parameters += [("named-graph-uri", iri) for iri in asked.named_graphs]
    given = [o.name for o in (*SOLUTIONS, *GRAPHS) if o.content_type == response.content_type]
    address = f"{request.path}?{urlencode([*parameters, *(('format', name) for name in given)])}"
    if len(address) <= LONGEST_LOCATION:
        response.headers["Content-Location"] = address


def describe_service(asked: QueryRequest, endpoint: str) -> Response:
    """Answer a request without a query: a page to a browser, else the service description."""
    chosen = chosen_format(asked.format, request.headers.get("Accept"), (*GRAPHS, HTML))
    if chosen is HTML:
        response = query_page(endpoint)
    else:
        here = site()
        text = service_description(
            here.release, here.settings, request.url_root, chosen.name, endpoint
        )
        response = Response(text, content_type=chosen.content_type)
        tag_by_content(response)
    response.vary.add("Accept")
    response.headers["Accept-Query"] = ACCEPT_QUERY
    return response
