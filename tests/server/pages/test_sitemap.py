"""The sitemap lists every page, in parts when there are many."""

import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from legation_server.pages import sitemap
from support.memory_store import HOST, local
from support.small_release import BASE
from support.some import some


def test_the_sitemap_lists_every_page_and_robots_know_it(client: FlaskClient) -> None:
    response = client.get("/sitemap.xml")
    found = ElementTree.fromstring(response.data)
    names = {"s": sitemap.NAMESPACE}
    pages = [loc.text or "" for loc in found.findall("s:url/s:loc", names)]

    assert f"Sitemap: {HOST}sitemap.xml" in client.get("/robots.txt").text
    assert len(pages) == len(set(pages)) > 25
    assert {HOST, f"{HOST}id/freedonia.html", f"{HOST}id/osterl%C3%A4nder.html"} <= set(pages)
    assert {e.text for e in found.findall("s:url/s:lastmod", names)} == {"2026-11-01"}
    for page in pages:
        assert client.get(local(page)).status_code == 200, page


def test_the_sitemap_of_the_dataset_lists_no_page_that_is_not_there(
    published_client: FlaskClient,
) -> None:
    """A file has no page, even when the dataset says what it is."""
    pages = re.findall("<loc>(.*?)</loc>", published_client.get("/sitemap.xml").text)
    described = "dumps/void.ttl"

    assert f"<{BASE}{described}>" in published_client.get("/dataset.nt").text
    assert not [page for page in pages if described in page]
    for page in some(pages[:40] + pages[::40]):
        assert published_client.get(local(page)).status_code == 200, page


def test_a_large_sitemap_comes_in_parts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    monkeypatch.setattr(sitemap, "PART_PAGES", 10)

    index = client.get("/sitemap.xml").text
    parts = re.findall("<sitemap><loc>(.*?)</loc>", index)

    assert len(parts) > 2
    pages = [
        page
        for part in parts
        for page in re.findall("<loc>(.*?)</loc>", client.get(local(part)).text)
    ]
    assert pages == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_the_sitemap_lists_nothing_that_crawlers_are_kept_off(client: FlaskClient) -> None:
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())
    listed = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)

    assert f"{HOST}wd/" in listed
    assert [address for address in listed if not robots.can_fetch("any", address)] == []
    assert not robots.can_fetch("any", f"{HOST}sparql?query=ASK%20%7B%7D")
