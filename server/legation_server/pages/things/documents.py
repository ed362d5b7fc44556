"""Make the document about a thing, in the format asked for, from what the store holds."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from flask import Response, render_template

from legation_server.descriptions import (
    MOST_REFERENCES,
    Description,
    Surroundings,
    Wording,
    describe,
    passage_links,
)
from legation_server.formats import DOCUMENTS, HTML, JSON_LD, Format
from legation_server.namespaces import DCTERMS, RDF_TYPE, RDFS, SD, VOID, XSD
from legation_server.pages.reading.page_cache import Kept, kept
from legation_server.pages.reading.views.reading_pages import kind_of, reading_page, schema_kinds
from legation_server.pages.things.page_kinds import Context, page_of
from legation_server.pages.things.schema_org import schema_types, thing_json
from legation_server.rdf import GraphIndex, Words, graph_bytes
from legation_server.releases import NamedGraph, Release
from legation_server.web import Link, add_links, construct, signposts, site

# What has words of the documents, by the ends of their IRIs.
OF_DOCUMENTS = ("text", "firstWords", "lastWords")


def document(iri: str, offer: Format) -> Response:
    """Return the document about a thing that exists."""
    release = site().release
    path = iri[len(release.base) :]
    if offer is HTML and (kind := kind_of(path)):
        return _read(iri, path, kind)
    if offer is HTML:
        return _page(iri, path)
    description = whole_description(iri)
    data = graph_bytes(
        description.triples,
        offer.name,
        release.prefixes,
        # The words take longer to read than a small document to write.
        Words(release.context) if offer is JSON_LD else None,
        description.subject,
    )
    response = Response(data, content_type=offer.content_type)
    add_links(response, signposts().data(path))
    words = {ox.NamedNode(release.namespace + name) for name in OF_DOCUMENTS}
    of = {str(triple.subject) for triple in description.triples if triple.predicate in words}
    if of:
        # The words of sentences are the documents', not ours.
        add_links(response, signposts().text_rights(_licences(of)))
    return _located(_cut(response, description.cut), iri, offer)


def _page(iri: str, path: str) -> Response:
    """Return the page of a thing, made of what the store holds when it is asked for first."""

    def make() -> Kept:
        description, index = indexed_description(iri)
        values = Wording(index, site().release.namespace, site().local)
        kinds = schema_types(values.index, values.namespace, description.subject)
        return Kept(_text(iri, description, values), (description.subject, kinds, description.cut))

    page = kept(make)
    subject, kinds, cut = page.about
    response = Response(page.text, content_type=HTML.content_type)
    add_links(response, signposts().page(path, subject, kinds))
    return _located(_cut(response, cut), iri, HTML)


def _cut(response: Response, is_cut: bool) -> Response:
    """Say in a response that not all references are in it, if so."""
    if is_cut:
        response.headers["X-Result-Truncated"] = f"references={MOST_REFERENCES}"
    return response


def _read(iri: str, path: str, kind: str) -> Response:
    """Return the page of a thing that the index of the release has; the store is not asked."""
    text, licences = reading_page(path, kind)
    response = Response(text, content_type=HTML.content_type)
    add_links(response, signposts().page(path, iri, schema_kinds(path, kind)))
    add_links(response, signposts().text_rights(licences))
    return _located(response, iri, HTML)


def _licences(passages: Iterable[str]) -> set[str]:
    """Return the licences of the documents that have passages, given as N-Triples terms."""
    found = {passage.strip("<>").rpartition("/")[0] for passage in passages}
    return {one.license for one in site().release.documents if one.iri in found}


def _located(response: Response, iri: str, offer: Format) -> Response:
    """Add to a document about a thing where it is, and where it is in other formats."""
    add_links(
        response,
        (
            Link("alternate", f"{site().local(iri)}.{other.name}", other.media_type)
            for other in DOCUMENTS
            if other is not offer
        ),
    )
    response.headers["Content-Location"] = f"{site().local(iri)}.{offer.name}"
    return response


def whole_description(iri: str) -> Description:
    """Return what the store and the manifest hold about a thing, with links to its sentences."""
    return indexed_description(iri)[0]


def indexed_description(iri: str) -> tuple[Description, GraphIndex]:
    """Return the description of a thing, and an index of its triples."""
    release = site().release
    found = describe(iri, surroundings(release), construct)
    index = GraphIndex(found.triples, [release.base, *release.prefixes.values()])
    links = passage_links(index, release.namespace, source_addresses(release))
    # The links are made of the index before they are added to it.
    every = dict.fromkeys([*_graph_triples(release.graphs, iri), *links])
    known = set(found.triples) if every else set()
    added = [triple for triple in every if triple not in known]
    index.add(added)
    return Description(found.subject, [*found.triples, *added], found.cut), index


def surroundings(release: Release) -> Surroundings:
    """Return which things belong to which part of a release."""
    return Surroundings(
        release.base,
        frozenset(document.iri for document in release.documents),
        frozenset(ns for ns in release.prefixes.values() if ns.endswith("#")),
    )


def source_addresses(release: Release) -> dict[str, str]:
    """Return the address of each document's source, by the document's IRI."""
    return {document.iri: document.url for document in release.documents}


def _graph_triples(graphs: Iterable[NamedGraph], iri: str) -> Iterator[ox.Triple]:
    """Yield what the manifest says of the named graph `iri`, for releases whose data do not."""
    for graph in graphs:
        if graph.iri != iri:
            continue
        about: dict[str, ox.NamedNode | ox.Literal] = {
            RDF_TYPE: ox.NamedNode(SD + "NamedGraph"),
            RDFS + "label": ox.Literal(graph.title, language="en"),
            DCTERMS + "license": ox.NamedNode(graph.license),
            VOID + "triples": ox.Literal(str(graph.quads), datatype=ox.NamedNode(XSD + "integer")),
        }
        for predicate, value in about.items():
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(predicate), value)


def _text(iri: str, description: Description, values: Wording) -> str:
    release = site().release
    template, variables = page_of(Context(description, values.index, release, values))
    urls = source_addresses(release)
    return render_template(
        template,
        formats=DOCUMENTS,
        here=site().local(iri),
        cut=MOST_REFERENCES if description.cut else 0,
        structured=thing_json(values, urls, description.subject, release),
        **variables,
    )
