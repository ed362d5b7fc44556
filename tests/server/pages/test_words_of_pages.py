"""Pages speak plainly: phrases that readers stumbled over stand on none, and nothing raw is told."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from support.some import some

BROWSER = {"Accept": "text/html"}
BANNED = [
    "Who and what is spoken of",
    "There are pages that explain",
    "What there is",
    "How to ask",
    "All of it",
    "typed, dated and hedged",
    "As “",
    "stance: affirms",
    "supposition",
    "Not asserted by the document",
    "Its name is https",
    "This as Turtle",
    "Where this entry comes from",
    "was derived from",
    "Its name is the beginning of",
    "the release that is being served",
    "the oldest here",
    "Newest change of its sources",
    "says pySHACL",
    "All of it is told",
    "is not made",
    "none found wanting",
    "Tests hold every one",
    "can be fetched in parts",
    "only links that somebody checked",
    "What Wikidata could be told",
    "worth proposing",
    "as Wikibase writes it",
    "What goes wrong is answered",
    "There is nothing at this address",
    "More points at this",
    "spoken of are",
    "Which contents conflict",
]
PAGES = [
    "/",
    "/about",
    "/id/",
    "/id/israel.html",
    "/id/alexander-lapshin.html",
    "/azerbaijan-israel.html",
    "/azerbaijan-israel/air-base-denial.html",
    "/azerbaijan-israel/c-alleged-cooperation-against-iran-7-access.html",
    "/azerbaijan-israel/p-alleged-cooperation-against-iran-7.html",
    "/dumps/",
    "/releases/",
    "/errors",
    "/wd/",
    "/graph/",
    "/query",
    "/wd/query",
    "/reconcile/help",
    "/ns",
    "/code",
    "/shapes",
    "/examples",
    "/timeline/2016",
    "/disputes",
    "/figures",
    "/sources/",
    "/docs",
    "/nothing",
]
# Pages about the terms themselves have the terms' own names.
TERMS = {"/ns", "/code", "/shapes", "/examples"}
OWN_NAMES = {"supposition", "Not asserted by the document"}
READ = [page for page in PAGES if page.startswith(("/id", "/azerbaijan"))]


def words(client: FlaskClient, path: str) -> str:
    """Return what a page says to its readers."""
    text = client.get(path, headers=BROWSER).text
    text = re.sub(r"https?://[^\s<\"]+", " ", text)
    text = re.sub(r"<(script|style|pre|code)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_phrase_that_readers_stumbled_over(
    published_client: FlaskClient, path: str
) -> None:
    said = words(published_client, path)

    assert len(said) > 100
    banned = [phrase for phrase in BANNED if path not in TERMS or phrase not in OWN_NAMES]
    assert [phrase for phrase in banned if phrase.lower() in said.lower()] == []


@pytest.mark.parametrize("path", READ)
def test_no_page_to_read_shows_what_only_programs_read(
    published_client: FlaskClient, path: str
) -> None:
    said = words(published_client, path)

    for raw in some([r"\d~", r"\dX\b", r"\.\./|/\.\.", r"\b[0-9a-f]{32,}\b", r"\bc-[a-z0-9-]{8,}"]):
        assert not re.search(raw, said), raw
