"""Look up in a release what it has for Wikidata's tools of one item or of one claim."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from legation_server.namespaces import ITEM
from legation_server.release import Release

FOLDER = "wikidata/"
ENTITIES, CLAIMS = FOLDER + "entities.json", FOLDER + "claims.json"


def items(release: Release) -> Mapping[str, Mapping[str, Any]]:
    """Return the items of a release as Wikibase writes them, by their ids."""
    return _items(release.folder / ENTITIES) if release.file(ENTITIES) else {}


def claims(release: Release) -> Mapping[str, Mapping[str, Any]]:
    """Return what each claim of a release lets one propose, or why nothing, by the claims' IRIs."""
    return _claims(release.folder / CLAIMS)["claims"] if release.file(CLAIMS) else {}


def counts(release: Release) -> Mapping[str, Any]:
    """Return how many contents of a release can be said in Wikidata, and why not the others."""
    return _claims(release.folder / CLAIMS)["counts"] if release.file(CLAIMS) else {}


def addresses(release: Release, iri: str, matches: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the addresses of what there is of a thing, from the root, each with what it is.

    `matches` are the IRIs that are the very same thing.
    """
    for match in matches:
        if (item := match.removeprefix(ITEM)) in items(release):
            yield f"wd/entity/{item}.json", f"{item} as Wikibase writes it in JSON"
    if claims(release).get(iri, {}).get("commands"):
        yield f"wd/claim/{iri.removeprefix(release.base)}.txt", "a draft for QuickStatements"


@lru_cache(maxsize=4)
def _claims(file: Path) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = json.loads(file.read_bytes())
    return told


@lru_cache(maxsize=4)
def _items(file: Path) -> dict[str, dict[str, Any]]:
    # Release folders are never changed, so the path says which release it is.
    return {one["id"]: one for one in json.loads(file.read_bytes())}
