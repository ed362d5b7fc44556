"""Find the graphs of a large release: which there are, where their data is, what they hold."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from legation_build.dataset import NamedGraph, canonicalize, graph_digest, in_graph
from legation_build.descriptions import PROVENANCE_GRAPH, Statistics, build_triples, link_counts
from legation_build.mapping import Agent
from legation_build.namespaces import BASE, CC0
from legation_build.pipeline.documents.cache import Kept
from legation_build.pipeline.documents.pieces import FOREIGN, LINES, graph_pieces, lines_of
from legation_build.pipeline.documents.shared import Shared
from legation_build.pipeline.merging.blocks import PIECE, kept_blocks, kept_lines
from legation_build.pipeline.merging.bundles import bundles
from legation_build.pipeline.merging.counting import Counted
from legation_build.pipeline.merging.ranges import run_of, runs_of
from legation_build.pipeline.merging.sums import Parts, Sums
from legation_build.pipeline.merging.writing import GraphSource
from legation_build.release import Checked, GraphSummary, summary_of
from legation_build.wikidata import TITLE, WIKIDATA_GRAPH, wikidata_graph

_LONG = {
    "provenance": (PROVENANCE_GRAPH, "Where each claim and entity was written"),
    "wikidata": (WIKIDATA_GRAPH, TITLE),
}
_DIGESTS = "digests.json"


@dataclass(frozen=True)
class Merge:
    """How parts are put together: under which base, and what the manifest tells besides.

    `engine` validated the documents; `kept` is what earlier builds made of what documents share;
    `left_out` are the ids of those that could not be built.
    """

    base: str
    engine: str
    kept: Kept
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graphs:
    """The graphs of a release without its description.

    `sources` say where their data is, but for texts; `shared` are the triples that documents share
    and those of their own codes; `statistics` leave the texts out, as dumps do.
    """

    summaries: Sequence[GraphSummary]
    digests: dict[str, str]
    sources: Sequence[GraphSource]
    shared: Collection[Triple]
    statistics: Statistics


def graphs_of(
    shared: Shared,
    parts: Parts,
    sums: Sums,
    version: str,
    license: str,
    merge: Merge,
) -> Graphs:
    """Return the graphs of a release."""
    common = shared.graphs()
    summaries = [summary_of(graph) for graph in common]
    sources, digests = _kept_pieces(common, shared.key, merge)
    for folder, record in parts:
        for one in record.graphs:
            name, publisher = NamedNode(one.iri), Agent(*one.publisher) if one.publisher else None
            title = one.title
            summaries.append(
                GraphSummary(name, title, one.license, one.quads, one.is_text, publisher)
            )
            digests[one.iri] = one.sha256
            if not one.is_text:
                sources.append(GraphSource(one.iri, ((folder, "graph"),)))
    bundled = bundles((folder, record.id) for folder, record in parts)

    def runs(file: str, make: Callable[[], bytes]) -> list[Path]:
        head = run_of(make, merge.kept, file, shared.key)
        return [head, *runs_of(bundled, file, merge.kept)]

    def provenance() -> bytes:
        return lines_of(in_graph([*build_triples(version), *shared.provenance()], PROVENANCE_GRAPH))

    def wikidata() -> bytes:
        # Items of entities that no document names.
        checked = Checked(shared.mappings, shared.model, common, (), "", version)
        return lines_of(quad for graph in wikidata_graph(checked) for quad in graph.quads)

    counts = []
    for key, make in (("provenance", provenance), ("wikidata", wikidata)):
        name, title = _LONG[key]
        places, counted = kept_blocks(runs(LINES[key], make), name.value, merge.base, merge.kept)
        counts.append(counted)
        of = CC0 if key == "provenance" else license
        summaries.append(GraphSummary(name, title, of, counted.lines))
        digests[name.value] = counted.digest
        pieces = tuple((place, PIECE) for place in places)
        sources.append(GraphSource(name.value, pieces, in_blocks=True))
    # In the order written, since of several names the first counts.
    known = dict.fromkeys(quad.triple for graph in common for quad in graph.quads)
    foreign, counted = kept_lines(runs(FOREIGN, lambda: lines_of(known)), merge.kept)
    counts.append(counted)
    for quad in parse(foreign, format=RdfFormat.N_TRIPLES):
        known.setdefault(quad.triple)
    statistics = _statistics(known, counts, parts, sums)
    return Graphs(summaries, digests, sources, known, statistics)


def _kept_pieces(
    graphs: Sequence[NamedGraph], key: str, merge: Merge
) -> tuple[list[GraphSource], dict[str, str]]:
    """Return where the pieces and which the digests of the graphs are that documents share."""

    def write(folder: Path) -> None:
        write_pieces(graphs, folder, merge.base)
        found = {graph.name.value: graph_digest(graph) for graph in graphs}
        (folder / _DIGESTS).write_text(json.dumps(found), encoding="utf-8")

    place = merge.kept.folder(write, key, merge.base)
    digests: dict[str, str] = json.loads((place / _DIGESTS).read_bytes())
    return [GraphSource(iri, ((place, _piece(iri)),)) for iri in digests], digests


def write_pieces(graphs: Iterable[NamedGraph], work: Path, base: str) -> list[GraphSource]:
    """Write graphs that are in memory as pieces into a folder, and return where they are."""
    known = list(graphs)
    by_name: dict[str, list[Quad]] = {graph.name.value: [] for graph in known}
    for quad in canonicalize(known):
        by_name[str(quad.graph_name)[1:-1]].append(quad)
    for iri, quads in by_name.items():
        for name, data in graph_pieces(_piece(iri), quads, base).items():
            (work / name).write_bytes(data)
    return [GraphSource(iri, ((work, _piece(iri)),)) for iri in by_name]


def _piece(iri: str) -> str:
    return iri.removeprefix(BASE).replace("/", "-")


def _statistics(
    known: Iterable[Triple], counts: Sequence[Counted], parts: Parts, sums: Sums
) -> Statistics:
    """Return the counts of all graphs: those of documents add up, since they share no subject."""
    classes, predicates = Counter(sums.classes), Counter(sums.predicates)
    triples = sums.triples
    for counted in counts:
        triples += counted.lines
        classes.update(counted.classes)
        predicates.update(counted.predicates)
    sources = [(BASE + record.id, str(record.document["url"])) for _, record in parts]
    return Statistics(
        triples,
        dict(sorted(classes.items())),
        dict(sorted(predicates.items())),
        links=link_counts(known),
        sources=sources,
    )
