"""Look up what a release has for Wikidata's tools, about one item or one claim."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from flask import current_app
from flask.blueprints import BlueprintSetupState

from legation_server.errors import Problem, ReleaseError
from legation_server.namespaces import WIKIDATA_ENTITY
from legation_server.releases import CheckedFiles, Release
from legation_server.web import NAME as SITE
from legation_server.web import Site

NAME = "legation.wikidata"
FOLDER = "wikidata/"
ENTITIES, CLAIMS = FOLDER + "entities.json", FOLDER + "claims.json"


class WikidataFiles:
    """The files of a release for Wikidata's tools; each is read when it is first needed."""

    def __init__(self, release: Release, files: CheckedFiles) -> None:
        """Look into a release, at files that are as its manifest says."""
        self._release = release
        self._files = files

    @cached_property
    def items(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the items of the release in Wikibase JSON, by their ids (Q801)."""
        return {item["id"]: item for item in self._read(ENTITIES, [])}

    @property
    def claims(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the QuickStatements commands of each claim, or why it has none, by its IRI."""
        return self._claims_file["claims"]

    @property
    def counts(self) -> Mapping[str, Any]:
        """Return how many contents Wikidata's model can express, and why not the others."""
        return self._claims_file["counts"]

    def addresses(self, iri: str, matches: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the path of each document there is about a thing, with its title.

        `matches` are the IRIs of the same thing elsewhere.
        """
        for match in matches:
            if (item := match.removeprefix(WIKIDATA_ENTITY)) in self.items:
                yield f"wd/entity/{item}.json", f"{item} in Wikibase JSON"
        if self.claims.get(iri, {}).get("commands"):
            name = iri.removeprefix(self._release.base)
            yield f"wd/claim/{name}.txt", "a draft for QuickStatements"

    @cached_property
    def _claims_file(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self._read(CLAIMS, {"claims": {}, "counts": {}})
        return found

    def _read(self, path: str, default: Any) -> Any:
        """Return the content of a JSON file of the release, or `default` when it has none.

        Raises Problem when the file is damaged.
        """
        file = self._release.file(path)
        if file is None:
            return default
        try:
            return json.loads(self._files.read(self._release, file))
        except ReleaseError as error:
            raise Problem("internal-error", f"The file {path} is damaged.") from error


def prepare(state: BlueprintSetupState) -> None:
    """Keep the files of an application's release with the application."""
    site: Site = state.app.extensions[SITE]
    state.app.extensions[NAME] = WikidataFiles(site.release, site.archive.files)


def wikidata_files() -> WikidataFiles:
    """Return the files of the application that handles the current request."""
    return cast("WikidataFiles", current_app.extensions[NAME])
