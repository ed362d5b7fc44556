"""The SPARQL endpoint: requests of the SPARQL 1.1 Protocol become tasks."""

from flask import Blueprint, Response, request

from legation_server.answering import answer_task, chosen_format, unavailable
from legation_server.formats import GRAPHS, HTML, SOLUTIONS, Format, named
from legation_server.frames import Task
from legation_server.negotiation import choose
from legation_server.protocol import METHODS, QUERY, QueryRequest, read_request
from legation_server.query_page import query_page
from legation_server.service_description import service_description
from legation_server.site import site

blueprint = Blueprint("endpoint", __name__)


@blueprint.route("/sparql", methods=METHODS, provide_automatic_options=False)
@blueprint.route("/sparql/", methods=METHODS, provide_automatic_options=False)
def sparql() -> Response:
    """Answer a query (SPARQL 1.1 Protocol, section 2.1)."""
    if request.method == "OPTIONS":
        headers = {"Allow": ", ".join(METHODS), "Accept-Query": QUERY}
        return Response(status=204, headers=headers)
    asked = read_request(
        request.method,
        request.query_string,
        request.content_type,
        request.get_data(),
        site().settings.query_length,
    )
    if asked.query is None:
        return describe_service(asked)
    solutions, graph = formats_for(asked.format, request.headers.get("Accept"))
    task = Task(
        asked.query,
        asked.default_graphs,
        asked.named_graphs,
        solutions.name if solutions else None,
        graph.name if graph else None,
    )
    return answer_task(task, asked.timeout)


def formats_for(wanted: str | None, accept: str | None) -> tuple[Format | None, Format | None]:
    """Return the formats for a table and for a graph, as `?format=` or else Accept asks.

    Raises Problem `not-acceptable` when there is none for either.
    """
    if wanted is not None:
        chosen = named(wanted, SOLUTIONS), named(wanted, GRAPHS)
    else:
        chosen = choose(accept, SOLUTIONS), choose(accept, GRAPHS)
    if chosen == (None, None):
        raise unavailable(wanted or accept, (*SOLUTIONS, *GRAPHS))
    return chosen


def describe_service(asked: QueryRequest) -> Response:
    """Answer a request without a query: a page to a browser, else the service description."""
    chosen = chosen_format(asked.format, request.headers.get("Accept"), (*GRAPHS, HTML))
    if chosen is HTML:
        response = query_page()
    else:
        text = service_description(site().release, site().settings, request.base_url, chosen.name)
        response = Response(text, content_type=chosen.content_type)
    response.vary.add("Accept")
    return response
