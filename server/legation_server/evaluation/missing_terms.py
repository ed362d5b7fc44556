"""Find out which terms of a query the data do not have, by looking each of them up in the store.

A look-up takes microseconds, where a query of our own would take as long as that of the client. The
same query finds the same in a release, so what was found is kept. Where a result has rows, only the
release's own names are looked up: an OPTIONAL or a UNION hides that one is misspelt.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import pyoxigraph as ox

from legation_server.evaluation.default_graphs import DefaultGraphs, Graph
from legation_server.namespaces import RDF, VOID, XSD
from legation_server.query import Head, Missing, Task
from legation_server.results import is_empty
from legation_server.sparql import FilterTest, filter_tests, named_terms, names_in_sight

T = TypeVar("T")

TASKS_KEPT, IRIS_KEPT = 512, 4_096
# Reading the terms of a longer text takes more time than its answer may. In characters.
LONGEST_TEXT = 5_000
# Nobody is told of more.
MOST_MISSING = 5
# Statistics of the dataset name what stands in any of its graphs.
STATISTICS = tuple(ox.NamedNode(VOID + name) for name in ("class", "property"))
MOST_STATISTICS = 1_000
# So many values of a property tell what kinds of values it has.
MOST_VALUES = 1_000
# Numbers are compared with each other, whatever their datatypes (SPARQL 1.1, section 17.3).
NUMBER = "number"
NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "short")
# Stands among kinds for values that were not looked at.
SOME = "some"
NUMBER_TYPES = frozenset(XSD + name for name in NUMBERS)
DAYS = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
TYPE = ox.NamedNode(RDF + "type")
# The classes of what a document asserts, and what the IRIs of statuses and modalities have.
ASSERTED, MARK = ("Event", "Situation", "Utterance"), re.compile("/code/(status|modality)/")
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
        base: str,
    ) -> None:
        """Look into a store; `prefixes` need no declaration, by endpoint.

        The release's own names begin with `base`.
        """
        self._store = store
        self._base = base
        self._prefixes = prefixes
        self._default_graphs = default_graphs
        self._graphs = frozenset(name.value for name in graph_names)
        self._find = lru_cache(TASKS_KEPT)(self._found)
        self._find_own = lru_cache(TASKS_KEPT)(self._found_own)
        self._place = lru_cache(IRIS_KEPT)(self._placed)
        self._kinds = lru_cache(IRIS_KEPT)(self._values_kinds)

    def missing(self, task: Task, head: Head, body: bytes) -> Missing | None:
        """Return what the data lack of the terms of a task with a whole result.

        None when nothing, or when the query is long. See `misspelt` for a result with rows.
        """
        if task.internal or len(task.query) > LONGEST_TEXT:
            return None
        return self._find(task) if is_empty(head, body) else self._find_own(task)

    def misspelt(self, task: Task) -> Missing | None:
        """Return which of the release's own names in a task the data lack; None when none."""
        looks = not task.internal and len(task.query) <= LONGEST_TEXT
        return self._find_own(task) if looks else None

    def _found_own(self, task: Task) -> Missing | None:
        prefixes = self._prefixes[task.endpoint]
        seen = names_in_sight(task.query, prefixes, self._base)
        if seen is not None and all(
            self._place(iri, task.endpoint) is Place.INSIDE for iri in seen
        ):
            return None
        named = named_terms(task.query, prefixes)
        own = [iri for iri in named.iris if iri.startswith(self._base)]
        nowhere, outside = self._without_triples(own, task.endpoint)
        if named.chooses_graphs or named.graphs or task.default_graphs or task.named_graphs:
            outside = ()
        found = Missing((), nowhere[:MOST_MISSING], outside[:MOST_MISSING])
        return found if found != Missing() else None

    def _found(self, task: Task) -> Missing | None:
        named = named_terms(task.query, self._prefixes[task.endpoint])
        graphs = (*named.graphs, *task.default_graphs, *task.named_graphs)
        nowhere, outside = self._without_triples(named.iris, task.endpoint)
        if named.chooses_graphs or graphs:
            outside = ()
        asked = filter_tests(task.query, self._prefixes[task.endpoint])
        pairs = [*named.literals, *self._equal(asked.tests)]
        found = Missing(
            _first(iri for iri in dict.fromkeys(graphs) if iri not in self._graphs),
            nowhere[:MOST_MISSING],
            outside[:MOST_MISSING],
            _first(pair for pair in pairs if self._is_new(*pair, nowhere)),
            _first((t.predicate, t.value) for t in asked.tests if not self._can_pass(t)),
            asked.unbound[:MOST_MISSING],
            _first(self._excluded(named.iris, self._prefixes[task.endpoint].get("bil", ""))),
        )
        return found if found != Missing() else None

    def _equal(self, tests: Iterable[FilterTest]) -> Iterator[tuple[str, str]]:
        """Yield the texts that values are to be equal to, of a kind that some values are."""
        for test in tests:
            if test.operator == "=" and test.value[:1] in "\"'" and self._can_pass(test):
                yield test.predicate, test.value

    def _can_pass(self, test: FilterTest) -> bool:
        """Return whether some value of a property is of the kind that a test needs."""
        term = _node(test.predicate)
        kinds = self._kinds(term) if term else frozenset()
        if not kinds:
            return True
        if SOME in kinds and test.operator != "lang":
            # Those that were looked at may all be of one kind, and others not.
            return True
        if test.operator == "call":
            return not kinds.isdisjoint(DAYS)
        if test.operator == "lang":
            return any(f"{kind}-".startswith(f"{test.value}-") for kind in kinds)
        literal = _literal(test.value)
        if test.operator == "," and literal is not None and _kind(literal) == XSD + "string":
            # Functions of texts take those in any language.
            return any(kind == XSD + "string" or kind.startswith("@") for kind in kinds)
        return literal is None or _kind(literal) in kinds

    def _values_kinds(self, predicate: ox.NamedNode) -> frozenset[str]:
        having = islice(self._quads(None, predicate, None, None), MOST_VALUES)
        found = [_kind(quad.object) for quad in having]
        return frozenset((*found, SOME) if len(found) == MOST_VALUES else found)

    def _excluded(self, iris: Iterable[str], namespace: str) -> Iterator[tuple[str, str]]:
        """Yield the classes of what documents assert, each with what excludes it."""
        classes = [name for name in iris if name in {namespace + one for one in ASSERTED}]
        for mark in (iri for iri in iris if classes and MARK.search(iri)):
            if (term := _node(mark)) and (bearers := self._bearers(term, namespace)):
                for name in classes:
                    kind = ox.NamedNode(name)
                    if not any(any(self._quads(one, TYPE, kind, None)) for one in bearers):
                        yield name, mark

    def _bearers(self, mark: ox.NamedNode, namespace: str) -> set[Any]:
        """Return the statements with a status or modality; none when they are too many to look."""
        quads = list(islice(self._quads(None, None, mark, None), MOST_VALUES))
        found: set[Any] = {quad.subject for quad in quads}
        states = ox.NamedNode(namespace + "states")
        for one in list(found):
            found |= {quad.object for quad in self._quads(one, states, None, None)}
        return found if len(quads) < MOST_VALUES else set()

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
        subject: Any,
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


def _kind(term: object) -> str:
    """Return what a term can be compared with: a datatype, NUMBER, "@" and a language, or ""."""
    if not isinstance(term, ox.Literal):
        return ""
    if term.language:
        return f"@{term.language.lower()}"
    name = term.datatype.value
    return NUMBER if name in NUMBER_TYPES else name


def _literal(written: str) -> ox.Literal | None:
    """Return the literal that SPARQL text stands for; Turtle has the same literals."""
    try:
        triple = next(ox.parse(f"<x:s> <x:p> {written} .", ox.RdfFormat.TURTLE))
    except (SyntaxError, StopIteration):
        return None
    return triple.object if isinstance(triple.object, ox.Literal) else None
