"""Answer look-ups from the store's indexes.

The engine takes some 12 µs to begin any query, since it registers all its functions each time.
What is found here comes in the same order as the engine would give it.
"""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import pyoxigraph as ox

from legation_server.evaluation.default_graphs import Graph
from legation_server.evaluation.tables.json_rows import json_table
from legation_server.sparql import Lookup

# For more rows and triples the engine takes less time.
MOST_ROWS, MOST_TRIPLES = 12, 200
TRUTH = {
    answer: ox.parse_query_results(
        f'{{"head":{{}},"boolean":{written}}}'.encode(), ox.QueryResultsFormat.JSON
    )
    for answer, written in ((False, "false"), (True, "true"))
}


class StoreLookup(NamedTuple):
    """A look-up with nodes in the place of IRIs."""

    subject: ox.NamedNode | None
    predicate: ox.NamedNode | None
    object: ox.NamedNode | None
    columns: tuple[tuple[str, int], ...]
    describes: bool


def for_store(lookup: Lookup) -> StoreLookup | None:
    """Return a look-up for a store; None if an IRI in the query is none."""
    try:
        for namespace in lookup.namespaces:
            ox.NamedNode(namespace)
        nodes = [None if iri is None else ox.NamedNode(iri) for iri in lookup[:3]]
    except ValueError:
        return None
    return StoreLookup(nodes[0], nodes[1], nodes[2], lookup.columns, lookup.describes)


def asks(store: ox.Store, lookup: StoreLookup, graph: Graph | None) -> ox.QueryBoolean:
    """Return whether a graph, or any for None, has a triple."""
    answer = TRUTH[any(store.quads_for_pattern(*lookup[:3], graph))]
    assert isinstance(answer, ox.QueryBoolean)
    return answer


def rows(store: ox.Store, lookup: StoreLookup, graph: Graph | None) -> bytes | None:
    """Return the table of a look-up as JSON; None for one with many rows."""
    quads = list(islice(store.quads_for_pattern(*lookup[:3], graph), MOST_ROWS + 1))
    if len(quads) > MOST_ROWS:
        return None
    names = [name for name, _ in lookup.columns]
    places = [place for _, place in lookup.columns]
    found = [[_at(quad, place) for place in places] for quad in quads]
    return json_table(names, found)


def description(
    store: ox.Store, lookup: StoreLookup, graph: Graph | None
) -> Iterable[ox.Triple] | None:
    """Return the triples about a thing; None for many, and where some are about blank nodes."""
    quads = list(islice(store.quads_for_pattern(*lookup[:3], graph), MOST_TRIPLES + 1))
    # The engine describes the blank nodes as well.
    plain = all(isinstance(quad.object, ox.NamedNode | ox.Literal) for quad in quads)
    return [quad.triple for quad in quads] if plain and len(quads) <= MOST_TRIPLES else None


def _at(quad: ox.Quad, place: int) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    if place == 2:
        return quad.object
    return quad.subject if place == 0 else quad.predicate
