"""List the named graphs of the release: what each holds, and in which default graph it is."""

from collections.abc import Iterator

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from legation_server.namespaces import DCTERMS, SD, VOID, XSD
from legation_server.pages.lists import Member, list_response
from legation_server.web import site

blueprint = Blueprint("graph_index", __name__)

TITLE = "Named graphs"
# More of them are in the manifest and in the description of the dataset.
MOST_GRAPHS = 200


@blueprint.get("/graph/")
def graphs() -> Response:
    """List the named graphs, with licences and numbers of triples."""
    release = site().release
    cut = max(0, len(release.graphs) - MOST_GRAPHS)
    response = list_response(
        TITLE,
        lambda: render_template("graphs.html", graphs=release.some_graphs(MOST_GRAPHS), cut=cut),
        members,
    )
    if cut:
        response.headers["X-Result-Truncated"] = f"members={MOST_GRAPHS}"
    return response


def members() -> Iterator[Member]:
    """Yield the named graphs as members of a list (VoID, section 4.1; DCMI Terms)."""
    for graph in site().release.some_graphs(MOST_GRAPHS):
        number = ox.Literal(str(graph.quads), datatype=ox.NamedNode(XSD + "integer"))
        facts: dict[str, str | ox.Literal] = {
            DCTERMS + "license": graph.license,
            VOID + "triples": number,
        }
        yield Member(graph.iri, graph.title, [SD + "NamedGraph"], facts)
