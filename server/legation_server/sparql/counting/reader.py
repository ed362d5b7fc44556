"""Read queries that count the solutions of one triple pattern, and no others.

What is read here is read token by token, so a query in another form is never taken for one.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from legation_server.sparql.counting.counts import Pattern
from legation_server.sparql.lexer import Token, tokens
from legation_server.sparql.terms import Names, leading_declarations

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# Names and IRIs that everybody reads alike, and that no base changes.
PLAIN_NAME = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*)?:[A-Za-z0-9_-]*")
PLAIN_IRI = re.compile(
    r"<https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
    r"(?:/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?)*(?:#[A-Za-z0-9._~-]*)?>"
)
DIGITS = re.compile(r"[0-9]{1,9}")


class Count(NamedTuple):
    """A COUNT: of which variable, None for `*`, and whether of its different terms."""

    variable: str | None
    distinct: bool


class CountQuery(NamedTuple):
    """A query that counts: `columns` are variables, with the COUNT that each has, None for the key.

    `order` pairs ASC or DESC with a variable or a COUNT; `slice` is what follows it, as written.
    """

    distinct: bool
    columns: tuple[tuple[str, Count | None], ...]
    pattern: Pattern
    grouped: bool
    order: tuple[tuple[str, str | Count], ...]
    slice: str


class OtherQueryError(Exception):
    """A query is not of the form that is read here."""


class CountQueryReader:
    """Reads the tokens of one query, no further than it is of this form."""

    def __init__(self, text: str, known: Mapping[str, str]) -> None:
        """Begin before the first; `known` are prefixes that need no declaration."""
        declared, rest = leading_declarations(text)
        self._declared = declared
        self._names = Names((), known, declared)
        self._tokens = tokens(rest)
        self._ahead = next(self._tokens, None)

    def query(self) -> CountQuery:
        """Return the query; raises OtherQueryError."""
        self._expect("SELECT")
        distinct = self._take("DISTINCT")
        columns = self._columns()
        self._take("WHERE")
        pattern = self._group()
        grouped = self._take("GROUP")
        if grouped:
            self._expect("BY")
            if self._variable() != pattern.key:
                raise OtherQueryError
        order = self._order() if self._take("ORDER") else ()
        read = CountQuery(distinct, columns, pattern, grouped, order, self._slice())
        if not all(PLAIN_IRI.fullmatch(f"<{iri}>") for iri in self._declared.values()):
            raise OtherQueryError
        return read

    def _columns(self) -> tuple[tuple[str, Count | None], ...]:
        columns: list[tuple[str, Count | None]] = []
        while not self._sees("WHERE", "{"):
            if self._take("("):
                count = self._count()
                self._expect("AS")
                columns.append((self._variable(), count))
                self._expect(")")
            else:
                columns.append((self._variable(), None))
        return tuple(columns)

    def _count(self) -> Count:
        self._expect("COUNT")
        self._expect("(")
        distinct = self._take("DISTINCT")
        count = Count(None if self._take("*") else self._variable(), distinct)
        self._expect(")")
        return count

    def _group(self) -> Pattern:
        self._expect("{")
        graph = self._variable() if self._take("GRAPH") else None
        if graph is not None:
            self._expect("{")
        subject = self._variable()
        predicate, named = self._term(verb=True)
        value, valued = self._term(verb=False)
        self._take(".")
        for _ in range(1 if graph is None else 2):
            self._expect("}")
        variables = [name for name in (graph, subject, predicate, value) if name is not None]
        if len(set(variables)) < len(variables) or (graph and not (predicate and value)):
            raise OtherQueryError
        if predicate and not value:
            # Which predicates lead to a term is nothing that was counted.
            raise OtherQueryError
        key = graph or predicate or value
        return Pattern(frozenset(variables), key, named, valued, graph)

    def _term(self, verb: bool) -> tuple[str | None, str | None]:
        """Return a variable or an IRI, the other being None."""
        token = self._next()
        if token.kind == "variable":
            return token.text[1:], None
        if verb and token.text == "a":
            return None, RDF_TYPE
        plain = token.kind == "iri" or PLAIN_NAME.fullmatch(token.text)
        iri = f"<{self._names.iri(token)}>" if plain else ""
        if not PLAIN_IRI.fullmatch(iri):
            raise OtherQueryError
        return None, iri

    def _order(self) -> tuple[tuple[str, str | Count], ...]:
        self._expect("BY")
        order: list[tuple[str, str | Count]] = []
        while self._ahead is not None and not self._sees("LIMIT", "OFFSET"):
            direction = self._next().text.upper() if self._sees("ASC", "DESC") else ""
            if direction:
                self._expect("(")
                by = self._count() if self._sees("COUNT") else self._variable()
                self._expect(")")
                order.append((direction, by))
            else:
                order.append(("ASC", self._variable()))
        if not order:
            raise OtherQueryError
        return tuple(order)

    def _slice(self) -> str:
        written: list[str] = []
        while self._sees("LIMIT", "OFFSET"):
            word, number = self._next().text.upper(), self._next().text
            if word in written or not DIGITS.fullmatch(number):
                raise OtherQueryError
            written += [word, number]
        if self._ahead is not None:
            raise OtherQueryError
        return " ".join(written)

    def _next(self) -> Token:
        token = self._ahead
        if token is None:
            raise OtherQueryError
        self._ahead = next(self._tokens, None)
        return token

    def _sees(self, *texts: str) -> bool:
        return self._ahead is not None and self._ahead.text.upper() in texts

    def _take(self, text: str) -> bool:
        found = self._sees(text)
        if found:
            self._next()
        return found

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise OtherQueryError

    def _variable(self) -> str:
        token = self._next()
        if token.kind != "variable":
            raise OtherQueryError
        return token.text[1:]
