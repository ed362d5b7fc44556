"""A page is small: as it is sent, with all that it loads, and for reading also as it is read."""

import json
import re
from gzip import compress
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pages import FIXED, LARGEST, THINGS
from support.some import some

BASE = "https://w3id.org/legation/"
# Of the article: the year, topic, entities, dispute and so on that have most.
OF_THE_ARTICLE = {
    "a year": "/timeline/2016",
    "a topic": "/topics/bilateral-relations",
    "another state": "/id/azerbaijan.html",
    "a dispute": "/disputes/air-base-access",
    "figures of one thing": "/figures/oil",
    "network of one": "/network/israel",
    "all results of a search": "/search?q=israel&type=statement",
    "the longest page of a code list": "/code/kind.html",
    "a release": "/releases/current",
    "an example": "/example/004-timeline.html",
    "not found": "/nope",
}
# The query page loads an editor, which is not counted; suggestions are no page.
NOT_COUNTED = {"query page", "query page for Wikidata's dialect", "suggestions"}
# In bytes. Of the limit of 100 kB a page, what is sent counts: the page and what it loads.
MOST = 100_000
# What people look things up in stands on one page, so that a term has an address on it, and a
# browser finds its words; a document shows all its sentences. Before compression these may have:
LONG = {"a document": 195_000, "vocabulary": 160_000, "a code list": 130_000}


def addresses(client: FlaskClient) -> dict[str, str]:
    """Return the address of a page of each kind."""
    found = {**FIXED, **OF_THE_ARTICLE}
    for kind, name in THINGS.items():
        query = quote(LARGEST.format(kind=name))
        rows = json.loads(client.get(f"/sparql?format=json&query={query}").text)["results"]
        for row in rows["bindings"]:
            found[kind] = f"/{row['x']['value'].removeprefix(BASE)}.html"
    return found


def page_at(client: FlaskClient, path: str) -> str:
    headers = {"Accept": "text/html"}
    return client.get(path, headers=headers, follow_redirects=True, buffered=True).text


def loaded(page: str) -> list[str]:
    """Return the addresses of the style sheets and scripts that a page loads."""
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    return [*styles, *re.findall(r'<script[^>]* src="([^"]+)"', page)]


def sent(client: FlaskClient, path: str) -> int:
    """Return the bytes of an answer, compressed as nginx or a browser's cache would have it."""
    return len(compress(client.get(path, follow_redirects=True, buffered=True).data))


def test_a_page_with_all_it_loads_is_sent_in_100_kilobytes(published_client: FlaskClient) -> None:
    sizes = {}
    for kind, path in addresses(published_client).items():
        if kind in NOT_COUNTED:
            continue
        page = page_at(published_client, path)
        parts = {one: sent(published_client, one) for one in loaded(page)}
        sizes[kind] = len(compress(page.encode())) + sum(parts.values())

    assert {kind: size for kind, size in sizes.items() if size > MOST} == {}
    # Style and scripts alone have some kilobytes: they were counted.
    assert min(some(sizes.values())) > 5_000


def test_a_page_for_reading_has_100_kilobytes_before_it_is_compressed(
    published_client: FlaskClient,
) -> None:
    found = addresses(published_client)
    sizes = {kind: len(page_at(published_client, path).encode()) for kind, path in found.items()}

    assert {k: size for k, size in sizes.items() if size > LONG.get(k, MOST)} == {}
    assert set(LONG) <= set(sizes)


@pytest.mark.parametrize("path", ["/ns.html", "/code/event-type.html"])
def test_a_term_is_defined_once_on_its_page(published_client: FlaskClient, path: str) -> None:
    page = page_at(published_client, path)

    for definition in some(re.findall(r"</h3>\n<p>([^<]{40,})</p>", page)):
        # In the record for search engines quotes are escaped otherwise; it has the first alone.
        assert page.count(definition) == 1, definition
