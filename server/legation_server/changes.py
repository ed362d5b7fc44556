"""Compare two releases: by claims and contents, or quad by quad as an RDF Patch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from legation_server.description import RDFS
from legation_server.graph_index import RDF_TYPE
from legation_server.release import Release

Things = Mapping[str, frozenset[ox.Triple]]
# What these graphs say of a claim (the line it is written in, say) is not what the claim says.
ABOUT_THE_BUILD = ("graph/release", "graph/provenance")


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


def compare(old: Release, new: Release) -> list[Change]:
    """Return what changed from the release `old` to `new`, by claims and contents, sorted.

    Derived statements count too: a content changes when a claim comes to deny it.
    """
    return compare_things(things(old), things(new))


def compare_things(before: Things, after: Things) -> list[Change]:
    """Return what changed between the claims and contents of two releases, sorted."""
    return sorted(_changes(before, after), key=lambda change: (change.how, change.iri))


def things(release: Release) -> Things:
    """Return the claims and contents of a release: IRI → triples about it."""
    ontology = release.prefixes.get("bil", release.base + "ns#")
    kinds = (ox.NamedNode(ontology + "Claim"), ox.NamedNode(ontology + "Content"))
    left_out = {ox.NamedNode(release.base + name) for name in ABOUT_THE_BUILD}
    triples: dict[str, set[ox.Triple]] = {}
    wanted: set[str] = set()
    for quad in quads(release):
        if isinstance(quad.subject, ox.NamedNode) and quad.graph_name not in left_out:
            triples.setdefault(quad.subject.value, set()).add(quad.triple)
            if quad.predicate.value == RDF_TYPE and quad.object in kinds:
                wanted.add(quad.subject.value)
    return {iri: frozenset(triples[iri]) for iri in wanted}


def patch(old: Release, new: Release) -> Iterator[str]:
    """Yield the lines of an RDF Patch that makes `new` of `old`: `D` and `A` with N-Quads."""
    before, after = set(quads(old)), set(quads(new))
    yield "TX .\n"
    for letter, changed in (("D", before - after), ("A", after - before)):
        for line in sorted(str(quad) for quad in changed):
            yield f"{letter} {line} .\n"
    yield "TC .\n"


def quads(release: Release) -> Iterator[ox.Quad]:
    """Yield the quads of a release, without the words of its documents."""
    path = release.folder / "dumps" / "legation.nq"
    yield from ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)


def _changes(before: Things, after: Things) -> Iterator[Change]:
    for iri in before.keys() | after.keys():
        gone, come = before.get(iri, frozenset()), after.get(iri, frozenset())
        if gone != come:
            how = "changed" if gone and come else "added" if come else "removed"
            lines = [tuple(sorted(f"{t} ." for t in part)) for part in (gone - come, come - gone)]
            yield Change(how, iri, _label(come or gone), *lines)


def _label(triples: frozenset[ox.Triple]) -> str:
    labels = sorted(
        t.object.value
        for t in triples
        if t.predicate.value == RDFS + "label" and isinstance(t.object, ox.Literal)
    )
    return labels[0] if labels else ""
