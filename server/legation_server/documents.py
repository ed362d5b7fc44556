"""Make the document about a thing, in the format asked for, out of what the store knows."""

import pyoxigraph as ox
from flask import Response, render_template

from legation_server.description import INCOMING, Description, Surroundings, describe
from legation_server.formats import DOCUMENTS, HTML, Format
from legation_server.frames import Task
from legation_server.graph_index import GraphIndex
from legation_server.graph_output import graph_bytes
from legation_server.graph_triples import graph_triples
from legation_server.json_ld import Words
from legation_server.passage_links import passage_links
from legation_server.release import Release
from legation_server.site import client_has_gone, site
from legation_server.values import ValueMaker
from legation_server.views import Context, view


def document(iri: str, offer: Format) -> Response:
    """Return the document about a thing that exists, or 304 when the client holds it."""
    release = site().release
    description = whole_description(iri)
    if offer is HTML:
        response = Response(_page(iri, description), content_type=HTML.content_type)
    else:
        data = graph_bytes(
            description.triples, offer.name, release.prefixes, Words(release.context)
        )
        response = Response(data, content_type=offer.content_type)
    address = site().local(iri)
    response.headers["Content-Location"] = f"{address}.{offer.name}"
    for other in DOCUMENTS:
        if other is not offer:
            link = f'<{address}.{other.name}>; rel="alternate"; type="{other.media_type}"'
            response.headers.add("Link", link)
    response.headers.add("Link", f'<{release.license}>; rel="license"')
    if description.cut:
        response.headers["X-Result-Truncated"] = f"references={INCOMING}"
    return response


def whole_description(iri: str) -> Description:
    """Return what the store and the manifest know about a thing, with links to the sentences."""
    release = site().release
    description = describe(iri, surroundings(release), construct)
    index, namespace, urls = indexed(description, release)
    added = [
        *graph_triples(release.graphs, iri),
        *passage_links(index, namespace, urls),
    ]
    every = dict.fromkeys([*description.triples, *added])
    return Description(description.subject, list(every), description.cut)


def surroundings(release: Release) -> Surroundings:
    """Return which things belong to which part of a release."""
    return Surroundings(
        release.base,
        tuple(document.iri for document in release.documents),
        frozenset(ns for ns in release.prefixes.values() if ns.endswith("#")),
    )


def indexed(description: Description, release: Release) -> tuple[GraphIndex, str, dict[str, str]]:
    """Return an index of a description, the ontology's namespace and the documents' addresses."""
    index = GraphIndex(description.triples, [release.base, *release.prefixes.values()])
    urls = {document.iri: document.url for document in release.documents}
    return index, release.namespace, urls


def construct(query: str) -> list[ox.Triple]:
    """Run a query of our own that gives triples."""
    answer = site().store.run(
        Task(query, graph="nt", internal=True), gone=client_has_gone(), buffered=1 << 62
    )
    return [quad.triple for quad in ox.parse(answer.first, ox.RdfFormat.N_TRIPLES)]


def _page(iri: str, description: Description) -> str:
    release = site().release
    index, namespace, _ = indexed(description, release)
    values = ValueMaker(index, namespace, site().local)
    template, variables = view(Context(description, index, release, values))
    return render_template(
        template,
        formats=DOCUMENTS,
        here=site().local(iri),
        cut=INCOMING if description.cut else 0,
        **variables,
    )
