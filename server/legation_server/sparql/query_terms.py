"""Find the terms that a query names: IRIs, graphs, and the literals that a property is to have."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from legation_server.sparql.lexer import Token, tokens
from legation_server.sparql.lookup import as_lookup
from legation_server.sparql.outline import CLOSING, OPENING, Outline, outline
from legation_server.sparql.terms import Names, leading_declarations
from legation_server.sparql.wdqs.prefixes import QUERY_SERVICE_PREFIXES

MOST_TERMS = 100
# An IRI after one of these is a graph.
DATASET = ("from", "named", "graph")
OTHERS = ("mark", "variable", "blank")
NAMES, TRUTH = ("iri", "name"), ("true", "false")
LITERALS = frozenset(("string", "number"))
# Words whose meaning, or that of what is beside them, depends on the brackets around them.
BY_PLACE = frozenset((*TRUTH, "service", "datatype", "construct"))
BRACKETS = tuple(zip(OPENING, CLOSING, strict=True))
NO_OUTLINE = Outline({}, {}, ())
# Hints to Wikidata's optimizer and parameters of its services are no data.
NO_DATA = (QUERY_SERVICE_PREFIXES["bd"], QUERY_SERVICE_PREFIXES["hint"])


# What looks like an IRI, or like a prefixed name, wherever it stands in a text.
WRITTEN_IRI = re.compile(r"<([^<>\s]*)>")
WRITTEN_NAME = re.compile(r"(?<![\w.-])([\w.-]++|):([\w:%][\w.:%-]*+)")
WRITTEN_PREFIX = re.compile(r"PREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)


class NamedTerms(NamedTuple):
    """The terms of a query, each once, at most MOST_TERMS of each kind.

    `iris` and `graphs` are IRIs; `literals` pair a property's IRI with a literal in SPARQL.
    `chooses_graphs` says that the query has a FROM, FROM NAMED or GRAPH.
    """

    iris: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    literals: tuple[tuple[str, str], ...] = ()
    chooses_graphs: bool = False


def named_terms(text: str, prefixes: Mapping[str, str]) -> NamedTerms:
    """Return the terms that a query names, without those inside a SERVICE."""
    declared, rest = leading_declarations(text)
    if found := as_lookup(declared, rest, prefixes):
        # What it names is known without its tokens.
        iris = [iri for iri in found.named if ":" in iri and not iri.startswith(NO_DATA)]
        return NamedTerms(tuple(iris))
    read = list(tokens(rest))
    lowered = [token.text.lower() for token in read]
    # Most queries have none of what depends on the brackets around it.
    groups = NO_OUTLINE
    plain = BY_PLACE.isdisjoint(lowered) and LITERALS.isdisjoint([token.kind for token in read])
    balanced = all(lowered.count(mark) == lowered.count(other) for mark, other in BRACKETS)
    if not (plain and balanced):
        whole = outline(read)
        if whole is None:
            return NamedTerms()
        groups = whole
    return _Reader(read, lowered, groups, Names(read, prefixes, declared)).all()


def names_in_sight(text: str, prefixes: Mapping[str, str], start: str) -> set[str] | None:
    """Return the IRIs with a start that stand in a query, in comments and strings too.

    It takes a fraction of the time of `named_terms`. None where an escape or a BASE may hide some.

    >>> names_in_sight("ASK { e:a a <http://e/B>, f:C }", {"e": "http://e/"}, "http://e/") == {
    ...     "http://e/a",
    ...     "http://e/B",
    ... }
    True
    """
    lowered = text.lower()
    if "\\" in text or "base" in lowered:
        return None
    declared = dict(WRITTEN_PREFIX.findall(text)) if "prefix" in lowered else {}
    found = set()
    for name, local in WRITTEN_NAME.findall(text):
        namespace = declared.get(name) or prefixes.get(name, "")
        if namespace.startswith(start):
            found.add(namespace + local.rstrip("."))
    if start in text:
        iris = (iri for iri in WRITTEN_IRI.findall(text) if iri.startswith(start))
        found.update(set(iris).difference(declared.values()))
    return found


class _Reader:
    """Reads the terms among the tokens of one query."""

    def __init__(
        self,
        read: Sequence[Token],
        lowered: Sequence[str],
        found: Outline,
        names: Names,
    ) -> None:
        self._read = read
        self._lowered = lowered
        self._outline = found
        self._names = names
        # IRIs that are compared with a datatype are no terms of a triple.
        self._has_datatypes = "datatype" in self._lowered

    def all(self) -> NamedTerms:
        """Return all terms."""
        iris: dict[str, None] = {}
        graphs: dict[str, None] = {}
        literals: dict[tuple[str, str], None] = {}
        chooses_graphs = False
        place, end = 0, len(self._read)
        while place < end:
            token, lowered = self._read[place], self._lowered[place]
            if token.kind in OTHERS:
                pass
            elif token.kind in NAMES:
                iri = self._names.iri(token)
                if iri and place and self._lowered[place - 1] in DATASET:
                    graphs[iri] = None
                elif iri and self._is_term(iri, place):
                    iris[iri] = None
            elif lowered == "service" or (
                # What a template makes need not be in the data.
                lowered == "construct" and self._lowered[place + 1 : place + 2] == ["{"]
            ):
                place = self._end_of_group(place)
            elif lowered in DATASET:
                chooses_graphs = True
            elif (token.kind in LITERALS or lowered in TRUTH) and (found := self._pair(place)):
                literals[found] = None
            place += 1
        return NamedTerms(
            tuple(iris)[:MOST_TERMS],
            tuple(graphs)[:MOST_TERMS],
            tuple(literals)[:MOST_TERMS],
            chooses_graphs,
        )

    def _is_after(self, place: int, *words: str) -> bool:
        return place > 0 and self._lowered[place - 1] in words

    def _is_term(self, iri: str, place: int) -> bool:
        """Return whether an IRI may be a term of a triple.

        Others are relative, in the prologue, called, datatypes, or only taken for their text.
        """
        if ":" not in iri or iri.startswith(NO_DATA):
            return False
        last = self._lowered[place - 1] if place else ""
        before = self._lowered[place - 2] if place > 1 else ""
        if last in ("base", "prefix") or before == "prefix":
            return False
        if (before, last) in (("^", "^"), ("str", "(")):
            return False
        if place + 1 < len(self._read) and self._read[place + 1].text == "(":
            return False
        if not self._has_datatypes:
            return True
        around = self._outline.bracket[place]
        return around is None or self._lowered[around] != "("

    def _end_of_group(self, place: int) -> int:
        """Return the place where the group of a SERVICE or CONSTRUCT ends: no terms of data."""
        for opening in range(place, min(place + 4, len(self._read))):
            if self._read[opening].text == "{":
                return self._outline.partner[opening]
        return place

    def _pair(self, place: int) -> tuple[str, str] | None:
        """Return the property and the literal in SPARQL, where one is the object of a triple."""
        token, start = self._read[place], place
        if token.kind == "number" and self._is_after(place, "-", "+"):
            start -= 1
        predicate = self._names.iri(self._read[start - 1]) if start else None
        if predicate is None or predicate.startswith(NO_DATA) or not self._in_triples(place):
            return None
        # A path may go the other way, or any way but this.
        if self._is_after(start - 1, "^", "!"):
            return None
        written = "".join(part.text for part in self._read[start : place + 1])
        return predicate, written + self._suffix(token, place)

    def _suffix(self, token: Token, place: int) -> str:
        """Return the language or the datatype after a string."""
        behind = list(self._read[place + 1 : place + 4])
        if token.kind != "string" or not behind:
            return ""
        if behind[0].kind == "language":
            return behind[0].text
        datatype = None
        if len(behind) == 3 and behind[0].text == behind[1].text == "^":
            datatype = self._names.iri(behind[2])
        return f"^^<{datatype}>" if datatype else ""

    def _in_triples(self, place: int) -> bool:
        """Return whether triples stand at a place, not an expression or the values of VALUES."""
        around = self._outline.bracket[place]
        if around is None or self._lowered[around] not in "{[":
            return False
        return self._lowered[max(0, around - 2) : around][:1] != ["values"]
