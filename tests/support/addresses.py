"""Addresses of the server: those of things, and which routes those in docs/ lead to."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from flask import Flask
from legation_server.web.current_site import SAFE
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

BASE = "https://w3id.org/legation/"
ADDRESS = re.compile(r"`(/[^`\s?]*)[^`\s]*`")
PLACEHOLDER = re.compile(r"<[^>]*>|…")
# What may stand for a part that the page leaves open.
SAMPLES = ("1", "entity")
# What has no other route is looked up in the data.
CATCH_ALL = "/<path:path>"
FILES_OF_PAGES = "/static/<path:filename>"


def address_of(iri: str) -> str:
    """Return the address of a thing by its IRI."""
    assert iri.startswith(BASE), iri
    return "/" + quote(iri.removeprefix(BASE), safe=SAFE)


def addresses(markdown: str) -> list[str]:
    """Return the addresses of this server that are written as code in a text."""
    return list(dict.fromkeys(ADDRESS.findall(markdown)))


def rules(app: Flask, prefix: str = "/") -> set[str]:
    """Return the routes of the server, but for the files of pages; `/x/` is as `/x`."""
    found = {rule.rule for rule in app.url_map.iter_rules()} - {FILES_OF_PAGES}
    return {_bare(rule) for rule in found if rule.startswith(prefix)}


def reached(app: Flask, written: Iterable[str]) -> dict[str, str]:
    """Return the route that each address leads to."""
    return {address: _bare(_route(app, address)) for address in written}


def _route(app: Flask, address: str) -> str:
    adapter = app.url_map.bind("localhost")
    for sample in SAMPLES:
        try:
            rule, _ = adapter.match(PLACEHOLDER.sub(sample, address), return_rule=True)
        except HTTPException:
            continue
        assert isinstance(rule, Rule)
        if rule.rule != CATCH_ALL:
            return rule.rule
    return CATCH_ALL


def _bare(rule: str) -> str:
    return rule.rstrip("/") or "/"
