"""Releases without a folder, and contents written as TriG, for what compares contents alone."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from legation_server.diff import Contents
from legation_server.releases import Release

BASE = "https://example.org/"
NS = BASE + "ns#"
PREFIXES = {
    "": f"{BASE}doc/",
    "bil": NS,
    "graph": f"{BASE}graph/",
    "status": f"{BASE}code/status/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
_BARE = Release(
    folder=Path("/nowhere"),
    name="Example",
    version="1",
    base=BASE,
    digest="",
    modified="2026-11-30",
    license="https://example.org/license",
    prefixes={},
    context={},
    graphs=(),
    documents=(),
    counts={},
    quads=0,
    files=(),
    title="Example",
)


def bare_release(name: str, **changes: Any) -> Release:
    """Return a release without data, whose folder is nowhere, with some fields changed."""
    bare = replace(_BARE, folder=Path("/nowhere") / name, digest=name * 8)
    return replace(bare, **changes)


def node(name: str) -> ox.NamedNode:
    """Return a name below the base of these releases."""
    return ox.NamedNode(BASE + name)


def contents(name: str, trig: str, **changes: Any) -> Contents:
    """Return the contents of such a release, written as TriG with PREFIXES.

    What stands in no graph of its own is in the graph of the document.
    """
    prefixes = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
    document = node("graph/doc")
    quads = (
        ox.Quad(q.subject, q.predicate, q.object, document)
        if q.graph_name == ox.DefaultGraph()
        else q
        for q in ox.parse(prefixes + trig, ox.RdfFormat.TRIG)
    )
    return Contents(bare_release(name, **changes), frozenset(quads))
