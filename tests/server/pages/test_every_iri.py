"""Every IRI of the published data leads to a document that holds it, and no link is broken."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.formats import DOCUMENTS, HTML
from legation_server.namespaces import OWL, XSD
from legation_server.rdf.writer import RDF_FORMATS
from legation_server.releases.opening import open_release
from support.addresses import address_of
from support.server_processes import Served
from support.some import some

BASE = "https://w3id.org/legation/"
# These are no things with a description but what they say: an endpoint, and files.
SERVICES = ("sparql", "dumps/", "static/")
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ANCHOR = re.compile(r' id="([^"]*)"')
# Links with the same parameters that are followed on pages under one first segment.
MOST_OF_A_SORT = 20
LINK = re.compile(r'(?:href|src)="(/[^"]*)"')
EXTENSIONS = tuple(f".{offer.name}" for offer in DOCUMENTS if offer is not HTML)

# Types of numbers; the store writes most of these in another way than the dumps.
NUMBERS = ("integer", "nonNegativeInteger", "decimal", "double")


@pytest.fixture(scope="module")
def documents(published: Path) -> dict[str, set[str]]:
    """The IRIs of the data under our base, by the document each leads to; none that is retired."""
    found: dict[str, set[str]] = defaultdict(set)
    for iri in iris(published) - retired(published):
        if not iri[len(BASE) :].startswith(SERVICES):
            found[iri.partition("#")[0]].add(iri)
    return found


def iris(published: Path) -> set[str]:
    dump = published / "current" / "dumps" / "legation.nq"
    named: set[str] = set()
    for quad in ox.parse(path=str(dump), format=ox.RdfFormat.N_QUADS):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        named.update(t.value for t in terms if isinstance(t, ox.NamedNode))
        if isinstance(quad.object, ox.Literal):
            named.add(quad.object.datatype.value)
    return {iri for iri in named if iri.startswith(BASE)}


def retired(published: Path) -> set[str]:
    """Return the IRIs that answer 410: others have taken their place."""
    dump = published / "current" / "dumps" / "legation.nq"
    return {
        str(quad.subject)[1:-1]
        for quad in ox.parse(path=str(dump), format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value == OWL + "deprecated"
    }


def often(link: str, sorts: Counter[tuple[str, tuple[str, ...]]]) -> bool:
    """Return whether enough links with the same parameters were followed: filters combine freely."""
    parts = urlsplit(link)
    if not parts.query:
        return False
    sort = (parts.path.split("/")[1], tuple(sorted(name for name, _ in parse_qsl(parts.query))))
    sorts[sort] += 1
    return sorts[sort] > MOST_OF_A_SORT


def read(data: bytes, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(data, form)]


def names(triples: Iterable[ox.Triple]) -> set[str]:
    return {
        term.value
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode)
    }


def loaded_triples(published: Path) -> set[ox.Triple]:
    """Return the triples that the server holds, as the dumps have them, but for blank nodes."""
    release = open_release(published)
    paths = [release.folder / file.path for file in release.loaded_files]
    blank = ox.BlankNode
    return {
        quad.triple
        for path in paths
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)
        if blank not in (type(quad.subject), type(quad.object))
    }


def triples(client: FlaskClient, path: str) -> set[ox.Triple]:
    """Return the triples that are at an address, but for those of blank nodes."""
    form = ox.RdfFormat.N_TRIPLES
    answer = client.get(path, headers={"Accept": form.media_type}, follow_redirects=True)
    found = {quad.triple for quad in ox.parse(answer.data, form)}
    blank = ox.BlankNode
    return {t for t in found if blank not in (type(t.subject), type(t.object))}


def unexplained(triples: Collection[ox.Triple]) -> set[ox.BlankNode]:
    """Return the blank nodes that are named and of which nothing is said."""
    named = {triple.object for triple in triples if isinstance(triple.object, ox.BlankNode)}
    return named - {triple.subject for triple in triples}


@pytest.mark.uncounted
def test_every_iri_leads_to_turtle_that_holds_it(
    page_client: FlaskClient, documents: dict[str, set[str]]
) -> None:
    assert len(documents) > 1000
    for document, held in documents.items():
        headers = {"Accept": "text/turtle"}
        response = page_client.get(address_of(document), headers=headers, follow_redirects=True)

        assert (response.status_code, response.mimetype) == (200, "text/turtle"), document
        triples = read(response.data)
        assert held <= names(triples), document
        assert not unexplained(triples), document


def test_documents_have_literals_as_the_dumps_have_them(
    published: Path, published_client: FlaskClient, documents: dict[str, set[str]]
) -> None:
    dumped: dict[tuple[object, object], set[object]] = defaultdict(set)
    numbered = set()
    for triple in loaded_triples(published):
        if isinstance(triple.object, ox.Literal):
            dumped[triple.subject, triple.predicate].add(triple.object)
            if triple.object.datatype.value.removeprefix(XSD) in NUMBERS:
                numbered.add(str(triple.subject)[1:-1].partition("#")[0])

    entities = {document for document in documents if document.startswith(BASE + "id/")}
    held = [
        (triple.subject, triple.predicate, triple.object)
        for document in some(entities | (numbered & documents.keys()))
        for triple in triples(published_client, address_of(document))
        # Links into the sources are made with the document.
        if isinstance(triple.object, ox.Literal) and (triple.subject, triple.predicate) in dumped
    ]
    assert [(s, p, o) for s, p, o in held if o not in dumped[s, p]] == []
    types = {literal.datatype.value for _, _, literal in held}
    assert {XSD + "nonNegativeInteger", XSD + "decimal", XSD + "date"} <= types


def test_the_document_of_a_part_says_all_of_it_and_what_points_at_it(
    published: Path, published_client: FlaskClient, documents: dict[str, set[str]]
) -> None:
    told: dict[str, set[ox.Triple]] = defaultdict(set)
    for triple in loaded_triples(published):
        for end in (triple.subject, triple.object):
            if isinstance(end, ox.NamedNode) and "#" in end.value:
                told[end.value].add(triple)

    checked = 0
    # What uses a term is asked for by query.
    for document in some(documents.keys() - {BASE + "ns"}):
        parts = documents[document] - {document}
        held = triples(published_client, address_of(document)) if parts else set()
        assert [part for part in parts if not told[part] <= held] == []
        checked += len(parts)
    assert checked > 500


@pytest.mark.uncounted
def test_no_link_of_any_page_is_broken(
    published: Path, page_client: FlaskClient, documents: dict[str, set[str]]
) -> None:
    anchors: dict[str, set[str]] = {}
    sorts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    gone = set(map(address_of, retired(published)))
    waiting = [*map(address_of, documents), "/"]
    seen = set(waiting)
    for link in waiting:
        path, _, anchor = link.partition("#")
        if path.endswith(EXTENSIONS) and path.rpartition(".")[0] in anchors:
            continue
        if path not in anchors:
            response = page_client.get(path, headers=BROWSER, follow_redirects=True)
            assert response.status_code == (410 if path in gone else 200), path
            text = response.text if response.mimetype == "text/html" else ""
            anchors[path] = set(ANCHOR.findall(text))
            fresh = dict.fromkeys(unescape(link) for link in LINK.findall(text))
            waiting += [link for link in fresh if link not in seen and not often(link, sorts)]
            seen.update(fresh)
            response.close()
        assert not anchor or anchor.startswith("query=") or anchor in anchors[path], link
    assert len(anchors) > len(documents)


KINDS = [
    "id/azerbaijan",
    "azerbaijan-israel",
    "azerbaijan-israel/p-security-relations-11",
    "ns",
    "code",
    "code/modality",
    "code/modality/alleged",
    "graph/azerbaijan-israel",
    "shapes",
    "examples/001-diplomatic-relations",
    "dataset",
]


@pytest.mark.uncounted
def test_things_of_every_kind_answer_over_http_in_every_format(
    published: Path, serve: Callable[..., Served]
) -> None:
    server = serve(published, "--workers", "4")

    for path in KINDS:
        for offer in DOCUMENTS:
            response = server.get(f"/{path}", headers={"Accept": offer.media_type})
            assert response.status_code == 200, path
            assert response.headers["Content-Type"] == offer.content_type
            assert response.headers["Content-Location"] == f"/{path}.{offer.name}"
            if offer is not HTML:
                assert BASE + path in names(read(response.content, RDF_FORMATS[offer.name]))
            tag = {"If-None-Match": response.headers["ETag"], "Accept": offer.media_type}
            assert server.get(f"/{path}", headers=tag).status_code == 304
