"""What changed between releases can be followed as a feed (Atom, RFC 4287)."""

import re
from pathlib import Path
from xml.etree import ElementTree

from flask.testing import FlaskClient
from legation_server.pages.releases.feed import MOST_CLAIMS, Addresses, Entry, feed
from legation_server.releases.opening import open_folder
from support.feeds import ATOM, feed_of
from support.memory_store import HTML, get
from support.small_release import BASE
from support.two_releases import names


def test_feed_has_what_atom_wants(pair_client: FlaskClient) -> None:
    root = feed_of(pair_client)

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.findtext("a:author/a:name", "", ATOM)
    for node in [root, *root.findall("a:entry", ATOM)]:
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"a:{name}", ATOM)) == 1
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", node.findtext("a:updated", "", ATOM)
        )
        assert len(node.findall("a:link[@rel='alternate']", ATOM)) == 1
    ids = [
        node.findtext("a:id", "", ATOM) for node in root.iter("{http://www.w3.org/2005/Atom}entry")
    ]
    assert len(set(ids)) == len(ids)
    assert all(re.match(r"https?://\S+$", iri) for iri in ids)
    assert root.find("a:link[@rel='self']", ATOM).get("href") == (  # type: ignore[union-attr]
        "http://localhost/releases/feed.atom"
    )


def test_feed_tells_of_releases_and_of_changed_claims(pair_client: FlaskClient, pair: Path) -> None:
    old, new = names(pair)
    entries = feed_of(pair_client).findall("a:entry", ATOM)
    titles = [entry.findtext("a:title", "", ATOM) for entry in entries]

    assert titles[0] == f"Release {new}"
    assert "1 added, 1 removed, 2 changed" in entries[0].findtext("a:summary", "", ATOM)
    assert titles[1].startswith("Changed: Grain was said to be promised.")
    assert titles[1].endswith("(not asserted: reported)")
    assert "<del>" in entries[1].findtext("a:content", "", ATOM)
    assert titles[2:] == [f"Release {old}"]


def test_links_of_the_feed_lead_somewhere(pair_client: FlaskClient) -> None:
    links = feed_of(pair_client).findall(".//a:link", ATOM)
    assert len(links) > 5
    for link in links:
        address, _, anchor = str(link.get("href")).partition("#")
        answer = get(pair_client, address, headers=HTML)
        assert answer.status_code == 200, address
        assert f'id="{anchor}"' in answer.text or not anchor


def test_pages_lead_to_the_feed(pair_client: FlaskClient) -> None:
    link = re.search(
        r'<link rel="alternate" type="application/atom\+xml"[^>]*>', get(pair_client, "/").text
    )

    assert link and 'href="/releases/feed.atom"' in link[0]


def test_feed_of_many_changes_says_that_it_has_not_all(pair: Path) -> None:
    old, new = (open_folder(pair / "releases" / name, pair) for name in names(pair))
    claim = {"how": "added", "iri": BASE + "x/c-{n}", "label": "\x01", "not_asserted": []}
    claims = [{**claim, "iri": f"{BASE}x/c-{n}"} for n in range(MOST_CLAIMS + 5)]
    counts = {"added": 1, "removed": 0, "changed": 0}
    changes = {"claims": claims, "counts": counts, "left_out": 2}
    where = Addresses("http://f/", "http://i/", lambda r: "http://r/", lambda a, b: "http://c/")
    data = feed([Entry(new, old, changes), Entry(old, None, None)], where, lambda claim: "<p>&</p>")

    root = ElementTree.fromstring(data)
    assert len(root.findall("a:entry", ATOM)) == MOST_CLAIMS + 2
    said = root.findtext("a:entry/a:summary", "", ATOM)
    assert f"The feed has the first {MOST_CLAIMS} of {MOST_CLAIMS + 7} claims." in said
