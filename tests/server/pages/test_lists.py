"""Lists, vocabularies and descriptions answer at once: a page to people, RDF to programs."""

import re
from html import unescape
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.formats import DOCUMENTS, HTML, Format
from legation_server.namespaces import RDFS, SKOS, VOID
from legation_server.rdf import RDF_FORMATS
from support.memory_store import MemoryStore
from support.small_release import BASE
from support.some import some
from werkzeug.test import TestResponse

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MEMBER = ox.NamedNode(RDFS + "member")
# Pages first for lists, Turtle first for what has an IRI in the data.
LISTS = ["/id/", "/graph/", "/dumps/", "/wd/", "/releases/"]
DESCRIPTIONS = [
    "/ns",
    "/code",
    "/code/modality",
    "/dataset",
    "/examples",
    "/shapes",
    "/graph/entities",
    "/.well-known/void",
    "/.well-known/sparql-examples",
    "/.well-known/sparql-examples/",
]
RDF = [offer for offer in DOCUMENTS if offer is not HTML]
each_format = pytest.mark.parametrize("offer", RDF, ids=lambda offer: offer.name)


def triples(response: TestResponse, offer: Format) -> list[ox.Triple]:
    read = ox.parse(response.data, RDF_FORMATS[offer.name], base_iri="http://localhost/")
    return [quad.triple for quad in read]


@pytest.mark.parametrize("address", [*LISTS, *DESCRIPTIONS, "/", "/reconcile/help", "/errors"])
def test_a_browser_gets_a_page_at_once(published_client: FlaskClient, address: str) -> None:
    response = published_client.get(address, headers={"Accept": BROWSER})

    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert "<h1" in response.text


@pytest.mark.parametrize("address", [*LISTS, *DESCRIPTIONS, "/"])
@each_format
def test_a_program_gets_the_rdf_it_asks_for_at_once(
    published_client: FlaskClient, address: str, offer: Format
) -> None:
    response = published_client.get(address, headers={"Accept": offer.media_type}, buffered=True)

    assert (response.status_code, response.content_type) == (200, offer.content_type)
    assert "Accept" in re.split(", *", response.headers["Vary"])
    assert len(triples(response, offer)) > 5


@pytest.mark.parametrize("address", DESCRIPTIONS)
def test_who_says_nothing_gets_turtle_at_once(published_client: FlaskClient, address: str) -> None:
    for headers in ({}, {"Accept": "*/*"}):
        response = published_client.get(address, headers=headers, buffered=True)

        assert (response.status_code, response.mimetype) == (200, "text/turtle")
        there = published_client.get(response.headers["Content-Location"], buffered=True)
        assert there.data == response.data


@pytest.mark.parametrize("address", LISTS)
@each_format
def test_a_list_names_the_same_members_in_every_format(
    published_client: FlaskClient, address: str, offer: Format
) -> None:
    def members(wanted: Format) -> set[str]:
        read = triples(published_client.get(f"{address}?format={wanted.name}"), wanted)
        return {str(row.object) for row in read if row.predicate == MEMBER}

    page = published_client.get(address, headers={"Accept": BROWSER})
    found = members(offer)

    assert found == members(RDF[0])
    assert found
    for name in found:
        last = name.strip("<>").removeprefix(BASE)
        assert last[:24].removeprefix("releases/") in page.text
    assert f"{address}?format={offer.name}" in ", ".join(page.headers.getlist("Link"))


def test_the_list_of_entities_has_their_classes_and_labels(
    published_client: FlaskClient, published_store: MemoryStore
) -> None:
    listed = triples(published_client.get("/id/?format=nt"), RDF[2])
    known = {quad.triple for quad in published_store.triples}

    assert [row for row in listed if row.predicate != MEMBER]
    for row in listed:
        assert row.subject == ox.NamedNode(BASE + "id/") or row in known


def test_the_list_of_graphs_is_that_of_the_manifest(
    published_client: FlaskClient, published_manifest: dict[str, Any]
) -> None:
    listed = triples(published_client.get("/graph/?format=nt"), RDF[2])
    page = published_client.get("/graph/", headers={"Accept": BROWSER}).text

    number = {
        str(row.subject)[1:-1]: int(row.object.value)
        for row in listed
        if isinstance(row.object, ox.Literal) and row.predicate.value == VOID + "triples"
    }
    assert number == {graph["iri"]: graph["quads"] for graph in published_manifest["graphs"]}
    for graph in some(published_manifest["graphs"]):
        row = page.partition(f">{graph['iri']}</code>")[2].partition("</tr>")[0]
        assert re.findall(r"<code>/([\w/]+)</code>", row) == graph["endpoints"]
        whole = unescape(re.findall(r'href="(/graphs[^"]*)"', row)[0])
        assert len(triples(published_client.get(whole + "&format=nt"), RDF[2])) == graph["quads"]


def test_the_home_page_leads_to_the_list_of_graphs(published_client: FlaskClient) -> None:
    home = published_client.get("/", headers={"Accept": BROWSER})

    assert 'href="/graph/"' in home.text


def test_the_list_of_items_says_which_thing_is_which(published_client: FlaskClient) -> None:
    listed = triples(published_client.get("/wd/?format=nt"), RDF[2])
    same = [row for row in listed if row.predicate == ox.NamedNode(SKOS + "exactMatch")]

    assert len(same) == len([row for row in listed if row.predicate == MEMBER])
    assert len(same) > 50


@pytest.mark.parametrize("address", LISTS)
def test_a_list_that_a_client_holds_is_not_sent_again(
    published_client: FlaskClient, address: str
) -> None:
    first = published_client.get(address + "?format=ttl")
    again = published_client.get(
        address + "?format=ttl", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("address", LISTS)
def test_a_format_that_no_list_has_is_refused(published_client: FlaskClient, address: str) -> None:
    assert published_client.get(address + "?format=nq").status_code == 406
    assert published_client.get(address, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("path", ["/id/baku", "/azerbaijan-israel", "/code/modality/alleged"])
def test_what_is_no_document_still_leads_to_one(published_client: FlaskClient, path: str) -> None:
    response = published_client.get(path, headers={"Accept": "text/turtle"})

    assert (response.status_code, response.headers["Location"]) == (303, path + ".ttl")


@pytest.mark.parametrize("path", ["/ns", "/code", "/code/modality", "/dataset", "/id/baku"])
def test_a_slash_too_many_leads_to_the_address_without(
    published_client: FlaskClient, path: str
) -> None:
    response = published_client.get(path + "/")

    assert (response.status_code, response.headers["Location"]) == (308, path)


def test_the_version_of_a_vocabulary_is_a_document(published_client: FlaskClient) -> None:
    response = published_client.get("/ns/0.1.0", headers={"Accept": "text/turtle"})

    assert response.status_code == 200


def test_a_browser_finds_the_icon_where_it_looks(client: FlaskClient) -> None:
    response = client.get("/favicon.ico", buffered=True)

    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
