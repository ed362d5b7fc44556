"""What all queries of a process share: the store, and the readings of earlier queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

import pyoxigraph as ox

from legation_server.errors import Problem
from legation_server.evaluation.default_graphs import DefaultGraphs
from legation_server.evaluation.lookups import for_store
from legation_server.evaluation.missing_terms import TermLookup
from legation_server.evaluation.original_terms import Originals, Triples
from legation_server.evaluation.reading import Reading
from legation_server.query import SPARQL, WIKIDATA
from legation_server.rdf import Prefixes, Words
from legation_server.sparql import (
    FUNCTION,
    FUNCTIONS,
    QUERY_SERVICE_PREFIXES,
    Counts,
    Labels,
    Rewriting,
    after_refusal,
    as_lookup,
    as_sparql,
    check_query,
    for_engine,
    from_counts,
    has_dataset_clause,
    leading_declarations,
    selects_all,
    service_calls,
    with_written_columns,
    without_service_calls,
)

LABEL_FUNCTION = ox.NamedNode(FUNCTION)
# Readings of short queries are kept.
MOST_CHARACTERS_KEPT = 4_000
MOST_READINGS_KEPT = 128

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True)
class Engine:
    """A store and what all queries on it share: base IRI, prefixes, context of JSON-LD, limits.

    `default_graphs` says what queries see that have no dataset of their own; `own_functions` that
    queries may call functions of our own, as those of an engine elsewhere may not; `originals` the
    triples that the store rewrote; `counts` the counts of each endpoint's dataset.
    """

    store: ox.Store
    base: str
    prefixes: Mapping[str, str]
    allowed_services: frozenset[str]
    private_services: bool
    row_limit: int
    words: Words | None = None
    default_graphs: DefaultGraphs = field(default_factory=DefaultGraphs)
    own_functions: bool = True
    originals: Originals = field(default_factory=dict[ox.Triple, Triples])
    counts: Mapping[str, Counts] = field(default_factory=dict)

    @cached_property
    def graph_names(self) -> list[ox.NamedNode | ox.BlankNode]:
        """Return the names of all named graphs that queries see, sorted.

        The engine's own order differs each time the data are loaded.
        """
        named = self.default_graphs.named
        return sorted(self.store.named_graphs() if named is None else named, key=str)

    @cached_property
    def graph_prefixes(self) -> Prefixes:
        """Return the prefixes for graphs, which know the IRIs of those written before."""
        return Prefixes(self.prefixes)

    @cached_property
    def terms(self) -> TermLookup:
        """Return what looks up the terms of queries."""
        return TermLookup(
            self.store, self._every_prefix, self.default_graphs, self.graph_names, self.base
        )

    @cached_property
    def _short_texts(self) -> Callable[[str, str], Reading]:
        return lru_cache(MOST_READINGS_KEPT)(self._read)

    def read(self, text: str, endpoint: str = SPARQL) -> Reading:
        """Return the reading of a query at an endpoint.

        Raises Problem when it must not reach the engine.
        """
        read = self._short_texts if len(text) <= MOST_CHARACTERS_KEPT else self._read
        return read(text, endpoint)

    def _read(self, text: str, endpoint: str) -> Reading:
        wikidata = endpoint == WIKIDATA
        plain = Rewriting(text, text)
        query = as_sparql(text, self.prefixes, self.own_functions) if wikidata else plain
        every_prefix = self._every_prefix[endpoint]
        return self._reading(for_engine(query, every_prefix, self.base), endpoint)

    def mended(self, reading: Reading) -> Reading | None:
        """Return the reading of a query that the engine refused, in forms that it reads.

        None when there are no others. Raises Problem when it must not reach the engine.
        """
        query = after_refusal(reading.query, self._every_prefix[reading.endpoint])
        return self._reading(query, reading.endpoint) if query else None

    def _reading(self, query: Rewriting, endpoint: str) -> Reading:
        declared, body = leading_declarations(query.text)
        known = self._every_prefix[endpoint]
        found = as_lookup(declared, body, known)
        lookup = for_store(found) if found else None
        if found and lookup:
            # It calls no service and has no dataset.
            used = {name: known[name] for name in found.prefixes}
            return Reading(query, used, (), False, False, endpoint, lookup=lookup)
        prefixes = self._prefixes_in(declared, body, endpoint)
        self._check(query.text, prefixes)
        counts = self.counts.get(endpoint)
        must_be_public = self.allowed_services and not self.private_services
        return Reading(
            query,
            prefixes,
            tuple(call or "" for call in service_calls(query.text)) if must_be_public else (),
            has_dataset_clause(query.text),
            "graph" in query.text.lower(),
            endpoint,
            self._functions(query.text) if endpoint == WIKIDATA else {},
            from_counts(query.text, known, counts) if counts else None,
        )

    def in_written_order(self, reading: Reading) -> Reading:
        """Return a reading whose `SELECT *` names its columns, in the order of the query.

        The engine would sort them. Raises Problem when the text must not reach the engine.
        """
        query = reading.query
        if "*" not in query.text:
            return reading
        short = len(query.text) <= MOST_CHARACTERS_KEPT
        named = (self._short_columns if short else self._named)(query.text, reading.endpoint)
        return reading._replace(query=Rewriting(named, named)) if named else reading

    @cached_property
    def _short_columns(self) -> Callable[[str, str], str | None]:
        return lru_cache(MOST_READINGS_KEPT)(self._named)

    def _named(self, text: str, endpoint: str) -> str | None:
        """Return a `SELECT *` query with its columns by name; None when it has none to name.

        Which columns it has is asked of a store without data, so that nothing is evaluated twice
        and no other endpoint is called twice.
        """
        if not selects_all(text):
            return None
        prefixes = self._prefixes_in(*leading_declarations(text), endpoint)
        alone = without_service_calls(text)
        try:
            check_query(alone, frozenset(), partial(self._is_query, prefixes))
            results = ox.Store().query(alone, base_iri=self.base, prefixes=prefixes)
        except (Problem, SyntaxError, RuntimeError, ValueError, OSError):
            # What is wrong with the query is said when it is evaluated.
            return None
        if not isinstance(results, ox.QuerySolutions):
            return None
        named = with_written_columns(text, frozenset(name.value for name in results.variables))
        if named is not None:
            self._check(named, self._prefixes_in(*leading_declarations(named), endpoint))
        return named

    def _check(self, text: str, prefixes: dict[str, str]) -> None:
        check_query(text, self.allowed_services, partial(self._is_query, prefixes))

    @cached_property
    def _every_prefix(self) -> dict[str, dict[str, str]]:
        return {SPARQL: {**self.prefixes}, WIKIDATA: {**self.prefixes, **QUERY_SERVICE_PREFIXES}}

    @cached_property
    def _prefix_names(self) -> Mapping[str, Mapping[str, list[str]]]:
        """The names of each endpoint's prefixes by their last character."""
        return {
            endpoint: {
                end: [name for name in known if name[-1:] == end]
                for end in {name[-1:] for name in known if name}
            }
            for endpoint, known in self._every_prefix.items()
        }

    def _prefixes_in(self, declared: Mapping[str, str], body: str, endpoint: str) -> dict[str, str]:
        """Return the prefixes that stand before a colon, and that are not declared first."""
        known, by_end = self._every_prefix[endpoint], self._prefix_names[endpoint]
        # In a query that is valid, `://` stands in IRIs, strings and comments alone.
        before_colons = body.replace("://", "").split(":")
        before_colons.pop()
        found = {}
        for before in before_colons:
            for name in by_end.get(before[-1:], ()):
                if before.endswith(name) and name not in declared:
                    found[name] = known[name]
        if "" in known and before_colons and "" not in declared:
            found[""] = known[""]
        return found

    def _functions(self, text: str) -> dict[ox.NamedNode, Callable[..., ox.Literal | None]]:
        found = {name: call for sign, (name, call) in FUNCTIONS.items() if sign in text}
        if FUNCTION in text:
            found[LABEL_FUNCTION] = Labels(self.store).of
        return found

    def _is_query(self, prefixes: dict[str, str], text: str) -> bool:
        """Return whether the engine reads a text without SERVICE as a query; it has no data."""
        try:
            ox.Store().query(text, base_iri=self.base, prefixes=prefixes)
        except (SyntaxError, RuntimeError, ValueError, OSError):
            return False
        return True

    def query(self, reading: Reading, dataset: Mapping[str, Any]) -> Results:
        """Return the results of a query that was read; raises SyntaxError."""
        text = reading.query.text
        return self.store.query(
            text,
            base_iri=self.base,
            prefixes=reading.prefixes,
            custom_functions=reading.functions or None,  # type: ignore[arg-type]
            **dataset,
        )
