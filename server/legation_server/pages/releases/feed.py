"""Write the feed of releases and of changed claims (Atom, RFC 4287)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from legation_server.releases import Release

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# Characters that XML 1.0 does not allow (section 2.2).
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A change of the vocabulary changes every claim at once; the page of changes has them all.
MOST_CLAIMS = 100


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses: of the feed, the list, a release, and a comparison of two."""

    feed: str
    index: str
    release: Callable[[Release], str]
    changes: Callable[[Release, Release], str]


@dataclass(frozen=True)
class Entry:
    """A release, the one before it, and what changed; None where there is none."""

    release: Release
    before: Release | None
    changes: dict[str, Any] | None


def feed(entries: Sequence[Entry], where: Addresses, html: Callable[[Any], str]) -> bytes:
    """Return the feed for at least one release, the newest first.

    `html` returns a changed claim as HTML. Ids are the public IRIs of the releases, so they are
    the same on every server.
    """
    newest = entries[0].release
    root = ElementTree.Element("feed", {"xmlns": ATOM})
    _text(root, "id", f"{newest.base}releases/feed.atom")
    _text(root, "title", f"{newest.name}: releases and changed claims")
    _text(root, "updated", max(_time(entry.release) for entry in entries))
    _text(ElementTree.SubElement(root, "author"), "name", newest.name)
    _text(root, "rights", newest.license)
    _link(root, "self", where.feed, "application/atom+xml")
    _link(root, "alternate", where.index, "text/html")
    for entry in entries:
        _release_entry(root, entry, where)
        claims = entry.changes["claims"] if entry.changes else []
        for claim in claims[:MOST_CLAIMS]:
            _claim_entry(root, entry, claim, where, html)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _release_entry(root: ElementTree.Element, entry: Entry, where: Addresses) -> None:
    release, before = entry.release, entry.before
    node = _entry(root, release, _iri(release), f"Release {release.folder.name}", "release")
    _link(node, "alternate", where.release(release), "text/html")
    if before is not None:
        _link(node, "related", where.changes(before, release), "text/html")
    _text(node, "summary", _summary(entry))


def _summary(entry: Entry) -> str:
    summary = f"{entry.release.quads:,} statements, of {entry.release.modified}."
    if entry.before is None:
        return summary
    if entry.changes is None:
        return f"{summary} See the page of changes since {entry.before.folder.name}."
    counts, claims = entry.changes["counts"], entry.changes["claims"]
    concerned = len(claims) + entry.changes["left_out"]
    summary += (
        f" Claims and contents since {entry.before.folder.name}: {counts['added']} added, "
        f"{counts['removed']} removed, {counts['changed']} changed."
    )
    if concerned > MOST_CLAIMS:
        summary += f" The feed has the first {MOST_CLAIMS} of {concerned} claims."
    return summary


def _claim_entry(
    root: ElementTree.Element,
    entry: Entry,
    claim: dict[str, Any],
    where: Addresses,
    html: Callable[[Any], str],
) -> None:
    assert entry.before is not None
    name = claim["iri"].removeprefix(entry.release.base)
    hedge = f" (not asserted: {', '.join(claim['not_asserted'])})" if claim["not_asserted"] else ""
    title = f"{claim['how'].capitalize()}: {claim['label']}{hedge}"
    changes = (
        f"{entry.release.base}releases/{entry.before.folder.name}..{entry.release.folder.name}"
    )
    node = _entry(root, entry.release, f"{changes}#{name}", title, claim["how"])
    page = where.changes(entry.before, entry.release)
    _link(node, "alternate", f"{page}#{name}", "text/html")
    content = _text(node, "content", html(claim))
    content.set("type", "html")


def _entry(
    root: ElementTree.Element, release: Release, iri: str, title: str, category: str
) -> ElementTree.Element:
    node = ElementTree.SubElement(root, "entry")
    _text(node, "id", iri)
    _text(node, "title", title)
    _text(node, "updated", _time(release))
    ElementTree.SubElement(node, "category", {"term": category})
    return node


def _iri(release: Release) -> str:
    return f"{release.base}releases/{release.folder.name}"


def _time(release: Release) -> str:
    """Return the time of a release (RFC 3339): the day on which its newest source changed."""
    return f"{release.modified}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    node = ElementTree.SubElement(parent, name)
    node.text = NOT_XML.sub("\ufffd", text)
    return node


def _link(parent: ElementTree.Element, relation: str, address: str, media_type: str) -> None:
    attributes = {"rel": relation, "href": address, "type": media_type}
    ElementTree.SubElement(parent, "link", attributes)
