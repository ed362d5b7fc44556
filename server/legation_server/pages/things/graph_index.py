"""List the named graphs of the release: what each holds, and in which default graph it is."""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from legation_server.namespaces import DCTERMS, SD, VOID, XSD
from legation_server.pages.lists import Member, list_response
from legation_server.releases import NamedGraph
from legation_server.web import site

blueprint = Blueprint("graph_index", __name__)

TITLE = "Named graphs"
# More of them are in the manifest and in the description of the dataset.
MOST_GRAPHS = 200


@blueprint.get("/graph/")
def graphs() -> Response:
    """List the named graphs, with licences and numbers of triples."""
    every = in_order()
    response = list_response(
        TITLE,
        lambda: render_template(
            "graphs.html", graphs=every[:MOST_GRAPHS], cut=max(0, len(every) - MOST_GRAPHS)
        ),
        members,
    )
    if len(every) > MOST_GRAPHS:
        response.headers["X-Result-Truncated"] = f"members={MOST_GRAPHS}"
    return response


def members() -> Iterator[Member]:
    """Yield the named graphs as members of a list (VoID, section 4.1; DCMI Terms)."""
    for graph in in_order()[:MOST_GRAPHS]:
        number = ox.Literal(str(graph.quads), datatype=ox.NamedNode(XSD + "integer"))
        facts: dict[str, str | ox.Literal] = {
            DCTERMS + "license": graph.license,
            VOID + "triples": number,
        }
        yield Member(graph.iri, graph.title, [SD + "NamedGraph"], facts)


def in_order() -> Sequence[NamedGraph]:
    """Return the named graphs; if there are many, those that are of no single document first."""
    release = site().release
    if len(release.graphs) <= MOST_GRAPHS:
        return release.graphs
    documents = tuple(f"{release.base}graph/{document.id}" for document in release.documents)
    own = frozenset(documents) | {f"{iri}-text" for iri in documents}
    return sorted(release.graphs, key=lambda graph: graph.iri in own)
