"""Every thing leads to a document that holds what is known of it; what does not exist is said so."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.descriptions.evidence_links import text_fragment_link
from legation_server.descriptions.queries import MOST_REFERENCES
from legation_server.formats import DOCUMENTS, HTML, Format
from legation_server.rdf.writer import RDF_FORMATS
from support.memory_store import client_of
from support.small_release import BASE, BIL, PATHS

RDFS_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
PREF_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDF = [offer for offer in DOCUMENTS if offer is not HTML]


def triples(client: FlaskClient, path: str) -> set[ox.Triple]:
    response = client.get(path + ".nt")
    return {quad.triple for quad in ox.parse(response.data, ox.RdfFormat.N_TRIPLES)}


def whole(client: FlaskClient) -> list[ox.Quad]:
    data = client.get("/graphs?default", headers={"Accept": "application/n-triples"}).data
    return list(ox.parse(data, ox.RdfFormat.N_TRIPLES))


def named(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("offer", DOCUMENTS, ids=lambda offer: offer.name)
def test_a_thing_leads_to_the_document_asked_for(
    client: FlaskClient, path: str, offer: Format
) -> None:
    thing = client.get(path, headers={"Accept": offer.media_type})

    assert set(thing.headers["Vary"].split(", ")) == {
        "Accept",
        "Accept-Datetime",
        "Accept-Encoding",
    }
    if path in ("/ns", "/code/modality"):
        # These are documents themselves.
        assert thing.status_code == 200
        assert thing.content_type == offer.content_type
        assert thing.headers["Content-Location"] == f"{path}.{offer.name}"
        return
    assert thing.status_code == 303
    assert thing.headers["Location"] == f"{path}.{offer.name}"
    document = client.get(thing.headers["Location"])
    assert document.status_code == 200
    assert document.content_type == offer.content_type
    assert document.headers["Content-Location"] == thing.headers["Location"]


def test_a_browser_gets_the_page_and_a_program_turtle(client: FlaskClient) -> None:
    page = client.get("/id/freedonia", headers={"Accept": BROWSER})
    data = client.get("/id/freedonia", headers={"Accept": "*/*"})

    assert page.headers["Location"] == "/id/freedonia.html"
    assert data.headers["Location"] == "/id/freedonia.ttl"


def test_a_thing_cannot_be_had_as_what_it_is_not(client: FlaskClient) -> None:
    response = client.get("/id/freedonia", headers={"Accept": "image/png"})

    assert response.status_code == 406
    assert "text/turtle" in json.loads(response.data)["available"]


@pytest.mark.parametrize("offer", RDF, ids=lambda offer: offer.name)
def test_every_rdf_document_says_the_same(client: FlaskClient, offer: Format) -> None:
    data = client.get(f"/freedonia-sylvania/spies.{offer.name}").data

    assert {q.triple for q in ox.parse(data, RDF_FORMATS[offer.name])} == triples(
        client, "/freedonia-sylvania/spies"
    )


def test_a_document_holds_what_points_at_the_thing_and_all_labels(client: FlaskClient) -> None:
    found = triples(client, "/id/sylvania")

    target = ox.NamedNode(BIL + "target")
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    recognition = named("freedonia-sylvania/recognition")
    assert ox.Triple(recognition, target, named("id/sylvania")) in found
    assert ox.Triple(target, label, ox.Literal("target", language="en")) in found


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld"])
def test_a_document_begins_with_what_it_is_about(client: FlaskClient, name: str) -> None:
    data = client.get(f"/id/freedonia.{name}").data

    assert next(ox.parse(data, RDF_FORMATS[name])).subject == ox.NamedNode(BASE + "id/freedonia")


def test_a_content_comes_with_its_claims_and_their_evidence(client: FlaskClient) -> None:
    subjects = {str(t.subject) for t in triples(client, "/freedonia-sylvania/spies")}

    for name in ("c-spies", "c-no-spies", "p-7", "p-8"):
        assert f"<{BASE}freedonia-sylvania/{name}>" in subjects


@pytest.mark.parametrize(
    "path",
    ["/id/sylvania", "/freedonia-sylvania/spies", "/freedonia-sylvania/c-spies",
     "/freedonia-sylvania/p-7"],
)  # fmt: skip
def test_a_passage_comes_with_the_link_to_its_sentence(client: FlaskClient, path: str) -> None:
    link = text_fragment_link(
        "https://example.org/wiki/F%E2%80%93S", "According to the", "in the capital.", 60
    )

    url = ox.NamedNode("https://schema.org/url")
    passage = named("freedonia-sylvania/p-7")
    assert ox.Triple(passage, url, ox.NamedNode(link)) in triples(client, path)


@pytest.mark.parametrize(
    "path",
    ["/id/freedonia", "/freedonia-sylvania/spies", "/freedonia-sylvania/c-spies",
     "/freedonia-sylvania/p-7", "/code/modality/alleged", "/code/modality"],
)  # fmt: skip
def test_everything_a_document_names_has_its_label(client: FlaskClient, path: str) -> None:
    found = triples(client, path)
    everything = {quad.triple for quad in whole(client)}

    labels = {t for t in everything if t.predicate == RDFS_LABEL or t.predicate == PREF_LABEL}
    named_here = {part for t in found for part in (t.subject, t.predicate, t.object)}
    assert len(found) > 5
    assert {t for t in labels if t.subject in named_here} <= found


def test_a_code_lists_what_uses_it(client: FlaskClient) -> None:
    page = client.get("/code/modality/alleged.html").text

    assert "Freedonia keeps spies in Sylvania" in page


def test_a_graph_says_where_its_statements_are(client: FlaskClient) -> None:
    page = client.get("/graph/entities.html").text

    assert 'href="/graphs?graph=https://w3id.org/legation/graph/entities&amp;format=ttl"' in page
    assert triples(client, "/graph/entities")


def test_a_document_says_when_it_leaves_something_out(make_dataset: Callable[[str], Path]) -> None:
    rows = [f"<{BASE}d/c{n}> <{BIL}target> <{BASE}id/x> ." for n in range(MOST_REFERENCES + 5)]
    client = client_of(make_dataset("\n".join(rows)))

    document = client.get("/id/x.nt")
    page = client.get("/id/x.html")

    assert document.headers["X-Result-Truncated"] == f"references={MOST_REFERENCES}"
    assert len(document.data.splitlines()) == MOST_REFERENCES
    assert f"Only the first {MOST_REFERENCES:,} references to this are shown here" in page.text
    assert "X-Result-Truncated" not in client.get("/d/c1.nt").headers


def test_a_document_that_is_held_is_not_sent_again(client: FlaskClient) -> None:
    for path in ("/id/freedonia.ttl", "/id/freedonia.html"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag


def test_the_ontology_describes_all_its_terms(client: FlaskClient) -> None:
    subjects = {str(t.subject) for t in triples(client, "/ns")}

    assert {f"<{BIL}{name}>" for name in ("Claim", "Supposition", "states")} <= subjects
    assert 'id="Claim"' in client.get("/ns.html").text


@pytest.mark.parametrize(
    ("path", "suggested"),
    [
        ("/id/freedonai", "/id/freedonia"),
        ("/freedonia-sylvania/c-recogntion", "/freedonia-sylvania/c-recognition"),
        ("/freedonai-sylvania", "/freedonia-sylvania"),
        ("/id/freedonai.ttl", "/id/freedonia"),
        ("/id/Freedonia", "/id/freedonia"),
        ("/freedonia", "/id/freedonia"),
        ("/ns/Claim", "/ns#Claim"),
        ("/ns/clam", "/ns#Claim"),
        ("/code/modalty/alleged", "/code/modality/alleged"),
        ("/code/modality/aleged", "/code/modality/alleged"),
        ("/cod/modality", "/code/modality"),
        ("/freedonai-sylvania/spies", "/freedonia-sylvania/spies"),
    ],
)
def test_an_unknown_name_brings_near_ones(client: FlaskClient, path: str, suggested: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert suggested in json.loads(response.data)["suggestions"]


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/id//", "/id/a b", "/id/%3Cx%3E", "/%00", "/id/%ff", "/id/x%22%7D", "/a//b"],
)
def test_odd_addresses_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_thing_of_the_dataset_answers(client: FlaskClient) -> None:
    query = f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}")) }}'
    found = client.get("/sparql", query_string={"query": query})
    names = {row["s"]["value"] for row in json.loads(found.data)["results"]["bindings"]}

    paths = {"/" + quote(name.removeprefix(BASE).partition("#")[0]) for name in names}

    assert len(paths) > 20
    for path in paths:
        assert client.get(path, headers={"Accept": "text/turtle"}).status_code in (200, 303)
        assert client.get(path + ".html").status_code == 200


@pytest.mark.parametrize("extension", ["ttl", "html"])
def test_the_namespace_of_a_prefix_leads_to_what_its_names_are_of(
    published_client: FlaskClient, published: Path, extension: str
) -> None:
    prefixes = json.loads((published / "current" / "manifest.json").read_text())["prefixes"]
    offer = next(offer for offer in DOCUMENTS if offer.name == extension)
    own = [iri.removeprefix(BASE) for iri in prefixes.values() if iri.startswith(BASE)]
    answers = {
        path: published_client.get(
            f"/{path}", headers={"Accept": offer.media_type}, follow_redirects=True
        )
        for path in own
        if path.endswith("/") and path not in ("id/", "graph/")
    }

    assert {"code/", "code/modality/", "azerbaijan-israel/", "examples/"} <= answers.keys()
    for path, answer in answers.items():
        assert (answer.status_code, answer.mimetype) == (200, offer.media_type), path
        here = answer.headers["Content-Location"]
        assert here == f"/{path[:-1]}.{extension}"


def test_parts_of_a_description_are_not_suggested(published_client: FlaskClient) -> None:
    found = json.loads(published_client.get("/azerbaijan-isreal/").data)["suggestions"]

    assert found[0] == "/azerbaijan-israel"
    assert [name for name in found if "/" in name.partition("#")[2]] == []
