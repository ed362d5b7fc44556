"""Make the default graphs of a store: that of each endpoint, and that of the server's own queries.

The release says which of its graphs make the default graph of which endpoint. The triples of those
for SPARQL are copied into the store's default graph, where look-ups are as fast as in any graph;
what stands apart, and the Wikidata view with the labels of what it names, are copied into graphs
that no query sees by name. A merge of graphs is a set (RDF 1.1 Semantics, section 4.1), whereas the
engine's own union gives a triple once for each graph.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from legation_server.query import ENDPOINTS, SPARQL, WIKIDATA
from legation_server.rdf import LABELS

REPEATED = "ASK { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }"
# Graphs of the server's own.
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


def make_default_graphs(store: ox.Store, endpoints: Mapping[str, Sequence[str]]) -> DefaultGraphs:
    """Put the default graphs into a store, and return how to ask for them.

    `endpoints` has, by the IRI of each graph, the endpoints whose default graph has its triples; a
    graph that is not among them is in all. Where all graphs are, the engine's union is taken unless
    graphs repeat each other's triples: copies take as much memory as the graphs do.
    """
    named = sorted(store.named_graphs(), key=str)
    inside = {
        endpoint: [g for g in named if endpoint in endpoints.get(g.value, ENDPOINTS)]
        for endpoint in ENDPOINTS
    }
    if all(graphs == named for graphs in inside.values()):
        if not store.query(REPEATED):
            return DefaultGraphs()
        _copy(store, named, ox.DefaultGraph())
        return DefaultGraphs({endpoint: {} for endpoint in ENDPOINTS}, {})
    _copy(store, inside[SPARQL], ox.DefaultGraph())
    store.bulk_extend(
        [
            ox.Quad(q.subject, q.predicate, q.object, APART)
            for graph in named
            if graph not in inside[SPARQL]
            for q in store.quads_for_pattern(None, None, None, graph)
            if ox.Quad(q.subject, q.predicate, q.object) not in store
        ]
    )
    _copy(store, inside[WIKIDATA], VIEW)
    store.bulk_extend([ox.Quad(t.subject, t.predicate, t.object, VIEW) for t in _labels(store)])
    return DefaultGraphs(
        {SPARQL: {}, WIKIDATA: {"default_graph": VIEW}},
        {"default_graph": [ox.DefaultGraph(), APART]},
        named,
    )


def _copy(
    store: ox.Store,
    graphs: Iterable[ox.NamedNode | ox.BlankNode],
    target: ox.NamedNode | ox.DefaultGraph,
) -> None:
    store.bulk_extend(
        [
            ox.Quad(q.subject, q.predicate, q.object, target)
            for graph in graphs
            for q in store.quads_for_pattern(None, None, None, graph)
        ]
    )


def _labels(store: ox.Store) -> list[ox.Triple]:
    """Return the labels of the things that the Wikidata view names and does not label itself."""
    view = list(store.quads_for_pattern(None, None, None, VIEW))
    predicates = [ox.NamedNode(label) for label in LABELS]
    labelled = {quad.subject for quad in view if quad.predicate in predicates}
    wanted = dict.fromkeys(
        quad.object
        for quad in view
        if isinstance(quad.object, ox.NamedNode) and quad.object not in labelled
    )
    return [
        quad.triple
        for name in wanted
        for predicate in predicates
        for quad in store.quads_for_pattern(name, predicate, None, ox.DefaultGraph())
    ]
