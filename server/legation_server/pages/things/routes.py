"""Redirect every IRI of the dataset to its documents (Cool URIs, section 4.2), and serve them."""

import re
from typing import cast
from urllib.parse import quote, unquote, unquote_to_bytes

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from legation_server.descriptions import term
from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS, SOLUTIONS, Format
from legation_server.namespaces import DCAT, OWL, SD, SKOS, VOID
from legation_server.pages.reading.views.reading_pages import kind_of
from legation_server.pages.things.documents import document
from legation_server.pages.things.not_found import not_found, prepare
from legation_server.protocol import choose, chosen_format
from legation_server.web import SAFE, add_links, ask, signposts, site

blueprint = Blueprint("things", __name__)
blueprint.record_once(prepare)

# What has one of these classes is a document.
DOCUMENT_CLASSES = (
    OWL + "Ontology",
    SKOS + "ConceptScheme",
    DCAT + "Dataset",
    SD + "NamedGraph",
    VOID + "Dataset",
)
TABLES = tuple(offer for offer in SOLUTIONS if offer.name == "csv")
EXTENSIONS = {offer.name: offer for offer in DOCUMENTS}
STRAY_BYTE = re.compile("[\udc80-\udcff]")
BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


@blueprint.get("/<path:path>")
def thing(path: str) -> BaseResponse:
    """Redirect from a thing to the document about it, or serve such a document."""
    readings = _readings(path)
    # The index knows most things, and no query has to wait for a worker.
    for written in readings:
        stem, _, extension = written.rpartition(".")
        if kind_of(written):
            return see_document(site().release.base + written)
        if extension in EXTENSIONS and kind_of(stem):
            return document(site().release.base + stem, EXTENSIONS[extension])
    for written in readings:
        if exists(iri := site().release.base + written):
            return document_or_redirect(iri)
        stem, _, extension = written.rpartition(".")
        offer = EXTENSIONS.get(extension)
        if offer and exists(iri := site().release.base + stem):
            return document(iri, offer)
    whole = path.rstrip("/")
    # Readers follow prefixes, which end in a slash, and people write one.
    if whole != path and exists(iri := site().release.base + whole):
        return redirect(site().local(iri), 308)
    raise not_found(path, readings)


def exists(iri: str) -> bool:
    """Return whether an IRI occurs in the data, is a named graph or the document of terms.

    One that was retired does not exist: its address says what took its place.
    """
    try:
        name = term(iri)
    except ValueError:
        return False
    pattern = f"{{ {name} ?p ?o }} UNION {{ ?s ?p {name} }}"
    release = site().release
    if iri + "#" in release.prefixes.values() or any(g.iri == iri for g in release.graphs):
        return True
    return ask(
        f"ASK {{ {pattern} FILTER NOT EXISTS {{ {name} {term(OWL + 'deprecated')} true }} }}"
    )


def _readings(path: str) -> list[str]:
    """Return the ways a path can be part of an IRI: as it was sent, and with escapes decoded.

    An IRI may have a question mark, so the path comes first with the query string, then without.
    """
    sent, asked, after = request.environ.get("REQUEST_URI", "").partition("?")
    prefix = quote(request.script_root, safe=SAFE) + "/"
    raw = sent.removeprefix(prefix) if sent.startswith(prefix) else quote(path, safe=SAFE)
    readings = []
    for written in [raw + asked + after, raw]:
        decoded = unquote(written, errors="replace")
        # Characters beyond ASCII are sent as escapes, but stand in the IRI as they are.
        wide = BEYOND_ASCII.sub(lambda escapes: _characters(escapes[0]), written)
        readings += [written, wide, decoded]
    return list(dict.fromkeys([*readings, path]))


def _characters(escapes: str) -> str:
    """Return the characters of escaped UTF-8; other bytes stay escaped (RFC 3987, section 3.2).

    >>> _characters("%C3%A9%80")
    'é%80'
    """
    text = unquote_to_bytes(escapes).decode("utf-8", "surrogateescape")
    return STRAY_BYTE.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", text)


def document_or_redirect(iri: str) -> Response:
    """Return the document that an IRI names, else redirect to the document about a thing."""
    return document_at_once(iri) if is_document(iri) else see_document(iri)


def is_document(iri: str) -> bool:
    """Return whether what an IRI names is itself a document: a vocabulary, a list or a dataset.

    All other things are no documents, so their address redirects (Cool URIs, section 4.2).
    """
    release = site().release
    if any(graph.iri == iri for graph in release.graphs):
        return True
    name, kinds = term(iri), " ".join(term(kind) for kind in DOCUMENT_CLASSES)
    declared = f"{{ {name} a ?kind VALUES ?kind {{ {kinds} }} }}"
    return ask(f"ASK {{ {declared} UNION {{ ?ontology {term(OWL + 'versionIRI')} {name} }} }}")


def document_at_once(iri: str) -> Response:
    """Return a document at its own address in the format that is asked for."""
    offer = _chosen(iri)
    response = document(iri, offer)
    response.vary.add("Accept")
    return response


def see_document(iri: str) -> Response:
    """Redirect to the document about a thing in the format that is asked for."""
    offer = _chosen(iri)
    there = f"{site().local(iri)}.{offer.name}"
    response = cast("Response", redirect(there, 303, Response))
    response.vary.add("Accept")
    return add_links(response, signposts().thing(iri[len(site().release.base) :]))


def _chosen(iri: str) -> Format:
    """Return the format that is asked for; raise Problem, which names a table if one is wanted."""
    accept = request.headers.get("Accept")
    try:
        return chosen_format(None, accept, DOCUMENTS)
    except Problem as problem:
        table = _table_of(iri.removeprefix(site().release.base))
        if not table or choose(accept, TABLES) is None:
            raise
        detail = f"{problem.detail} Its statements are a table at {table}."
        raise Problem(problem.kind, detail, members={**problem.members, "table": table}) from None


def _table_of(path: str) -> str:
    """Return the address of the statements of an entity or a document as a table, else nothing."""
    kind, name = kind_of(path), path.removeprefix("id/")
    if kind == "entity":
        return url_for("statements.table", actor=name)
    return url_for("statements.table", document=path) if kind == "document" else ""
