"""Links lead programs through the server (FAIR Signposting, RFC 9264)."""

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from legation_server.isolation.pool import Pool
from legation_server.releases.manifest import Release
from legation_server.serving.app import create_app
from requests.utils import parse_header_links
from support.memory_store import HOST, local
from support.small_release import BASE
from support.some import some
from werkzeug.test import TestResponse

PAGES = [
    "id/freedonia",
    "freedonia-sylvania",
    "freedonia-sylvania/spies",
    "freedonia-sylvania/c-spies",
    "freedonia-sylvania/p-7",
    "code/modality",
    "code/modality/alleged",
    "ns",
]


def links(response: TestResponse, rel: str) -> list[dict[str, str]]:
    found = parse_header_links(", ".join(response.headers.getlist("Link")))
    return [link for link in found if link["rel"] == rel]


def targets(response: TestResponse, rel: str) -> list[str]:
    return [link["url"] for link in links(response, rel)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_a_landing_page_of_the_profile(client: FlaskClient, path: str) -> None:
    page = client.get(f"/{path}.html")

    assert targets(page, "cite-as") == [BASE + path]
    assert "https://schema.org/AboutPage" in targets(page, "type")
    assert len(targets(page, "type")) == 2
    assert len(targets(page, "license")) == 1
    assert targets(page, "collection") == [HOST]
    assert len(links(page, "describedby")) == 4
    for link in some(links(page, "describedby")):
        document = client.get(local(link["url"]))
        assert (document.status_code, document.mimetype) == (200, link["type"])
        assert targets(document, "describes") == [f"{HOST}{path}.html"]


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json, text/html;q=0.5"])
def test_who_asks_the_home_page_for_rdf_gets_the_description_of_the_dataset(
    published_client: FlaskClient, accept: str
) -> None:
    response = published_client.get("/", headers={"Accept": accept})

    assert response.status_code == 200
    assert "Accept" in re.split(", *", response.headers["Vary"])
    assert response.mimetype == accept.partition(",")[0]
    assert response.headers["Content-Location"].startswith("/dataset.")
    assert "void" in response.text and "sha256:" in response.text


@pytest.mark.parametrize("accept", [None, "*/*", "image/png", "text/html, text/turtle;q=0.9"])
def test_the_home_page_is_a_page_for_everybody_else(
    published_client: FlaskClient, accept: str | None
) -> None:
    response = published_client.get("/", headers={"Accept": accept} if accept else {})

    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert "Accept" in re.split(", *", response.headers["Vary"])


def test_the_home_page_leads_to_the_whole_dataset(client: FlaskClient, release: Release) -> None:
    home = client.get("/")

    assert targets(home, "cite-as") == [BASE + "dataset"]
    assert targets(home, "license") == [release.license]
    assert set(targets(home, "type")) == {
        "https://schema.org/AboutPage",
        "https://schema.org/Dataset",
    }
    assert len(links(home, "item")) == 6
    for link in some(links(home, "item")):
        file = client.get(local(link["url"]), buffered=True)
        assert (file.status_code, file.mimetype) == (200, link["type"])
        assert targets(file, "collection") == [HOST]
        assert len(targets(file, "license")) == 1
    assert sum(len(str(link)) for link in links(home, "item")) < 4000


def test_the_publisher_is_named(published_client: FlaskClient) -> None:
    for path in ("/", "/ns.html", "/id/azerbaijan.html", "/dumps/legation.ttl"):
        response = published_client.get(path, buffered=True)
        assert targets(response, "author") == [BASE + "maintainers"], path


def test_addresses_are_those_of_the_proxy_in_front(release: Release, pool: Pool) -> None:
    settings = replace(pool.settings, proxies=1)
    client = create_app(release, pool, settings).test_client()
    proxy = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "data.example",
        "X-Forwarded-Prefix": "/relations",
    }
    front = "https://data.example/relations/"

    page = client.get("/id/freedonia.html", headers=proxy)
    home = json.loads(client.get("/linkset.json", headers=proxy).data)["linkset"][0]

    assert front + "id/freedonia.ttl" in targets(page, "describedby")
    assert targets(page, "cite-as") == [BASE + "id/freedonia"]
    assert page.headers["Content-Location"] == "/relations/id/freedonia.html"
    assert 'href="/relations/id/sylvania"' in page.text
    assert home["anchor"] == front
    sitemap_text = client.get("/sitemap.xml", headers=proxy).text
    assert f"<loc>{front}id/freedonia.html</loc>" in sitemap_text


def test_a_thing_leads_to_its_documents_before_the_redirect(client: FlaskClient) -> None:
    thing = client.get("/id/freedonia")

    assert {link["type"] for link in links(thing, "describedby")} == {
        "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml",
    }  # fmt: skip


@pytest.mark.parametrize("address", ["/linkset.json", "/.well-known/api-catalog"])
def test_a_link_set_is_well_formed_and_leads_somewhere(
    published_client: FlaskClient, address: str
) -> None:
    response = published_client.get(address)

    assert response.mimetype == "application/linkset+json"
    contexts = json.loads(response.data)["linkset"]
    hrefs = {context["anchor"] for context in contexts}
    for context in some(contexts):
        for rel, found in some(context.items()):
            assert rel == "anchor" or all(set(t) <= {"href", "type"} for t in some(found))
            hrefs.update(t["href"] for t in found if rel != "anchor")
    own = {urlsplit(href).path for href in hrefs if href.startswith(HOST)}
    for path in some(own):
        there = published_client.get(path, buffered=True, follow_redirects=True)
        assert there.status_code == 200, path


def test_the_catalogue_names_all_services(client: FlaskClient) -> None:
    catalog, *services = json.loads(client.get("/.well-known/api-catalog").data)["linkset"]

    assert [item["href"] for item in catalog["item"]] == [s["anchor"] for s in services]
    paths = ("sparql", "wd/sparql", "reconcile")
    assert [s["anchor"] for s in services] == [HOST + path for path in paths]
    for service in services:
        for found in some(service["service-desc"]):
            asked = client.get(local(found["href"]), headers={"Accept": found["type"]})
            assert (asked.status_code, asked.mimetype) == (200, found["type"])


def test_the_link_set_says_what_the_header_says(client: FlaskClient) -> None:
    contexts = json.loads(client.get("/linkset.json").data)["linkset"]
    home = next(context for context in contexts if context["anchor"] == HOST)

    header = client.get("/")
    for rel in ("cite-as", "describedby", "item", "license", "type"):
        assert [t["href"] for t in home[rel]] == targets(header, rel)
