"""Read single graphs (SPARQL 1.1 Graph Store HTTP Protocol, section 5.2); write none."""

from flask import Blueprint, Response, request

from legation_server.descriptions import term
from legation_server.endpoint.responses import answer_task
from legation_server.errors import Problem
from legation_server.formats import GRAPHS
from legation_server.protocol import chosen_format
from legation_server.query import Task
from legation_server.web import site

blueprint = Blueprint("graph_store", __name__)
# Graphs that an error names; a large release has thousands.
MOST_TOLD = 100


@blueprint.get("/graphs")
def graph() -> Response:
    """Answer with the graph named by `?graph=`, or with the default graph by `?default`."""
    names = list(dict.fromkeys(name for name in request.args.getlist("graph") if name.strip()))
    if len(names) + ("default" in request.args) != 1:
        raise Problem(
            "malformed-request",
            "Name one graph by ?graph=, or ask for the default graph by ?default.",
            members={"graphs": _some_graphs()},
        )
    offer = chosen_format(request.args.get("format"), request.headers.get("Accept"), GRAPHS)
    pattern = "?s ?p ?o"
    if names:
        _check_known(names[0])
        pattern = f"GRAPH {term(names[0])} {{ ?s ?p ?o }}"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
    return answer_task(Task(query, graph=offer.name))


def _check_known(name: str) -> None:
    if not any(graph.iri == name for graph in site().release.graphs):
        raise Problem(
            "not-found",
            f"There is no graph <{name}>. /graph/ tells of them; /dumps/void.ttl lists all.",
            members={"graphs": _some_graphs()},
        )


def _some_graphs() -> list[str]:
    """Return the names of graphs that an error tells of."""
    return [graph.iri for graph in site().release.some_graphs(MOST_TOLD)]
