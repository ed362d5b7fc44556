"""Look up in a release what it has for Wikidata's tools of one item or of one claim."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from legation_server.namespaces import ITEM
from legation_server.releases.manifest import Release

FOLDER = "wikidata/"
ENTITIES, CLAIMS = FOLDER + "entities.json", FOLDER + "claims.json"


class WikidataFiles:
    """The files of a release for Wikidata's tools, each read when it is first asked for."""

    def __init__(self, release: Release) -> None:
        """Look into a release."""
        self._release = release

    @cached_property
    def items(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the items of the release as Wikibase writes them, by their ids."""
        return {one["id"]: one for one in self._read(ENTITIES, [])}

    @property
    def claims(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what each claim lets one propose, or why nothing, by the claims' IRIs."""
        return self._told["claims"]

    @property
    def counts(self) -> Mapping[str, Any]:
        """Return how many contents can be said in Wikidata, and why not the others."""
        return self._told["counts"]

    def addresses(self, iri: str, matches: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the addresses of what there is of a thing, from the root, each with what it is.

        `matches` are the IRIs that are the very same thing.
        """
        for match in matches:
            if (item := match.removeprefix(ITEM)) in self.items:
                yield f"wd/entity/{item}.json", f"{item} as Wikibase writes it in JSON"
        if self.claims.get(iri, {}).get("commands"):
            name = iri.removeprefix(self._release.base)
            yield f"wd/claim/{name}.txt", "a draft for QuickStatements"

    @cached_property
    def _told(self) -> dict[str, dict[str, Any]]:
        told: dict[str, dict[str, Any]] = self._read(CLAIMS, {"claims": {}, "counts": {}})
        return told

    def _read(self, path: str, otherwise: Any) -> Any:
        """Return what a JSON file of the release says, or something else when it has none."""
        if not self._release.file(path):
            return otherwise
        return json.loads((self._release.folder / path).read_bytes())
