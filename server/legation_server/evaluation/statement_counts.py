"""Count the statements of a store once, for queries that count everything.

The engine counts, with the arguments that it gets for queries of clients, so that both agree.
"""

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from legation_server.evaluation.default_graphs import DefaultGraphs
from legation_server.query import ENDPOINTS
from legation_server.sparql import Counts, Sizes

# In a smaller store the engine counts as fast as the counts are looked up; in a larger
# one counting takes longer than a server may need to start.
LEAST_QUADS, MOST_QUADS = 10_000, 10_000_000
# Objects of a predicate, and named graphs: more would make a long query.
MOST_TERMS = 200
BY_PREDICATE = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
BY_GRAPH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def count_statements(store: ox.Store, default_graphs: DefaultGraphs) -> dict[str, Counts]:
    """Return the counts by endpoint; empty for a store with few quads, or too many."""
    if not LEAST_QUADS <= len(store) <= MOST_QUADS:
        return {}
    named = default_graphs.named
    graphs = list(store.named_graphs()) if named is None else named
    few = len(graphs) <= MOST_TERMS
    by_graph = _sizes(store, BY_GRAPH, {"named_graphs": graphs}) if few else None
    found: dict[str, Counts] = {}
    for endpoint in ENDPOINTS:
        dataset = default_graphs.by_endpoint[endpoint]
        alike = [other for other in found if default_graphs.by_endpoint[other] == dataset]
        found[endpoint] = found[alike[0]] if alike else _counts(store, dataset, by_graph)
    return found


def _counts(store: ox.Store, dataset: Mapping[str, Any], by_graph: Sizes | None) -> Counts:
    predicates = _sizes(store, BY_PREDICATE, dataset) or {}
    objects = {}
    for predicate in predicates:
        # This ends at so many, however many there are.
        different = f"SELECT DISTINCT ?o {{ ?s {predicate} ?o }} LIMIT {MOST_TERMS + 1}"
        if len(_rows(store, different, dataset)) > MOST_TERMS:
            continue
        grouped = f"SELECT ?o (COUNT(*) AS ?n) {{ ?s {predicate} ?o }} GROUP BY ?o"
        sizes = _sizes(store, grouped, dataset)
        if sizes is not None:
            objects[predicate] = sizes
    few = len(predicates) <= MOST_TERMS
    return Counts(predicates if few else None, objects, by_graph)


def _sizes(store: ox.Store, query: str, dataset: Mapping[str, Any]) -> Sizes | None:
    """Return the counts of a query by term; None when a term cannot be written in a query."""
    rows = _rows(store, query, dataset)
    if not all(isinstance(term, ox.NamedNode | ox.Literal) for term, _ in rows):
        return None
    # Sorted, so that the same data give the same answer each time.
    return dict(sorted((str(term), int(number.value)) for term, number in rows))


def _rows(store: ox.Store, query: str, dataset: Mapping[str, Any]) -> list[Any]:
    results = store.query(query, **dataset)
    assert isinstance(results, ox.QuerySolutions)
    return list(results)
