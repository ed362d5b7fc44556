"""Say why a query found nothing: which triple pattern has no match, and what comes near to it."""

import re
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rdflib import BNode, URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from legation_server.agents.answers import CLOSE, FILTERED, SILENCE, UNMENDED, UNREAD
from legation_server.agents.choices import Choosing, counted
from legation_server.agents.library import Library
from legation_server.agents.rows import rows
from legation_server.endpoint import query_hints
from legation_server.errors import Problem
from legation_server.namespaces import RDF_TYPE
from legation_server.query import Missing, Task
from legation_server.site_index import entity_at, statements
from legation_server.sparql import with_prefixes

# For all queries about one empty result together.
DIAGNOSIS_SECONDS = 1.0
# A longer query is read by nobody, and its parser takes long.
LONGEST_READ_CHARACTERS, MOST_PATTERNS = 8_000, 12
MOST_ROWS = 3


class Pattern(NamedTuple):
    """A triple pattern: its terms, and whether it stands in a GRAPH."""

    terms: tuple[Any, Any, Any]
    in_graph: bool

    def written(self, place: int) -> str:
        """Return it as a group of a query, where it is the pattern at a place."""
        triple = " ".join(_written(term) for term in self.terms) + " ."
        return f"GRAPH ?graph{place} {{ {triple} }}" if self.in_graph else triple


def hint_lines(library: Library, task: Task, missing: Missing | None) -> list[str]:
    """Return a line for each hint about what the data lack; none when the server has no time."""
    if missing is None:
        return []
    try:
        hints = query_hints(missing, task, library.release, library.rows, library.index)
    except Problem:
        return []
    return [f"Hint: {hint}" for hint in hints]


def diagnosed(library: Library, task: Task, missing: Missing | None) -> list[str]:
    """Return lines that say why a query has no result, and what that does not mean."""
    lines: list[str] = []
    meaning = UNREAD
    try:
        if missing is not None:
            hints = query_hints(missing, task, library.release, library.rows, library.index)
            lines += [f"Hint: {hint}" for hint in hints]
        diagnosis = _Diagnosis(library, task)
        lines += diagnosis.lines()
        meaning = CLOSE if diagnosis.near else UNMENDED if missing else diagnosis.meaning
    except Problem as problem:
        # The answer stands without; a busy server has no time to look.
        lines.append(f"Why it is empty was not found out: {problem.title}.")
    return [*lines, meaning]


class _Diagnosis:
    """Asks about the patterns of one query, within a time."""

    def __init__(self, library: Library, task: Task) -> None:
        self._library = library
        self._task = task
        self._until = time.monotonic() + DIAGNOSIS_SECONDS
        self._patterns = list(_patterns(library, task.query))
        # What the empty result means as far as it was found out, and whether something comes near.
        self.meaning, self.near = UNREAD, False
        self._late = False

    def lines(self) -> Iterator[str]:
        """Yield what was found out; raises Problem."""
        patterns = self._patterns
        if not patterns:
            return
        empty = [one for one in patterns if not self._matches([one])]
        for one in empty:
            self.meaning = UNMENDED
            yield f"No match for the pattern: {self._shown(one)}"
            yield from self._between(one)
        if not empty and (said := self._together()):
            yield said
        yield from self._less_firm()

    def _together(self) -> str:
        """Return why patterns that all have matches have none together; "" without time."""
        patterns = self._patterns
        for end in range(2, len(patterns) + 1):
            if not self._matches(patterns[:end]):
                last = self._shown(patterns[end - 1])
                said = f"Each pattern has matches, but none fits the others together with: {last}"
                if not self._matches([_open(one, place) for place, one in enumerate(patterns)]):
                    self.meaning = UNMENDED
                    return f"{said}\nNo data at all have this form, whatever the things named."
                self.meaning = UNREAD if self._late else SILENCE
                return said
        if self._late:
            return ""
        self.meaning = FILTERED
        return "All patterns match together: a FILTER, VALUES, OFFSET or LIMIT leaves nothing."

    def _between(self, one: Pattern) -> Iterator[str]:
        """Yield statements that name both ends of a pattern without a match, with their status."""
        ends = [term for term in (one.terms[0], one.terms[2]) if isinstance(term, URIRef)]
        paths = [self._library.path(str(term)) for term in ends]
        if len(paths) < 2 or not all(entity_at(self._library.index, path) for path in paths):
            return
        choosing = Choosing(self._library)
        for path in paths:
            choosing.about(path)
        numbers = choosing.numbers(MOST_ROWS)
        if numbers:
            self.near = True
            yield f"Statements that name both ({counted(choosing.counts())}), among them:"
            for row in rows(self._library, statements(self._library.index, numbers)):
                yield f"- {row}"

    def _less_firm(self) -> Iterator[str]:
        """Yield whether statements of another status, or suppositions, fit all patterns."""
        namespace = self._library.release.namespace
        status, any_status = URIRef(namespace + "status"), Variable("anyStatus")
        supposed = URIRef(namespace + "Supposition")
        firm = {URIRef(namespace + name) for name in ("Event", "Situation", "Utterance")}

        def looser(one: Pattern) -> Pattern:
            subject, predicate, value = one.terms
            if predicate == status and isinstance(value, URIRef):
                return Pattern((subject, predicate, any_status), one.in_graph)
            if predicate == URIRef(RDF_TYPE) and value in firm:
                return Pattern((subject, predicate, supposed), one.in_graph)
            return one

        changed = [looser(one) for one in self._patterns]
        if changed != self._patterns and self._matches(changed):
            self.near = True
            yield (
                "Statements match that are less firm, such as a supposition: ask with ?status in "
                "place of a status, or bil:Supposition in place of the class, and tell the status."
            )

    def _matches(self, patterns: Sequence[Pattern]) -> bool:
        """Tell whether anything fits patterns; True when there is no time to find out."""
        left = self._until - time.monotonic()
        if left <= 0:
            self._late = True
            return True
        group = " ".join(one.written(place) for place, one in enumerate(patterns))
        task = self._task._replace(query=f"SELECT * {{ {group} }} LIMIT 1")
        try:
            return bool(self._library.rows(task, left))
        except Problem as problem:
            if problem.kind in ("query-timeout", "query-failed", "syntax-error"):
                self._late = True
                return True
            raise

    def _shown(self, one: Pattern) -> str:
        words = (
            self._library.short(str(t)) if isinstance(t, URIRef) else _written(t) for t in one.terms
        )
        return " ".join(words)


def _open(one: Pattern, place: int) -> Pattern:
    """Return a pattern about any things, of the same properties and classes."""
    subject, predicate, value = one.terms
    if not isinstance(subject, Variable | BNode):
        subject = Variable(f"subject{place}")
    if predicate != URIRef(RDF_TYPE) and not isinstance(value, Variable | BNode):
        value = Variable(f"value{place}")
    return Pattern((subject, predicate, value), one.in_graph)


def _patterns(library: Library, query: str) -> Iterator[Pattern]:
    """Yield the first triple patterns of a query; none when it cannot be read."""
    if len(query) > LONGEST_READ_CHARACTERS:
        return
    try:
        text = with_prefixes(query, library.release.prefixes)
        found = list(_walk(translateQuery(parseQuery(text)).algebra, False))
    except Exception:
        # The engine has read the query; what this parser cannot read goes without a diagnosis.
        return
    yield from found[:MOST_PATTERNS]


def _walk(node: Any, in_graph: bool) -> Iterator[Pattern]:
    """Yield the triple patterns that must all match: none of a UNION, OPTIONAL or MINUS."""
    if not isinstance(node, CompValue) or node.name == "Union":
        return
    if node.name == "BGP":
        yield from (Pattern(tuple(triple), in_graph) for triple in node.triples)
    for key in ("p1",) if node.name in ("LeftJoin", "Minus") else tuple(node):
        if key != "expr":
            yield from _walk(node[key], in_graph or node.name == "Graph")


def _written(term: Any) -> str:
    """Return a term as a query writes it; a blank node as a variable."""
    if isinstance(term, BNode):
        return "?blank" + re.sub(r"\W", "", str(term))
    return str(term.n3())
