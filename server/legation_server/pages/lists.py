"""Answer the address of a list: with a page to people, with its members in RDF to programs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from flask import Response, request

from legation_server.formats import DOCUMENTS, HTML
from legation_server.namespaces import RDF_TYPE, RDFS
from legation_server.protocol import chosen_format
from legation_server.rdf import graph_bytes
from legation_server.web import Link, add_links, signposts, site, tag_by_content

# Pages come first: a list is no thing that has documents.
RDF = tuple(offer for offer in DOCUMENTS if offer is not HTML)
OFFERS = (HTML, *RDF)


@dataclass(frozen=True)
class Member:
    """A member of a list: its IRI, its label in English, its classes and what else is said of it.

    `facts` are values by the IRIs of properties; a text that is no term stands for an IRI.
    """

    iri: str
    label: str
    classes: Iterable[str] = ()
    facts: Mapping[str, str | ox.Literal] = field(default_factory=dict)


def list_response(
    title: str, page: Callable[[], str], members: Callable[[], Iterable[Member]]
) -> Response:
    """Return the list at the current address in the format asked for (RFC 9110, section 12.5.1).

    `?format=` takes precedence over Accept. Raises Problem `not-acceptable`.
    """
    release, path = site().release, request.path.removeprefix("/")
    chosen = chosen_format(request.args.get("format"), request.headers.get("Accept"), OFFERS)
    if chosen is HTML:
        response = Response(page(), content_type=HTML.content_type)
    else:
        here = release.base + path
        triples = _triples(here, title, members())
        data = graph_bytes(triples, chosen.name, release.prefixes, subject=here)
        response = Response(data, content_type=chosen.content_type)
        add_links(response, signposts().rights())
    own = request.script_root + request.path
    others = (offer for offer in OFFERS if offer is not chosen)
    add_links(response, (Link("alternate", f"{own}?format={o.name}", o.media_type) for o in others))
    response.vary.add("Accept")
    tag_by_content(response)
    return response


def _triples(here: str, title: str, members: Iterable[Member]) -> Iterator[ox.Triple]:
    yield _triple(here, RDFS + "label", ox.Literal(title, language="en"))
    for member in members:
        yield _triple(here, RDFS + "member", member.iri)
        yield _triple(member.iri, RDFS + "label", ox.Literal(member.label, language="en"))
        for kind in sorted(member.classes):
            yield _triple(member.iri, RDF_TYPE, kind)
        for name, value in member.facts.items():
            yield _triple(member.iri, name, value)


def _triple(subject: str, predicate: str, value: str | ox.Literal) -> ox.Triple:
    term = ox.NamedNode(value) if isinstance(value, str) else value
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)
