"""Look at the releases of a dataset folder: list them, compare two, go back to one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from legation_build.errors import ReleaseError
from legation_build.namespaces import BIL, RDF, RDFS
from legation_build.release import point_to

Things = dict[str, frozenset[Triple]]


@dataclass(frozen=True)
class ReleaseInfo:
    """One release: the name of its folder, its manifest, and whether it is the current one."""

    name: str
    manifest: dict[str, Any]
    current: bool


@dataclass(frozen=True)
class Change:
    """A claim or content that is in one release and not, or not the same, in the other.

    `how` is added, removed or changed; `removed` and `added` are its triples in N-Triples.
    """

    how: str
    iri: str
    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def list_releases(dataset: Path) -> list[ReleaseInfo]:
    """Return the releases in the folder `dataset`, the newest first.

    Raises ReleaseError when there is none.
    """
    current = (dataset / "current").resolve()
    found = [
        ReleaseInfo(folder.name, _manifest(folder), folder.resolve() == current)
        for folder in sorted((dataset / "releases").glob("[!.]*"))
    ]
    if not found:
        raise ReleaseError(f"{dataset} holds no release. Run: legation build --output {dataset}")
    return sorted(found, key=lambda r: (r.manifest["modified"], _time(dataset, r)), reverse=True)


def find_release(dataset: Path, name: str) -> Path:
    """Return the folder of the release whose name begins with `name`; `current` is one too.

    Raises ReleaseError, which names those there are, unless exactly one does.
    """
    if name == "current" and (dataset / "current" / "manifest.json").is_file():
        return (dataset / "current").resolve()
    names = [release.name for release in list_releases(dataset)]
    matching = [known for known in names if known.startswith(name)]
    if len(matching) != 1:
        what = "Several releases begin" if matching else "No release begins"
        raise ReleaseError(f"{what} with '{name}'. There are: {', '.join(names)}.")
    return dataset / "releases" / matching[0]


def roll_back(dataset: Path, name: str) -> str:
    """Make the release that begins with `name` the current one; return its whole name."""
    folder = find_release(dataset, name)
    point_to(dataset / "current", Path("releases") / folder.name)
    return folder.name


def compare(old: Path, new: Path) -> list[Change]:
    """Return what changed from the release `old` to `new`, by claims and contents, sorted.

    Derived statements count too: a content changes when a claim comes to deny it.
    """
    before, after = _things(old), _things(new)
    return sorted(_changes(before, after), key=lambda change: (change.how, change.iri))


def patch(old: Path, new: Path) -> Iterator[str]:
    """Yield the lines of an RDF Patch that makes `new` of `old`: `D` and `A` with N-Quads."""
    before, after = set(_quads(old)), set(_quads(new))
    yield "TX .\n"
    for letter, quads in (("D", before - after), ("A", after - before)):
        for line in sorted(str(quad) for quad in quads):
            yield f"{letter} {line} .\n"
    yield "TC .\n"


def _changes(before: Things, after: Things) -> Iterator[Change]:
    for iri in before.keys() | after.keys():
        gone, come = before.get(iri, frozenset()), after.get(iri, frozenset())
        if gone != come:
            how = "changed" if gone and come else "added" if come else "removed"
            lines = [tuple(sorted(f"{t} ." for t in part)) for part in (gone - come, come - gone)]
            yield Change(how, iri, _label(come or gone), *lines)


def _things(release: Path) -> Things:
    triples: dict[str, set[Triple]] = {}
    wanted: set[str] = set()
    for quad in _quads(release):
        if isinstance(quad.subject, NamedNode):
            triples.setdefault(quad.subject.value, set()).add(quad.triple)
            kinds = (NamedNode(BIL + "Claim"), NamedNode(BIL + "Content"))
            if quad.predicate.value == RDF + "type" and quad.object in kinds:
                wanted.add(quad.subject.value)
    return {iri: frozenset(triples[iri]) for iri in wanted}


def _label(triples: frozenset[Triple]) -> str:
    labels = [
        t.object.value
        for t in triples
        if t.predicate.value == RDFS + "label" and isinstance(t.object, Literal)
    ]
    return labels[0] if labels else ""


def _quads(release: Path) -> Iterator[Quad]:
    yield from parse(path=str(release / "dumps" / "legation.nq"), format=RdfFormat.N_QUADS)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{folder} is not whole: {error}. Remove it.") from error
    assert isinstance(found, dict)
    return found


def _time(dataset: Path, release: ReleaseInfo) -> float:
    return (dataset / "releases" / release.name / "manifest.json").stat().st_mtime
