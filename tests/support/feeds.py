"""Read the feed of releases (Atom, RFC 4287)."""

from xml.etree import ElementTree

from flask.testing import FlaskClient

from support.memory_store import get

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed_of(site: FlaskClient) -> ElementTree.Element:
    answer = get(site, "/releases/feed.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)
