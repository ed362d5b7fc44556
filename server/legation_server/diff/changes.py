"""Compare two releases: by claims and contents, or quad by quad as an RDF Patch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from legation_server.descriptions import Standing
from legation_server.namespaces import RDF_TYPE
from legation_server.rdf import LABELS, GraphIndex
from legation_server.releases import Release

Things = Mapping[str, frozenset[ox.Triple]]
# These graphs describe how a claim was made (its line in the mapping), not what it says.
ABOUT_THE_BUILD = ("graph/release", "graph/provenance")

# How a claim or content changed.
WAYS = ("added", "removed", "changed")


@dataclass(frozen=True)
class Change:
    """A claim or content that is in one release only, or differs between the two.

    `how` is one of WAYS; `not_asserted` says why it is not asserted now, or was not
    before it was removed; `removed` and `added` are its triples in N-Triples.
    """

    how: str
    iri: str
    label: str
    not_asserted: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """The quads of a release, without the words of its documents."""

    release: Release
    quads: frozenset[ox.Quad]

    @classmethod
    def read(cls, release: Release) -> "Contents":
        """Read a release's dump."""
        path = release.folder / "dumps" / "legation.nq"
        return cls(release, frozenset(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)))

    def facts(self) -> Iterator[ox.Triple]:
        """Yield the triples of all graphs but those about the build."""
        left_out = {ox.NamedNode(self.release.base + name) for name in ABOUT_THE_BUILD}
        return (quad.triple for quad in self.quads if quad.graph_name not in left_out)

    def things(self) -> Things:
        """Return the claims and contents: IRI → triples about it."""
        kinds = {ox.NamedNode(self.release.namespace + name) for name in ("Claim", "Content")}
        triples: dict[str, set[ox.Triple]] = {}
        wanted: set[str] = set()
        for triple in self.facts():
            if isinstance(triple.subject, ox.NamedNode):
                triples.setdefault(triple.subject.value, set()).add(triple)
                if triple.predicate.value == RDF_TYPE and triple.object in kinds:
                    wanted.add(triple.subject.value)
        return {iri: frozenset(triples[iri]) for iri in wanted}


def compare(old: Contents, new: Contents) -> list[Change]:
    """Return the claims and contents that changed from the release `old` to `new`, sorted.

    Derived statements count too: a content changes when another claim denies it.
    """
    before, after = old.things(), new.things()
    found = _changes(before, after, old.release, new.release)
    return sorted(found, key=lambda change: (change.how, change.iri))


def patch(old: Contents, new: Contents) -> Iterator[str]:
    """Yield the lines of an RDF Patch from `old` to `new`: `D` and `A` with N-Quads."""
    yield "TX .\n"
    for letter, changed in (("D", old.quads - new.quads), ("A", new.quads - old.quads)):
        for line in sorted(str(quad) for quad in changed):
            yield f"{letter} {line} .\n"
    yield "TC .\n"


def by_graph(old: Contents, new: Contents) -> dict[str, tuple[int, int]]:
    """Return the numbers of quads removed and added, by the IRIs of the graphs that differ."""
    gone, come = _per_graph(old.quads - new.quads), _per_graph(new.quads - old.quads)
    return {iri: (gone[iri], come[iri]) for iri in sorted(gone.keys() | come.keys())}


def _per_graph(quads: Iterable[ox.Quad]) -> Counter[str]:
    return Counter(
        quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "" for quad in quads
    )


def _changes(before: Things, after: Things, old: Release, new: Release) -> Iterator[Change]:
    for iri in before.keys() | after.keys():
        gone, come = before.get(iri, frozenset()), after.get(iri, frozenset())
        if gone != come:
            how = "changed" if gone and come else "added" if come else "removed"
            lines = [tuple(sorted(f"{t} ." for t in part)) for part in (gone - come, come - gone)]
            doubts = _doubts(iri, come, new) if come else _doubts(iri, gone, old)
            yield Change(how, iri, _label(come or gone), doubts, *lines)


def _doubts(iri: str, triples: frozenset[ox.Triple], release: Release) -> tuple[str, ...]:
    """Return why a claim or content is not asserted, by its own triples."""
    return Standing(GraphIndex(triples, [release.base]), release.namespace).doubts(iri)


def _label(triples: frozenset[ox.Triple]) -> str:
    labels = sorted(
        t.object.value
        for t in triples
        if t.predicate.value in LABELS and isinstance(t.object, ox.Literal)
    )
    return labels[0] if labels else ""
