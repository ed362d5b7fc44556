"""Make the default graphs of a store: that of each endpoint, and that of the server's own queries.

The release says which of its graphs make the default graph of which endpoint. The triples of those
for SPARQL are copied into the store's default graph, where look-ups are as fast as in any graph;
what stands apart, and the Wikidata view with the labels of what it names, are copied into graphs
that no query sees by name. A merge of graphs is a set (RDF 1.1 Semantics, section 4.1), whereas the
engine's own union gives a triple once for each graph.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from legation_server.query import ENDPOINTS, SPARQL, WIKIDATA
from legation_server.rdf import LABELS

REPEATED = "ASK { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }"
# Graphs of the server's own.
LABEL_NODES = tuple(ox.NamedNode(label) for label in LABELS)
APART, VIEW = (ox.NamedNode(f"urn:legation:{name}") for name in ("apart", "wikidata"))
UNION: Mapping[str, Any] = {"use_default_graph_as_union": True}

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True)
class DefaultGraphs:
    """What queries without a dataset of their own see, as arguments of the engine.

    `by_endpoint` is for queries of clients, `everything` for those of the server. `named` are the
    graphs that queries see by name; None where these are all that the store has.
    """

    by_endpoint: Mapping[str, Mapping[str, Any]] = field(
        default_factory=lambda: dict.fromkeys(ENDPOINTS, UNION)
    )
    everything: Mapping[str, Any] = field(default_factory=lambda: UNION)
    named: Sequence[ox.NamedNode | ox.BlankNode] | None = None

    def graph_of(self, endpoint: str) -> Graph | None:
        """Return the graph that is an endpoint's default graph; None where it is all graphs."""
        given = self.by_endpoint[endpoint]
        graph: Graph = given.get("default_graph", ox.DefaultGraph())
        return None if given == UNION else graph


@dataclass(frozen=True)
class GraphCopies:
    """Which copies are made of the quads of a release's graphs.

    `endpoints` has, by the IRI of each graph, the endpoints whose default graph has its triples; a
    graph that is not among them is in all.
    """

    endpoints: Mapping[str, Sequence[str]]

    @property
    def split(self) -> bool:
        """Return whether the endpoints have different default graphs."""
        return any(set(given) != set(ENDPOINTS) for given in self.endpoints.values())

    def of(self, graph: str) -> tuple[ox.NamedNode | ox.DefaultGraph, ...]:
        """Return the graphs of the server's own into which a graph's quads are copied."""
        given = self.endpoints.get(graph, ENDPOINTS)
        into_default = (ox.DefaultGraph(),) if SPARQL in given or not self.split else ()
        into_view = (VIEW,) if WIKIDATA in given and self.split else ()
        return (*into_default, *into_view)


def make_default_graphs(store: ox.Store, endpoints: Mapping[str, Sequence[str]]) -> DefaultGraphs:
    """Put the default graphs into a store, and return how to ask for them.

    `endpoints` is as in GraphCopies. Where all graphs are in all default graphs, the engine's union
    is taken unless graphs repeat each other's triples: copies take as much memory as the graphs do.
    """
    named = _named(store)
    copies = GraphCopies({graph.value: endpoints.get(graph.value, ENDPOINTS) for graph in named})
    if not copies.split:
        if not store.query(REPEATED):
            return arranged(store, split=False, copied=False)
        store.bulk_extend(list(copied(store, named, ox.DefaultGraph())))
        return arranged(store, split=False, copied=True)
    for target in (ox.DefaultGraph(), VIEW):
        inside = [graph for graph in named if target in copies.of(graph.value)]
        store.bulk_extend(list(copied(store, inside, target)))
    store.bulk_extend(list(what_stands_apart(store, copies)))
    return arranged(store, split=True, copied=True)


def arranged(store: ox.Store, *, split: bool, copied: bool) -> DefaultGraphs:
    """Return how to ask for the default graphs of a store into which the copies were put.

    `copied` says that there are copies, `split` that they differ from endpoint to endpoint.
    """
    if not split:
        return (
            DefaultGraphs({endpoint: {} for endpoint in ENDPOINTS}, {})
            if copied
            else DefaultGraphs()
        )
    return DefaultGraphs(
        {SPARQL: {}, WIKIDATA: {"default_graph": VIEW}},
        {"default_graph": [ox.DefaultGraph(), APART]},
        _named(store),
    )


def copied(
    store: ox.Store,
    graphs: Iterable[ox.NamedNode | ox.BlankNode],
    target: ox.NamedNode | ox.DefaultGraph,
) -> Iterator[ox.Quad]:
    """Yield the quads of some graphs of a store, for another graph."""
    for graph in graphs:
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, target)


def what_stands_apart(store: ox.Store, copies: GraphCopies) -> Iterator[ox.Quad]:
    """Yield what only a store with the copies can tell that the server's own graphs need.

    That is what stands in no default graph for SPARQL, and the labels of what the Wikidata view
    names and does not label itself.
    """
    for graph in _named(store):
        if ox.DefaultGraph() not in copies.of(graph.value):
            for quad in copied(store, [graph], APART):
                if ox.Quad(quad.subject, quad.predicate, quad.object) not in store:
                    yield quad
    for name in _unlabelled(store):
        for predicate in LABEL_NODES:
            for quad in store.quads_for_pattern(name, predicate, None, ox.DefaultGraph()):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, VIEW)


def _named(store: ox.Store) -> list[ox.NamedNode | ox.BlankNode]:
    """Return the graphs of a store that are not the server's own, sorted."""
    return sorted((graph for graph in store.named_graphs() if graph not in (APART, VIEW)), key=str)


def _unlabelled(store: ox.Store) -> Iterator[ox.NamedNode]:
    """Yield the things that the Wikidata view names and does not label itself."""
    for quad in store.quads_for_pattern(None, None, None, VIEW):
        name = quad.object
        if isinstance(name, ox.NamedNode) and not any(
            any(store.quads_for_pattern(name, predicate, None, VIEW)) for predicate in LABEL_NODES
        ):
            yield name
