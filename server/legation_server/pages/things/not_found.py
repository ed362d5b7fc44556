"""The problem of an unknown address: its thing was retired, is in another release, or never was."""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from flask import current_app, url_for
from flask.blueprints import BlueprintSetupState

from legation_server.descriptions import defined_query, names_query, term
from legation_server.errors import Problem, ReleaseError
from legation_server.formats import DOCUMENTS
from legation_server.namespaces import DCTERMS, OWL, RDFS, SKOS
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.pages.things.near_names import NearNames
from legation_server.releases import Release
from legation_server.site_index import PATH as SITE_INDEX
from legation_server.site_index import SiteIndex, has_path, paths_near
from legation_server.web import select, site

NAME = "legation.near_names"
EXTENSIONS = tuple(f".{offer.name}" for offer in DOCUMENTS)
MOST_NAMES_A_GRAPH = 20_000
# Paths that share letters, of which the most similar are proposed.
MOST_NEAR = 300
# Earlier releases in which a thing is looked for.
MOST_RELEASES = 10
RETIRED_GRAPH = "graph/retired"
# A name that people look for, unlike the parts of a description that have generated names.
PLAIN_NAME = re.compile(r"[^#]*(#[\w-]+)?")


class Suggestions:
    """The names of one release, read when an address is first not found."""

    def __init__(self) -> None:
        """Begin without names: the store answers only once the server runs."""
        self._names: NearNames | None = None
        self._defined: list[str] | None = None

    def near(self, path: str) -> list[str]:
        """Return the paths of things with a name similar to one that does not exist."""
        stem = path.rpartition(".")[0] if path.endswith(EXTENSIONS) else path
        index = index_of_release() if site().is_large else None
        try:
            if index is not None:
                near = NearNames([*paths_near(index, stem, MOST_NEAR), *self._few()]).near(stem)
            else:
                if self._names is None:
                    self._names = NearNames(_known_paths())
                near = self._names.near(stem)
        except Problem:
            return []
        return ["/" + name for name in near]

    def _few(self) -> list[str]:
        """Return the paths of what is not in the index: vocabularies, lists, graphs, examples."""
        if self._defined is None:
            base = site().release.base
            rows = select(defined_query())
            iris = {row["x"] for row in rows} | {graph.iri for graph in site().release.graphs}
            paths = (iri[len(base) :] for iri in iris if iri.startswith(base))
            self._defined = [path for path in paths if PLAIN_NAME.fullmatch(path)]
        return self._defined


def prepare(state: BlueprintSetupState) -> None:
    """Keep the suggestions of an application's release with the application."""
    state.app.extensions[NAME] = Suggestions()


def not_found(path: str, readings: Sequence[str]) -> Problem:
    """Return the problem of an address without a thing: 410 for one that was there, else 404.

    `readings` are the ways its path may be written in an IRI.
    """
    if problem := _retired(readings) or _gone(readings):
        return problem
    near = cast("Suggestions", current_app.extensions[NAME]).near(path)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return Problem("not-found", f"There is no /{path} here.{hint}", members={"suggestions": near})


def _gone(names: Sequence[str]) -> Problem | None:
    """Return the problem of a thing that only another release has (RFC 9110, section 15.5.11).

    None when no release is known to have one of the names, or a document about it.
    """
    here = site()
    stems = [name.rpartition(".")[0] for name in names if name.endswith(EXTENSIONS)]
    others = [release for release in here.archive.all() if release is not here.release]
    if here.is_large:
        last = _last_indexed_with([*names, *stems], others)
    else:
        last = here.lifetime.comparer.last_with([*names, *stems], [here.release, *others])
    if last is None:
        return None
    page = url_for("releases.page", name=last.folder.name)
    return Problem(
        "gone",
        f"The current release does not have /{names[0]}. "
        f"The last one that has it is {last.folder.name}, of {last.modified}: {page}",
        members={"release": last.folder.name, "page": page},
        headers={"Link": f'<{page}>; rel="related"'},
    )


def _last_indexed_with(names: Sequence[str], releases: Sequence[Release]) -> Release | None:
    """Return the first of some releases whose index has one of some paths.

    The latest ones are asked, and no release is read: that of a large one would take minutes.
    """
    for release in releases[:MOST_RELEASES]:
        if release.file(SITE_INDEX) is None:
            continue
        try:
            index = SiteIndex(release.folder / SITE_INDEX)
        except ReleaseError:
            continue
        try:
            if any(has_path(index, name) for name in names):
                return release
        finally:
            index.close()
    return None


def _retired(readings: Sequence[str]) -> Problem | None:
    """Return the problem of the path of a retired term, or None when none is one.

    `readings` are the ways a path may be written in an IRI, with or without a format's extension.
    The answer links to each successor as a newer version (RFC 5829, section 3.3).
    """
    release = site().release
    stems = [name.rpartition(".")[0] for name in readings if name.endswith(EXTENSIONS)]
    for name in dict.fromkeys([*readings, *stems]):
        try:
            rows = select(_query(release.base + name))
        except ValueError:
            continue
        if rows:
            return _problem(name, rows)
    return None


def _query(iri: str) -> str:
    label = f"?new {term(RDFS + 'label')} ?label FILTER(LANG(?label) IN ('en', ''))"
    return f"""SELECT ?new ?label ?note WHERE {{
  {term(iri)} {term(OWL + "deprecated")} true
  OPTIONAL {{ {term(iri)} {term(DCTERMS + "isReplacedBy")} ?new OPTIONAL {{ {label} }} }}
  OPTIONAL {{ {term(iri)} {term(SKOS + "historyNote")} ?note }}
}} ORDER BY ?new"""


def _problem(name: str, rows: Sequence[dict[str, str]]) -> Problem:
    successors = {row["new"]: row.get("label", "") for row in rows if "new" in row}
    local = {iri: site().local(iri) for iri in successors}
    named = [local[iri] + (f" ({label})" if label else "") for iri, label in successors.items()]
    instead = f" Use {' or '.join(named)} instead." if named else ""
    note = rows[0].get("note", "")
    return Problem(
        "gone",
        f"/{name} was retired.{instead}{' ' + note if note else ''}",
        members={"replacedBy": list(successors)},
        headers={"Link": ", ".join(f'<{url}>; rel="successor-version"' for url in local.values())}
        if local
        else {},
    )


def _known_paths() -> Iterator[str]:
    """Yield the paths to suggest, at most MOST_NAMES_A_GRAPH of each named graph."""
    base = site().release.base
    for graph in site().release.graphs:
        if graph.iri == base + RETIRED_GRAPH:
            continue
        for row in select(names_query(graph.iri, base, MOST_NAMES_A_GRAPH)):
            name = row["s"][len(base) :]
            if PLAIN_NAME.fullmatch(name):
                yield name
