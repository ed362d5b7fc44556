"""Say why a query may have found nothing: terms that occur nowhere, and the nearest that do.

Few queries of the server's own, each with a time limit, look for what the query names. None of this
changes an answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from legation_server.endpoint.named_terms import named_terms
from legation_server.errors import Problem
from legation_server.evaluation import WIKIDATA_HINT
from legation_server.namespaces import RDFS, SKOS, VOID, XSD, compact
from legation_server.query import SPARQL, WIKIDATA, Task
from legation_server.rdf import local_name
from legation_server.releases import Release
from legation_server.sparql import QUERY_SERVICE_PREFIXES, has_dataset_clause, is_for_wikidata

Row = Mapping[str, Mapping[str, str]]
Ask = Callable[[Task], Sequence[Row]]

HINT_SECONDS = 0.5
MOST_HINTS = 5
MOST_NAMES, MOST_VALUES = 5_000, 2_000
MOST_CHARACTERS = 300
# Similarity from 0 to 100 (rapidfuzz) of a name worth naming.
LEAST_SIMILARITY = 70.0
UNUSED = f"""FILTER NOT EXISTS {{ ?t ?p1 ?o1 }} FILTER NOT EXISTS {{ ?s2 ?t ?o2 }}
  FILTER NOT EXISTS {{ ?s3 ?p3 ?t FILTER(?p3 NOT IN (<{VOID}class>, <{VOID}property>)) }}"""


def query_hints(task: Task, release: Release, ask: Ask) -> list[str]:
    """Return hints for people about a query without a result; `ask` returns rows as in JSON."""
    found: list[str] = []
    hints = Hints(task, release, ask)
    with suppress(Problem):
        for hint in hints.all():
            found.append(hint[:MOST_CHARACTERS])
            if len(found) == MOST_HINTS:
                break
    return found


class Hints:
    """Makes the hints about one query."""

    def __init__(self, task: Task, release: Release, ask: Ask) -> None:
        """Read the query of a task."""
        known = QUERY_SERVICE_PREFIXES if task.endpoint == WIKIDATA else {}
        self._prefixes = {**release.prefixes, **known}
        self._task = task
        self._release = release
        self._ask = ask
        self._terms = named_terms(task.query, self._prefixes)

    def all(self) -> Iterator[str]:
        """Yield the hints; raises Problem when a query of our own fails."""
        graphs = {graph.iri for graph in self._release.graphs}
        named = (*self._terms.graphs, *self._task.default_graphs, *self._task.named_graphs)
        for iri in dict.fromkeys(named):
            if iri not in graphs:
                near = self._nearest(iri, sorted(graphs))
                yield f"There is no graph {self._name(iri)}." + (
                    f" The nearest is {self._name(near)}." if near else ""
                )
        missing = self._unused(self._terms.iris, self._everything)
        for iri in missing:
            yield f"{self._name(iri)} occurs nowhere in the dataset." + self._near_name(iri)
        others = [iri for iri in self._terms.iris if iri not in missing and iri not in graphs]
        if not named and not has_dataset_clause(self._task.query):
            if self._task.endpoint == SPARQL and is_for_wikidata(self._task.query):
                yield WIKIDATA_HINT
            for iri in self._unused(others, self._here):
                yield self._apart(iri)
        for predicate, literal in self._terms.literals:
            if predicate not in missing:
                yield from self._about_literal(predicate, literal)

    def _everything(self, query: str) -> Sequence[Row]:
        return self._ask(Task(query, internal=True))

    def _here(self, query: str) -> Sequence[Row]:
        return self._ask(replace(self._task, query=query, solutions="json"))

    def _unused(self, iris: Sequence[str], ask: Callable[[str], Sequence[Row]]) -> list[str]:
        """Return those of some IRIs that no triple has."""
        values = " ".join(str(ox.NamedNode(iri)) for iri in iris if _is_valid(iri))
        rows = ask(f"SELECT ?t {{ VALUES ?t {{ {values} }} {UNUSED} }}") if values else []
        unused = {row["t"]["value"] for row in rows}
        return [iri for iri in iris if iri in unused]

    def _apart(self, iri: str) -> str:
        term = ox.NamedNode(iri)
        rows = self._everything(
            f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {{ {term} ?p ?o }} UNION {{ ?s {term} ?o }} "
            f"UNION {{ ?s ?p {term} }} }} }} LIMIT 3"
        )
        graphs = " and ".join(self._name(row["g"]["value"]) for row in rows)
        way = ", or send the query to /sparql" if self._task.endpoint == WIKIDATA else ""
        where = f"in other graphs, such as {graphs}" if graphs else "in other graphs"
        return f"{self._name(iri)} occurs only {where}: use GRAPH or FROM{way}."

    def _near_name(self, iri: str) -> str:
        namespace = iri[: len(iri) - len(local_name(iri))]
        prefix = ox.Literal(namespace)
        rows = self._everything(
            f"SELECT DISTINCT ?x {{ ?x a ?type FILTER(isIRI(?x) && STRSTARTS(STR(?x), {prefix})) }}"
            f" LIMIT {MOST_NAMES}"
        )
        terms = [*self._release.predicates, *self._release.counts]
        same = [term for term in terms if local_name(term) == local_name(iri)]
        inside = [term for term in terms if term.startswith(namespace)]
        near = self._nearest(iri, [*(row["x"]["value"] for row in rows), *inside, *same])
        if near is None:
            return ""
        label = self._label(near)
        return f" The nearest name is {self._name(near)}" + (f" ({label})." if label else ".")

    def _nearest(self, iri: str, candidates: Sequence[str]) -> str | None:
        wanted = local_name(iri).casefold()
        names = [local_name(each).casefold() for each in candidates]
        found = process.extractOne(wanted, names, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY)
        return candidates[found[2]] if found else None

    def _label(self, iri: str) -> str:
        rows = self._everything(
            f"SELECT ?l {{ {ox.NamedNode(iri)} <{RDFS}label>|<{SKOS}prefLabel> ?l "
            'FILTER(LANG(?l) IN ("en", "")) } LIMIT 1'
        )
        return rows[0]["l"]["value"] if rows else ""

    def _about_literal(self, predicate: str, literal: str) -> Iterator[str]:
        """Yield a hint about a literal that no triple with a property has."""
        term = ox.NamedNode(predicate)
        if self._everything(f"SELECT * {{ ?s {term} {literal} }} LIMIT 1"):
            return
        rows = self._everything(
            f"SELECT ?o {{ ?s {term} ?o FILTER(isLiteral(?o)) }} LIMIT {MOST_VALUES}"
        )
        said = f"{literal} is no value of {self._name(predicate)}."
        if not rows:
            things = " Its values are things, not literals."
            yield said + (things if self._has_values(term) else "")
            return
        kinds = sorted({self._kind(row["o"]) for row in rows})
        said += f" Its values are {', '.join(kinds)}."
        same = self._everything(
            f"SELECT ?o {{ ?s {term} ?o FILTER(STR(?o) = STR({literal})) }} LIMIT 1"
        )
        near = same[0]["o"] if same else self._nearest_value(literal, rows)
        yield said + (f" The nearest is {self._written(near)}." if near else "")

    def _has_values(self, term: ox.NamedNode) -> bool:
        return bool(self._everything(f"SELECT * {{ ?s {term} ?o }} LIMIT 1"))

    def _nearest_value(self, literal: str, rows: Sequence[Row]) -> Mapping[str, str] | None:
        texts = [row["o"]["value"].casefold() for row in rows]
        wanted = literal.strip("\"'").partition('"')[0].casefold()
        found = process.extractOne(wanted, texts, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY)
        return rows[found[2]]["o"] if found else None

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

    def _name(self, iri: str) -> str:
        return compact(iri, self._prefixes) or f"<{iri}>"


def _is_valid(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True
