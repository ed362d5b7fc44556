"""Load a release: what changed, graph by graph, and every graph counted when it is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile

from legation_server.errors import PushError
from legation_server.push.graph_store import GO_ON, GraphStore
from legation_server.push.graphs import StoredGraph, graphs_of
from legation_server.push.record import TO_REMOVE, Record
from legation_server.releases import Release

# After so many graphs, or bytes of them, the engine is told what it holds.
NOTED_GRAPHS, NOTED_BYTES = 50, 16 * 1024 * 1024


@dataclass(frozen=True)
class Progress:
    """How far loading is: graphs and quads that are in the engine, of all there are.

    `sent` are the quads of these that this run has loaded.
    """

    graphs: int
    all_graphs: int
    quads: int
    all_quads: int
    sent: int


def push_release(
    release: Release, store: GraphStore, tell: Callable[[Progress], None] = lambda _: None
) -> Progress:
    """Make an engine hold the graphs of a release, and none of those before; return what was done.

    Graphs that are there already stay untouched. Ended at any moment, the next call goes on.
    Raises PushError.
    """
    record = Record(store)
    graphs = graphs_of(release)
    digests = {graph.iri: graph.digest for graph in graphs}
    held = record.read()
    kept = {iri: digest for iri, digest in held.items() if digests.get(iri) == digest}
    missing = [graph for graph in graphs if graph.iri not in kept]
    stale = held.keys() - digests.keys()
    all_quads = sum(graph.quads for graph in graphs)
    sent, done = 0, len(kept)
    before = all_quads - sum(graph.quads for graph in missing)
    if not (missing or stale) and record.holds(release.fingerprint):
        return Progress(done, len(graphs), before, all_quads, 0)
    # From here on the record calls nothing whole that is not. What is to go stays in it until then.
    record.write(kept | dict.fromkeys(stale, TO_REMOVE))
    for batch in _batches(missing):
        for graph in batch:
            _load(graph, store)
            done, sent = done + 1, sent + graph.quads
            tell(Progress(done, len(graphs), before + sent, all_quads, sent))
        record.add({graph.iri: graph.digest for graph in batch})
    for iri in sorted(stale):
        store.remove(iri)
    record.write(digests)
    record.finish(release.fingerprint)
    return Progress(done, len(graphs), before + sent, all_quads, sent)


def _batches(graphs: list[StoredGraph]) -> Iterator[list[StoredGraph]]:
    """Yield graphs in groups, at the end of which the engine is told."""
    batch: list[StoredGraph] = []
    size = 0
    for graph in graphs:
        batch.append(graph)
        size += graph.size
        if len(batch) >= NOTED_GRAPHS or size >= NOTED_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _load(graph: StoredGraph, store: GraphStore) -> None:
    """Make a graph of the engine that of the release; raises PushError."""
    if graph.blank:
        # In two requests the same label would be two nodes (RDF 1.1 Concepts, section 3.4).
        with TemporaryFile() as whole:
            whole.writelines(graph.pieces())
            whole.seek(0)
            store.replace(graph.iri, whole, whole=True)
    else:
        pieces = graph.pieces()
        store.replace(graph.iri, next(pieces))
        for piece in pieces:
            store.extend(graph.iri, piece)
    rows = store.ask(f"SELECT (COUNT(*) AS ?n) FROM <{graph.iri}> {{ ?s ?p ?o }}")
    found = int(rows[0]["n"]) if rows else 0
    if found != graph.quads:
        raise PushError(
            f"{store.address} took the graph {graph.iri} and holds {found:,} triples of it, "
            f"not {graph.quads:,}. {GO_ON}"
        )
