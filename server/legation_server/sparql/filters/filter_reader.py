"""Find what filters ask of a property's values, and the variables that only filters have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from legation_server.sparql.lexer import Token, tokens
from legation_server.sparql.outline import Outline, outline
from legation_server.sparql.terms import Names, leading_declarations

OPERATORS = frozenset("<>=!")
# What stands for different things is also different, so this leaves something.
UNEQUAL = "!="
# Functions of a day, whose values other kinds of values have not (SPARQL 1.1, section 17.4.5).
OF_DAYS = frozenset(("year", "month", "day"))
# Functions of a text and another, separated by a comma. Others, as COALESCE, take any values.
OF_TEXTS = frozenset(
    ("contains", "langmatches", "regex", "replace", "strafter", "strbefore", "strends", "strstarts")
)
# What is compared is then not the value itself.
ARITHMETIC = frozenset("+-*/")
LITERALS, TRUTH = ("string", "number"), ("true", "false")


class FilterTest(NamedTuple):
    """A test of a property's values: `operator` compares them with `value`, a literal in SPARQL.

    The operator `lang` asks for the language `value`, as in "@de"; `call` calls the function
    `value`, as in "YEAR"; `,` is a function of texts, such as CONTAINS, that has `value` too.
    """

    predicate: str
    operator: str
    value: str


class FilterTests(NamedTuple):
    """The tests of a query, and the variables that stand in its filters and nowhere else."""

    tests: tuple[FilterTest, ...] = ()
    unbound: tuple[str, ...] = ()


def filter_tests(text: str, prefixes: Mapping[str, str]) -> FilterTests:
    """Return what the filters of a query ask of variables that are values of one property.

    >>> filter_tests('ASK { ?s <e:p> ?v FILTER(?v > 1 && ?w < 2) }', {})
    FilterTests(tests=(FilterTest(predicate='e:p', operator='>', value='1'),), unbound=('?w',))
    """
    if "filter" not in text.lower():
        return FilterTests()
    declared, rest = leading_declarations(text)
    read = list(tokens(rest))
    found = outline(read)
    if found is None:
        return FilterTests()
    return _Reader(read, found, Names(read, prefixes, declared)).all()


class _Reader:
    """Reads the tokens of one query."""

    def __init__(self, read: Sequence[Token], found: Outline, names: Names) -> None:
        self._read = read
        self._lowered = [token.text.lower() for token in read]
        self._outline = found
        self._names = names
        # The properties whose value each variable is, and the variables that filters have.
        self._properties: dict[str, set[str]] = {}
        self._bound: set[str] = set()
        self._filtered: dict[str, None] = {}

    def all(self) -> FilterTests:
        """Return all tests and the variables without a value."""
        inside = [self._is_filtered(place) for place in range(len(self._read))]
        for place, token in enumerate(self._read):
            if token.kind == "variable":
                name = "?" + token.text[1:]
                if inside[place]:
                    self._filtered[name] = None
                elif self._binds(place):
                    self._bound.add(name)
                    self._note_property(name, place)
        tests = dict.fromkeys(
            test for place, within in enumerate(inside) if within for test in self._tests(place)
        )
        unbound = (name for name in self._filtered if name not in self._bound)
        return FilterTests(tuple(tests), tuple(unbound))

    def _is_filtered(self, place: int) -> bool:
        """Return whether the brackets around a place are those of a FILTER."""
        around = self._outline.bracket[place]
        while around is not None and self._lowered[around] == "(":
            # A function may stand between.
            if "filter" in self._lowered[max(0, around - 2) : around]:
                return True
            around = self._outline.bracket[around]
        return False

    def _binds(self, place: int) -> bool:
        """Return whether a variable outside of filters may get a value at a place."""
        if self._outline.bracket[place] is not None:
            return True
        return place > 0 and self._lowered[place - 1] == "values"

    def _note_property(self, name: str, place: int) -> None:
        around, before = self._outline.bracket[place], self._read[place - 1]
        known = self._properties.setdefault(name, set())
        if self._lowered[place - 1] == "as":
            # What is computed is of any kind.
            known.update(("", name))
        elif around is not None and self._lowered[around] in "{[":
            predicate = self._names.iri(before) if before.kind in ("iri", "name") else None
            if predicate and self._lowered[place - 2] not in ("^", "!", "|"):
                known.add(predicate)

    def _tests(self, place: int) -> Iterator[FilterTest]:
        token, lowered = self._read[place], self._lowered[place]
        if token.kind == "word" and lowered in OF_DAYS:
            if predicate := self._called(place):
                yield FilterTest(predicate, "call", token.text.upper())
        elif token.kind in LITERALS or lowered in TRUTH:
            yield from self._comparisons(place)

    def _comparisons(self, place: int) -> Iterator[FilterTest]:
        start, end = place, place + 1
        if self._read[place].kind == "number" and self._lowered[place - 1] in "-+":
            start -= 1
        written = "".join(part.text for part in self._read[start:end])
        if self._read[place].kind == "string":
            behind = self._read[end : end + 3]
            if behind and behind[0].kind == "language":
                written, end = written + behind[0].text, end + 1
            elif len(behind) == 3 and behind[0].text == behind[1].text == "^":
                written, end = f"{written}^^<{self._names.iri(behind[2])}>", end + 3
        sides = ((*self._before(start), end), (*self._behind(end), start - 1))
        for operator, other, beside in sides:
            if other is None or operator in ("", UNEQUAL):
                continue
            away = other - 1 if other < place else other + 1
            if self._computes(beside) or self._computes(away):
                continue
            if predicate := self._property(other):
                yield FilterTest(predicate, operator, written)
            elif (called := self._language(other)) and operator in ("=", ","):
                tag = self._read[place].text.strip("\"'").lower()
                if tag.isalpha():
                    yield FilterTest(called, "lang", f"@{tag}")

    def _before(self, start: int) -> tuple[str, int | None]:
        """Return the operator before a literal, and the place of what ends before that."""
        if self._lowered[start - 1] == ",":
            return ",", start - 2 if self._is_of_texts(start) else None
        first = start
        while self._lowered[first - 1] in OPERATORS and start - first < 2:
            first -= 1
        return "".join(self._lowered[first:start]), first - 1 if first < start else None

    def _behind(self, end: int) -> tuple[str, int | None]:
        last = end
        while last < len(self._read) and self._lowered[last] in OPERATORS and last - end < 2:
            last += 1
        return "".join(self._lowered[end:last]), last if end < last < len(self._read) else None

    def _is_of_texts(self, place: int) -> bool:
        """Return whether a place is within the brackets of a function of texts."""
        around = self._outline.bracket[place]
        return around is not None and self._lowered[around - 1] in OF_TEXTS

    def _computes(self, place: int) -> bool:
        """Return whether a sum or the like stands at a place."""
        return not ARITHMETIC.isdisjoint(self._lowered[place : place + 1])

    def _property(self, place: int) -> str | None:
        """Return the one property whose value the variable at a place is."""
        token = self._read[place]
        found = self._properties.get("?" + token.text[1:], set())
        return next(iter(found)) if token.kind == "variable" and len(found) == 1 else None

    def _called(self, place: int) -> str | None:
        """Return the property whose value alone a function at a place is called with."""
        if self._lowered[place + 1 : place + 2] != ["("]:
            return None
        return self._property(place + 2) if self._lowered[place + 3 : place + 4] == [")"] else None

    def _language(self, place: int) -> str | None:
        """Return the property in `lang(?v)`, which begins or ends at a place."""
        first = place if self._lowered[place] == "lang" else place - 3
        return self._called(first) if first >= 0 and self._lowered[first] == "lang" else None
