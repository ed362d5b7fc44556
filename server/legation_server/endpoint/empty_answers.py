"""Say why a query may have found nothing: what the data do not have, and the nearest they have.

The process that evaluated the query found out what is missing. Few queries of the server's own,
within a time limit, look for the nearest. None of this changes an answer.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from legation_server.endpoint.nearest_terms import nearest, nearest_name, nearest_value
from legation_server.errors import Problem
from legation_server.evaluation import WIKIDATA_HINT
from legation_server.namespaces import DCTERMS, OWL, RDFS, SKOS, VOID, XSD, compact
from legation_server.query import SPARQL, WIKIDATA, Missing, Task
from legation_server.releases import Release
from legation_server.site_index import SiteIndex
from legation_server.sparql import QUERY_SERVICE_PREFIXES, has_dataset_clause, is_for_wikidata

Row = Mapping[str, Mapping[str, str]]
# Returns the rows of a task, as SPARQL JSON has them, within some seconds; raises Problem.
Ask = Callable[[Task, float], Sequence[Row]]

# For all queries about one answer together.
HINT_SECONDS = 0.5
MOST_HINTS = 5
MOST_CHARACTERS = 300
# Some proxies refuse answers whose headers are longer than 8 KiB together.
MOST_HEADER_BYTES = 4_000
MOST_VALUES = 2_000
# Statistics of the dataset name what stands in any of its graphs.
NO_STATISTICS = f"FILTER(?p NOT IN (<{VOID}class>, <{VOID}property>))"


def query_hints(
    missing: Missing, task: Task, release: Release, ask: Ask, index: SiteIndex | None = None
) -> list[str]:
    """Return hints for people about a query without a result, whose terms are missing.

    With an `index` of the release no query goes through all of it.

    Raises Problem when a query of our own fails for another reason than time.
    """
    found: list[str] = []
    for hint in Hints(missing, task, release, ask, index).all():
        found.append(hint[:MOST_CHARACTERS])
        if len(found) == MOST_HINTS:
            break
    return found


def hints_header(hints: Iterable[str]) -> str:
    r"""Return the value of X-Query-Hints: a JSON list of texts, in ASCII; empty without hints.

    >>> hints_header(["There is no graph <http://e/é>."])
    '["There is no graph <http://e/\\u00e9>."]'
    """
    kept = list(hints)
    while kept and len(said := json.dumps(kept)) > MOST_HEADER_BYTES:
        kept.pop()
    return said if kept else ""


class Hints:
    """Makes the hints about one query."""

    def __init__(
        self,
        missing: Missing,
        task: Task,
        release: Release,
        ask: Ask,
        index: SiteIndex | None = None,
    ) -> None:
        """Take what is missing of the terms of a task."""
        known = QUERY_SERVICE_PREFIXES if task.endpoint == WIKIDATA else {}
        self._prefixes = {**release.prefixes, **known}
        self._missing = missing
        self._task = task
        self._release = release
        self._ask = ask
        self._index = index
        self._until = time.monotonic() + HINT_SECONDS

    def all(self) -> Iterator[str]:
        """Yield the hints; raises Problem."""
        graphs = [graph.iri for graph in self._release.graphs]
        for iri in self._missing.graphs:
            near = nearest(iri, graphs)
            yield f"There is no graph {self._name(iri)}." + (
                f" The nearest is {self._name(near)}." if near else ""
            )
        if self._is_misdirected():
            yield WIKIDATA_HINT
        for iri in self._missing.nowhere:
            yield f"{self._name(iri)} occurs nowhere in the dataset." + self._near_name(iri)
        for iri in self._missing.outside:
            yield self._apart(iri)
        for predicate, literal in self._missing.literals:
            yield self._about_literal(predicate, literal)
        for predicate, test in self._missing.tests:
            if told := self._about_test(predicate, test):
                yield told
        for variable in self._missing.unbound:
            yield f"{variable} stands in a FILTER alone: no triple pattern gives it a value."
        for name, mark in self._missing.excluded:
            yield self._instead(name, mark)

    def _instead(self, name: str, mark: str) -> str:
        """Return which classes have what a class excludes."""
        term, start = ox.NamedNode(mark), self._release.namespace
        rows = self._rows(
            f"SELECT DISTINCT ?c {{ ?x ?how {term} . ?x <{start}states>? ?s . ?s a ?c FILTER("
            f"STRSTARTS(STR(?c), {ox.Literal(start)}) && ?c != <{start}Claim>) }} ORDER BY ?c"
        )
        others = " or ".join(self._name(row["c"]["value"]) for row in rows)
        said = f"Nothing that is {self._name(name)} is {self._name(mark)}."
        return f"{said} What is so is {others}: ask for that." if others else said

    def _is_misdirected(self) -> bool:
        task = self._task
        chosen = task.default_graphs or task.named_graphs or has_dataset_clause(task.query)
        return task.endpoint == SPARQL and not chosen and is_for_wikidata(task.query)

    def _rows(self, query: str) -> Sequence[Row]:
        """Return the rows of a query of our own; none when the time is up."""
        remaining = self._until - time.monotonic()
        if remaining <= 0:
            return []
        try:
            return self._ask(Task(query, internal=True), remaining)
        except Problem as problem:
            if problem.kind != "query-timeout":
                raise
            return []

    def _apart(self, iri: str) -> str:
        term = ox.NamedNode(iri)
        if successors := self._successors(term):
            return f"{self._name(iri)} was retired: use {successors}."
        rows = self._rows(
            f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {{ {term} ?p ?o }} UNION {{ ?s {term} ?o }} "
            f"UNION {{ ?s ?p {term} {NO_STATISTICS} }} }} }} LIMIT 3"
        )
        graphs = " and ".join(self._name(row["g"]["value"]) for row in rows)
        way = ", or send the query to /sparql" if self._task.endpoint == WIKIDATA else ""
        where = f"in other graphs, such as {graphs}" if graphs else "in other graphs"
        return f"{self._name(iri)} occurs only {where}: use GRAPH or FROM{way}."

    def _successors(self, term: ox.NamedNode) -> str:
        """Return the names of what took the place of a retired term, with their labels."""
        rows = self._rows(
            f"SELECT ?new {{ {term} <{OWL}deprecated> true ; <{DCTERMS}isReplacedBy> ?new }}"
        )
        names = [row["new"]["value"] for row in rows]
        return " or ".join(f"{self._name(name)} ({self._label(name)})" for name in sorted(names))

    def _near_name(self, iri: str) -> str:
        near = nearest_name(iri, self._release, self._rows, self._index)
        if near is None:
            return ""
        label = self._label(near)
        return f" The nearest name is {self._name(near)}" + (f" ({label})." if label else ".")

    def _label(self, iri: str) -> str:
        rows = self._rows(
            f"SELECT ?l {{ {ox.NamedNode(iri)} <{RDFS}label>|<{SKOS}prefLabel> ?l "
            'FILTER(LANG(?l) IN ("en", "")) } LIMIT 1'
        )
        return rows[0]["l"]["value"] if rows else ""

    def _about_literal(self, predicate: str, literal: str) -> str:
        """Return a hint about a literal that no triple with a property has."""
        term = ox.NamedNode(predicate)
        said = f"{self._short(literal)} is no value of {self._name(predicate)}."
        rows = self._rows(f"SELECT ?o {{ ?s {term} ?o FILTER(isLiteral(?o)) }} LIMIT {MOST_VALUES}")
        if not rows:
            things = self._rows(f"SELECT * {{ ?s {term} ?o FILTER(!isLiteral(?o)) }} LIMIT 1")
            return said + (" Its values are things, not literals." if things else "")
        kinds = sorted({self._kind(row["o"]) for row in rows})
        same = self._rows(f"SELECT ?o {{ {self._forms(literal, rows)} ?s {term} ?o }} LIMIT 1")
        near = same[0]["o"] if same else nearest_value(literal, [row["o"] for row in rows])
        said += f" Its values are {', '.join(kinds)}."
        return said + (f" The nearest is {self._written(near)}." if near else "")

    def _about_test(self, predicate: str, test: str) -> str:
        """Return a hint about what a filter asks and no value of a property can fulfil."""
        term, name = ox.NamedNode(predicate), self._name(predicate)
        rows = self._rows(f"SELECT ?o {{ ?s {term} ?o FILTER(isLiteral(?o)) }} LIMIT {MOST_VALUES}")
        kinds = sorted({self._kind(row["o"]) for row in rows})
        if test.endswith(("'", '"')) and self._name(XSD + "string") in kinds:
            return self._about_literal(predicate, test)
        are = f"are {', '.join(kinds) or 'things, not literals'}"
        values = f"The values of {name} {are}"
        if test.startswith("@"):
            if f"texts in {test}" in kinds:
                return ""
            return f"None of the values of {name} that were looked at is in {test}; they {are}."
        if test.isalpha():
            return f"{values}; {test} takes dates alone.{self._days(predicate)}"
        said = f"{values}, which {self._short(test)} is never equal to, less or more."
        if days := self._days(predicate):
            return said + days
        same = self._rows(f"SELECT ?o {{ {self._forms(test, rows)} ?s {term} ?o }} LIMIT 1")
        return said + (f" Write {self._written(same[0]['o'])}." if same else "")

    def _days(self, predicate: str) -> str:
        """Return which properties have the days of a time in EDTF; empty for other properties."""
        start = self._release.namespace
        if predicate != f"{start}when" or f"{start}earliest" not in self._release.predicates:
            return ""
        first, last = self._name(f"{start}earliest"), self._name(f"{start}latest")
        return f" Compare with {first} and {last}, which are {self._name(XSD + 'date')}."

    def _forms(self, literal: str, rows: Sequence[Row]) -> str:
        """Return what gives `?o` the text of a literal in each kind that some values have."""
        (text,) = (
            quad.object for quad in ox.parse(f"<x:s> <x:p> {literal} .", ox.RdfFormat.TURTLE)
        )
        assert isinstance(text, ox.Literal)
        kinds = {(row["o"].get("xml:lang"), row["o"].get("datatype")) for row in rows}
        forms = (
            ox.Literal(text.value, language=language)
            if language
            else ox.Literal(text.value, datatype=ox.NamedNode(datatype or XSD + "string"))
            for language, datatype in kinds
        )
        return f"VALUES ?o {{ {' '.join(sorted(map(str, forms)))} }}"

    def _kind(self, value: Mapping[str, str]) -> str:
        if language := value.get("xml:lang"):
            return f"texts in @{language}"
        return self._name(value.get("datatype", XSD + "string"))

    def _written(self, value: Mapping[str, str]) -> str:
        text = str(ox.Literal(value["value"]))
        if language := value.get("xml:lang"):
            return f"{text}@{language}"
        datatype = value.get("datatype")
        return f"{text}^^{self._name(datatype)}" if datatype else text

    def _short(self, literal: str) -> str:
        """Return a literal as SPARQL writes it, with its datatype as a prefixed name."""
        text, mark, datatype = literal.rpartition("^^<")
        return f"{text}^^{self._name(datatype[:-1])}" if mark else literal

    def _name(self, iri: str) -> str:
        return compact(iri, self._prefixes) or f"<{iri}>"
