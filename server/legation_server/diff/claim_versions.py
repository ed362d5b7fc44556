"""Find the versions of claims that a release brings: all of its own, or those that changed."""

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from legation_server.diff.changes import Contents
from legation_server.namespaces import RDF_TYPE

CREATED, UPDATED, DELETED = "Create", "Update", "Delete"


def claim_versions(old: Contents | None, new: Contents) -> list[dict[str, Any]]:
    """Return the claims of `new` that `old` does not have just so, as data for JSON, by their IRIs.

    Each has `how` it came, its `iri`, and its `triples` in N-Triples: those of the claim and of the
    contents that it states. A claim that `new` lacks was deleted and has none. Without `old` all
    claims of `new` are created.
    """
    before = whole_claims(old) if old else {}
    after = whole_claims(new)
    found = []
    for iri in sorted(before.keys() | after.keys()):
        was, now = before.get(iri), after.get(iri)
        if was != now:
            how = CREATED if was is None else DELETED if now is None else UPDATED
            lines = sorted(f"{triple} ." for triple in now or ())
            found.append({"how": how, "iri": iri, "triples": lines})
    return found


def whole_claims(contents: Contents) -> Mapping[str, frozenset[ox.Triple]]:
    """Return the claims of a release: IRI → the triples of the claim and of what it states."""
    things = contents.things()
    space = contents.release.namespace
    return {
        iri: triples.union(*(things.get(each, frozenset()) for each in _stated(triples, space)))
        for iri, triples in things.items()
        if _is_claim(triples, space)
    }


def _is_claim(triples: frozenset[ox.Triple], space: str) -> bool:
    kind = ox.NamedNode(space + "Claim")
    return any(t.predicate.value == RDF_TYPE and t.object == kind for t in triples)


def _stated(triples: frozenset[ox.Triple], space: str) -> list[str]:
    return [
        triple.object.value
        for triple in triples
        if triple.predicate.value == space + "states" and isinstance(triple.object, ox.NamedNode)
    ]
