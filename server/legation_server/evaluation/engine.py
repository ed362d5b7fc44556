"""What all queries of a process share: the store, and the readings of earlier queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

import pyoxigraph as ox

from legation_server.rdf import Words
from legation_server.sparql import (
    FUNCTION,
    QUERY_SERVICE_PREFIXES,
    Labels,
    Rewriting,
    after_refusal,
    as_sparql,
    check_query,
    for_engine,
    has_dataset_clause,
    lists_graphs,
    service_calls,
)

LABEL_FUNCTION = ox.NamedNode(FUNCTION)
# Readings of short queries are kept.
MOST_CHARACTERS_KEPT = 4_000
MOST_READINGS_KEPT = 128

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True)
class Reading:
    """What can be read from the text of a query before it is evaluated.

    `prefixes` are only those that it uses, since the engine takes time for each one it is given;
    `public_services` are the endpoints it calls that must not be at private addresses;
    `lists_graphs` says that the order of the named graphs may be seen in the result.
    """

    query: Rewriting
    prefixes: dict[str, str]
    public_services: tuple[str, ...]
    has_dataset: bool
    lists_graphs: bool


@dataclass(frozen=True)
class Engine:
    """A store and what all queries on it share: base IRI, prefixes, context of JSON-LD, limits.

    `merged` says that the store's default graph holds all graphs; else queries use their union.
    """

    store: ox.Store
    base: str
    prefixes: Mapping[str, str]
    allowed_services: frozenset[str]
    private_services: bool
    row_limit: int
    words: Words | None = None
    merged: bool = False

    @cached_property
    def _known(self) -> list[tuple[str, str, str]]:
        """The prefixes: with a colon as in a query, their names and namespaces."""
        known = chain(QUERY_SERVICE_PREFIXES.items(), self.prefixes.items())
        return [(name + ":", name, iri) for name, iri in known]

    @cached_property
    def graph_names(self) -> list[ox.NamedNode | ox.BlankNode]:
        """Return the names of all named graphs, sorted."""
        return sorted(self.store.named_graphs(), key=str)

    @cached_property
    def _short_texts(self) -> Callable[[str], Reading]:
        return lru_cache(MOST_READINGS_KEPT)(self._read)

    def read(self, text: str) -> Reading:
        """Return the reading of a query; raises Problem when it must not reach the engine."""
        return self._short_texts(text) if len(text) <= MOST_CHARACTERS_KEPT else self._read(text)

    def _read(self, text: str) -> Reading:
        query = as_sparql(text, self.prefixes)
        return self._reading(for_engine(query, self._every_prefix, self.base))

    def mended(self, reading: Reading) -> Reading | None:
        """Return the reading of a query that the engine refused, in forms that it reads.

        None when there are no others. Raises Problem when it must not reach the engine.
        """
        query = after_refusal(reading.query, self._every_prefix)
        return self._reading(query) if query else None

    def _reading(self, query: Rewriting) -> Reading:
        self.check(query.text)
        must_be_public = self.allowed_services and not self.private_services
        return Reading(
            query,
            self._prefixes_in(query.text),
            tuple(call or "" for call in service_calls(query.text)) if must_be_public else (),
            has_dataset_clause(query.text),
            lists_graphs(query.text),
        )

    def check(self, text: str) -> None:
        """Raise Problem for a text that must not reach the engine."""
        check_query(text, self.allowed_services, self._is_query)

    @cached_property
    def _every_prefix(self) -> dict[str, str]:
        return {name: iri for _, name, iri in self._known}

    def _prefixes_in(self, text: str) -> dict[str, str]:
        return {name: iri for written, name, iri in self._known if written in text}

    def _is_query(self, text: str) -> bool:
        """Return whether the engine reads a text without SERVICE as a query; it has no data."""
        try:
            ox.Store().query(text, base_iri=self.base, prefixes=self._prefixes_in(text))
        except (SyntaxError, RuntimeError, ValueError, OSError):
            return False
        return True

    def query(self, reading: Reading, dataset: Mapping[str, Any]) -> Results:
        """Return the results of a query that was read; raises SyntaxError."""
        text = reading.query.text
        # Few queries call the function, and registering one takes the engine some time.
        functions: dict[ox.NamedNode, Callable[..., ox.Literal | None]] = {}
        if FUNCTION in text:
            functions[LABEL_FUNCTION] = Labels(self.store).of
        results = self.store.query(
            text,
            base_iri=self.base,
            prefixes=reading.prefixes,
            custom_functions=functions or None,  # type: ignore[arg-type]
            **dataset,
        )
        assert isinstance(results, Results)
        return results
