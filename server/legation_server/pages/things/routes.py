"""Every IRI of the dataset leads to its documents (Cool URIs for the Semantic Web, section 4.2)."""

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import quote, unquote, unquote_to_bytes

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from legation_server.descriptions.description import names_query, term
from legation_server.errors import Problem
from legation_server.formats import DOCUMENTS
from legation_server.pages.releases.gone import withdrawn
from legation_server.pages.things.documents import document
from legation_server.pages.things.near_names import NearNames
from legation_server.protocol.negotiation import chosen_format
from legation_server.web.internal_queries import ask, select
from legation_server.web.links import add_links, signposts
from legation_server.web.site import SAFE, site

blueprint = Blueprint("things", __name__)

EXTENSIONS = {offer.name: offer for offer in DOCUMENTS}
SUGGESTED_FROM = 20_000
# The parts of a description, such as its counts, are nothing that anybody looks for.
PLAIN_NAME = re.compile(r"[^#]*(#[\w-]+)?")
STRAY_BYTE = re.compile("[\udc80-\udcff]")
BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


@blueprint.get("/<path:path>")
def thing(path: str) -> BaseResponse:
    """Redirect from a thing to the document about it, or answer with such a document."""
    for written in _readings(path):
        if exists(iri := site().release.base + written):
            return see_document(iri)
        stem, _, extension = written.rpartition(".")
        offer = EXTENSIONS.get(extension)
        if offer and exists(iri := site().release.base + stem):
            return document(iri, offer)
    if is_namespace(path) and exists(whole := site().release.base + path.removesuffix("/")):
        return redirect(site().local(whole), 308)
    raise unknown(path)


def is_namespace(path: str) -> bool:
    """Tell whether a path is that of a namespace, to which people come from a prefix."""
    return path.endswith("/") and site().release.base + path in site().release.prefixes.values()


def exists(iri: str) -> bool:
    """Tell whether an IRI occurs in the data, names a graph, or is the document of terms."""
    try:
        name = term(iri)
    except ValueError:
        return False
    pattern = f"{{ {name} ?p ?o }} UNION {{ ?s ?p {name} }}"
    release = site().release
    if iri + "#" in release.prefixes.values() or any(g.iri == iri for g in release.graphs):
        return True
    return ask(f"ASK {{ {pattern} }}")


def unknown(path: str) -> Problem:
    """Return the problem of an address nothing is at: of what is gone, or with near names."""
    if gone := withdrawn(_readings(path)):
        return gone
    near = suggestions(path)
    hint = f" Perhaps: {', '.join(near)}." if near else ""
    return Problem("not-found", f"There is no /{path} here.{hint}", members={"suggestions": near})


def suggestions(path: str) -> list[str]:
    """Return the paths of things with names like one that does not exist."""
    here = site()
    if here.near_names is None:
        try:
            here.near_names = NearNames(known_paths())
        except Problem:
            return []
    stem, _, extension = path.rpartition(".")
    return ["/" + name for name in here.near_names.near(stem if extension in EXTENSIONS else path)]


def known_paths() -> Iterator[str]:
    """Yield the paths of what can be suggested: of each graph's things as many as of another's."""
    base = site().release.base
    for graph in site().release.graphs:
        for row in select(names_query(graph.iri, base, SUGGESTED_FROM)):
            name = row["s"][len(base) :]
            if PLAIN_NAME.fullmatch(name):
                yield name


def _readings(path: str) -> list[str]:
    """Return the ways a path can be part of an IRI: as it was sent, and with escapes undone.

    An IRI may hold a question mark, so what comes after one counts first, and then does not.
    """
    sent, asked, after = request.environ.get("REQUEST_URI", "").partition("?")
    prefix = quote(request.script_root, safe=SAFE) + "/"
    raw = sent.removeprefix(prefix) if sent.startswith(prefix) else quote(path, safe=SAFE)
    readings = []
    for written in [raw + asked + after, raw]:
        decoded = unquote(written, errors="replace")
        # Characters beyond ASCII are sent as escapes, while the IRI holds them as they are.
        wide = BEYOND_ASCII.sub(lambda escapes: _characters(escapes[0]), written)
        readings += [written, wide, decoded]
    return list(dict.fromkeys([*readings, path]))


def _characters(escapes: str) -> str:
    """Return the characters of escaped UTF-8; what is none stays escaped (RFC 3987, 3.2).

    >>> _characters("%C3%A9%80")
    'é%80'
    """
    text = unquote_to_bytes(escapes).decode("utf-8", "surrogateescape")
    return STRAY_BYTE.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", text)


def see_document(iri: str) -> Response:
    """Redirect to the document about a thing in the format that is asked for."""
    offer = chosen_format(None, request.headers.get("Accept"), DOCUMENTS)
    there = f"{site().local(iri)}.{offer.name}"
    response = cast("Response", redirect(there, 303, Response))
    response.vary.add("Accept")
    return add_links(response, signposts().thing(iri[len(site().release.base) :]))
