"""Find out which terms of a query the data do not have, by looking each of them up in the store.

A look-up takes microseconds, where a query of our own would take as long as that of the client. The
same query finds the same in a release, so what was found is kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

from legation_server.evaluation.default_graphs import DefaultGraphs, Graph
from legation_server.namespaces import RDF, VOID
from legation_server.query import Head, Missing, Task
from legation_server.results import is_empty
from legation_server.sparql import named_terms

T = TypeVar("T")

TASKS_KEPT, IRIS_KEPT = 512, 4_096
# Reading the terms of a longer text takes more time than its answer may. In characters.
LONGEST_TEXT = 5_000
# Nobody is told of more.
MOST_MISSING = 5
# Statistics of the dataset name what stands in any of its graphs.
STATISTICS = tuple(ox.NamedNode(VOID + name) for name in ("class", "property"))
MOST_STATISTICS = 1_000
REIFIES = ox.NamedNode(RDF + "reifies")


class Place(Enum):
    """Where the triples are that have an IRI, seen from an endpoint's default graph."""

    INSIDE = auto()
    OUTSIDE = auto()
    NOWHERE = auto()


class TermLookup:
    """Looks up the terms of queries in a store."""

    def __init__(
        self,
        store: ox.Store,
        prefixes: Mapping[str, Mapping[str, str]],
        default_graphs: DefaultGraphs,
        graph_names: Iterable[ox.NamedNode | ox.BlankNode],
    ) -> None:
        """Look into a store; `prefixes` need no declaration, by endpoint."""
        self._store = store
        self._prefixes = prefixes
        self._default_graphs = default_graphs
        self._graphs = frozenset(name.value for name in graph_names)
        self._find = lru_cache(TASKS_KEPT)(self._found)
        self._place = lru_cache(IRIS_KEPT)(self._placed)

    def missing(self, task: Task, head: Head, body: bytes) -> Missing | None:
        """Return what the data lack of the terms of a task with a whole result.

        None when nothing, or when the result is not empty or the query is long.
        """
        if task.internal or len(task.query) > LONGEST_TEXT or not is_empty(head, body):
            return None
        return self._find(task)

    def _found(self, task: Task) -> Missing | None:
        named = named_terms(task.query, self._prefixes[task.endpoint])
        graphs = (*named.graphs, *task.default_graphs, *task.named_graphs)
        nowhere, outside = self._without_triples(named.iris, task.endpoint)
        if named.chooses_graphs or graphs:
            outside = ()
        found = Missing(
            _first(iri for iri in dict.fromkeys(graphs) if iri not in self._graphs),
            nowhere[:MOST_MISSING],
            outside[:MOST_MISSING],
            _first(pair for pair in named.literals if self._is_new(*pair, nowhere)),
        )
        return found if found != Missing() else None

    def _without_triples(
        self, iris: Iterable[str], endpoint: str
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the IRIs that no triple has, and those that none of the default graph has."""
        places = {iri: self._place(iri, endpoint) for iri in iris}
        nowhere = [iri for iri, place in places.items() if place is Place.NOWHERE]
        outside = [iri for iri, place in places.items() if place is Place.OUTSIDE]
        # What stands only inside a triple term cannot be looked up.
        if nowhere and any(self._quads(None, REIFIES, None, None)):
            nowhere = []
        return tuple(nowhere), tuple(outside)

    def _placed(self, iri: str, endpoint: str) -> Place:
        term = _node(iri)
        if term is None or iri in self._graphs:
            return Place.INSIDE
        if not self._occurs(term, None):
            return Place.NOWHERE
        default = self._default_graphs.graph_of(endpoint)
        return Place.INSIDE if default is None or self._occurs(term, default) else Place.OUTSIDE

    def _occurs(self, term: ox.NamedNode, graph: Graph | None) -> bool:
        """Return whether a triple of a graph, or of any, has a term."""
        if any(self._quads(term, None, None, graph)) or any(self._quads(None, term, None, graph)):
            return True
        having = islice(self._quads(None, None, term, graph), MOST_STATISTICS)
        return any(quad.predicate not in STATISTICS for quad in having)

    def _is_new(self, predicate: str, written: str, nowhere: Iterable[str]) -> bool:
        """Return whether no triple has a property with a literal; `written` is in SPARQL."""
        term, literal = _node(predicate), _literal(written)
        if term is None or literal is None or predicate in nowhere:
            return False
        return not any(self._quads(None, term, literal, None))

    def _quads(
        self,
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.Literal | None,
        graph: Graph | None,
    ) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(subject, predicate, value, graph)


def _first(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(islice(found, MOST_MISSING))


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _literal(written: str) -> ox.Literal | None:
    """Return the literal that SPARQL text stands for; Turtle has the same literals."""
    try:
        triple = next(ox.parse(f"<x:s> <x:p> {written} .", ox.RdfFormat.TURTLE))
    except (SyntaxError, StopIteration):
        return None
    return triple.object if isinstance(triple.object, ox.Literal) else None
