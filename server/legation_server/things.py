"""Every IRI of the dataset leads to its documents (Cool URIs for the Semantic Web, section 4.2)."""

import json
import re
from difflib import get_close_matches
from urllib.parse import quote, unquote

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from legation_server.description import Surroundings, describe, names_query, term
from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS, HTML, Format
from legation_server.frames import Task
from legation_server.graph_index import GraphIndex
from legation_server.graph_output import graph_bytes
from legation_server.negotiation import choose
from legation_server.site import SAFE, client_has_gone, site
from legation_server.thing_page import PageMaker

blueprint = Blueprint("things", __name__)

EXTENSIONS = {offer.name: offer for offer in DOCUMENTS}
SUGGESTED_FROM = 20_000
BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


@blueprint.get("/<path:path>")
def thing(path: str) -> BaseResponse:
    """Redirect from a thing to the document about it, or answer with such a document."""
    for written in _readings(path):
        if exists(iri := site().release.base + written):
            return _see_document(iri)
        stem, _, extension = written.rpartition(".")
        offer = EXTENSIONS.get(extension)
        if offer and exists(iri := site().release.base + stem):
            return _document(iri, offer)
    raise unknown(path)


def exists(iri: str) -> bool:
    """Tell whether an IRI occurs in the data, or is the document of terms that do."""
    try:
        name = term(iri)
    except ValueError:
        return False
    pattern = f"{{ {name} ?p ?o }} UNION {{ ?s ?p {name} }}"
    if iri + "#" in site().release.prefixes.values():
        return True
    answer = site().store.run(Task(f"ASK {{ {pattern} }}", internal=True), gone=client_has_gone())
    return bool(json.loads(answer.first)["boolean"])


def construct(query: str) -> list[ox.Triple]:
    """Run a query of our own that gives triples."""
    answer = site().store.run(
        Task(query, graph="nt", internal=True), gone=client_has_gone(), buffered=1 << 62
    )
    return [quad.triple for quad in ox.parse(answer.first, ox.RdfFormat.N_TRIPLES)]


def unknown(path: str) -> Problem:
    """Return the problem of an address nothing is at, with near names."""
    near = suggestions(path)
    hint = f" Perhaps: {', '.join(near)}." if near else ""
    return Problem("not-found", f"There is no /{path} here.{hint}", members={"suggestions": near})


def suggestions(path: str) -> list[str]:
    """Return the paths of things with names like one that does not exist."""
    base = site().release.base
    folder = path.partition("/")[0]
    query = names_query(base + (folder + "/" if "/" in path else ""), SUGGESTED_FROM)
    try:
        answer = site().store.run(Task(query, internal=True), buffered=1 << 62)
    except (Problem, ValueError):
        return []
    rows = json.loads(answer.first)["results"]["bindings"]
    paths = [row["s"]["value"][len(base) :] for row in rows]
    names = {name.rpartition("/")[2]: name for name in paths}
    close = get_close_matches(path.rpartition("/")[2], names, n=5)
    return ["/" + names[name] for name in close]


def _readings(path: str) -> list[str]:
    """Return the ways a path can be part of an IRI: as it was sent, and with escapes undone."""
    sent = request.environ.get("REQUEST_URI", "").partition("?")[0]
    prefix = quote(request.script_root, safe=SAFE) + "/"
    raw = sent.removeprefix(prefix) if sent.startswith(prefix) else quote(path, safe=SAFE)
    decoded = unquote(raw, errors="replace")
    # Characters beyond ASCII are sent as escapes, while the IRI holds them as they are.
    wide = BEYOND_ASCII.sub(lambda escapes: unquote(escapes[0], errors="replace"), raw)
    return list(dict.fromkeys([raw, wide, decoded, path]))


def _see_document(iri: str) -> BaseResponse:
    offer = choose(request.headers.get("Accept"), DOCUMENTS)
    if offer is None:
        raise Problem("not-acceptable", members={"available": [o.media_type for o in DOCUMENTS]})
    response = redirect(f"{site().local(iri)}.{offer.name}", 303)
    response.vary.add("Accept")
    return response


def _document(iri: str, offer: Format) -> Response:
    release = site().release
    around = Surroundings(
        release.base,
        tuple(document.iri for document in release.documents),
        frozenset(ns for ns in release.prefixes.values() if ns.endswith("#")),
    )
    triples = describe(iri, around, construct)
    if offer is HTML:
        response = Response(_page(iri, triples, around), content_type=HTML.content_type)
    else:
        data = graph_bytes(triples, offer.name, release.prefixes)
        response = Response(data, content_type=offer.content_type)
    address = site().local(iri)
    response.headers["Content-Location"] = f"{address}.{offer.name}"
    for other in DOCUMENTS:
        if other is not offer:
            link = f'<{address}.{other.name}>; rel="alternate"; type="{other.media_type}"'
            response.headers.add("Link", link)
    response.headers.add("Link", f'<{release.license}>; rel="license"')
    return response


def _page(iri: str, triples: list[ox.Triple], around: Surroundings) -> str:
    release = site().release
    index = GraphIndex(triples, [release.base, *release.prefixes.values()])
    maker = PageMaker(
        index,
        release.prefixes.get("bil", release.base + "ns#"),
        site().local,
        {document.iri: document.url for document in release.documents},
    )
    terms = []
    if iri + "#" in around.hash_namespaces:
        subjects = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
        terms = maker.terms(iri + "#", sorted(subjects))
    return render_template(
        "thing.html", page=maker.page(iri), terms=terms, formats=DOCUMENTS, here=site().local(iri)
    )
