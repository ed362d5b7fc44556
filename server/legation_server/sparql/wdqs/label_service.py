"""Rewrite `SERVICE wikibase:label` to calls of a function that looks up labels.

The rules are those of the Wikidata Query Service. A clause without variables of its own serves
those of the SELECT around it: `?xLabel`, `?xAltLabel` and `?xDescription` of `?x`. It comes last
in its group, where its subjects are bound, but before a BIND that uses its labels. A variable
with a value keeps it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legation_server.errors import Problem
from legation_server.namespaces import RDFS, SKOS
from legation_server.sparql.outline import Group, Outline
from legation_server.sparql.rewriting import Draft
from legation_server.sparql.terms import Names
from legation_server.sparql.wdqs.label_clause import Clause, problem_of, read_clause

FUNCTION = "urn:legation:label"
# Longer endings first: one is the ending of another.
ENDINGS = {
    "AltLabel": SKOS + "altLabel",
    "Label": RDFS + "label",
    "Description": "http://schema.org/description",
}
MOST_CLAUSES, MOST_LABELS = 50, 500


@dataclass
class Resolution:
    """A variable to bind in a group, and the subject and predicate of its label, as written.

    `result` is the name under which it is bound; another than `target` when a group around
    binds that.
    """

    clause: Clause
    group: Group
    subject: str
    predicate: str
    languages: str
    target: str
    result: str


class LabelService:
    """Rewrites the label services of one query."""

    def __init__(self, draft: Draft, outline: Outline, names: Names) -> None:
        """Work on a draft, by the outline of its tokens."""
        self._draft = draft
        self._tokens = draft.tokens
        self._outline = outline
        self._names = names
        self._places: dict[str, list[int]] = {}
        for place, token in enumerate(self._tokens):
            if token.kind == "variable":
                self._places.setdefault(token.text[1:], []).append(place)
        self._covered: set[int] = set()
        self._full: dict[int, bool] = {}
        self._filtered: dict[int, set[int]] = {}

    def answer(self, clauses: Sequence[Clause]) -> None:
        """Replace the clauses by BINDs of the same variables; raises Problem for errors."""
        _check_number(len(clauses), MOST_CLAUSES, "label services")
        for clause in clauses:
            self._covered.update(range(clause.keyword, clause.closing + 1))
        found: list[Resolution] = []
        for clause in clauses:
            found += self._resolutions(clause)
            _check_number(len(found), MOST_LABELS, "variables for label services")
            # An empty group does not change the result, and keeps what is around it apart.
            self._draft.drop(clause.keyword, clause.closing)
            self._draft.replace(clause.opening, " { ")
            self._draft.replace(clause.closing, " } ")
        # Outer groups first: a variable renamed there is renamed inside too.
        found.sort(key=lambda resolution: len(self._outline.chain(resolution.group.opening)))
        served: set[tuple[int, str]] = set()
        for number, resolution in enumerate(found):
            key = (resolution.group.opening, resolution.target)
            if key not in served:
                served.add(key)
                self._bind(resolution, found, self._unused(resolution.target, number))

    def _resolutions(self, clause: Clause) -> list[Resolution]:
        group = self._home(clause)
        languages, named = read_clause(self._draft, self._names, clause)
        return [
            Resolution(clause, group, subject, predicate, ",".join(languages), target, target)
            for subject, predicate, target in named or self._asked_for(group)
        ]

    def _home(self, clause: Clause) -> Group:
        """Return the group a clause serves: the nearest that holds anything else."""
        chain = self._outline.chain(self._outline.groups[clause.opening].around)
        if not any(group.head is not None for group in chain):
            raise problem_of(
                self._draft, clause.keyword, "the label service must be inside a WHERE."
            )
        return next(g for g in chain if g.head is not None or self._holds_more(g))

    def _holds_more(self, group: Group) -> bool:
        if group.opening not in self._full:
            self._full[group.opening] = any(
                place not in self._covered and self._tokens[place].text not in ("{", "}", ".")
                for place in range(group.opening + 1, group.closing)
            )
        return self._full[group.opening]

    def _asked_for(self, group: Group) -> Iterator[tuple[str, str, str]]:
        """Yield subject, predicate and variable of each label in the SELECT around a group."""
        where = next(g for g in self._outline.chain(group.opening) if g.head is not None)
        for name in self._projected(where):
            ending = next((e for e in ENDINGS if name.endswith(e) and name != e), None)
            if ending:
                yield "?" + name.removesuffix(ending), f"<{ENDINGS[ending]}>", name

    def _projected(self, where: Group) -> list[str]:
        """Return the variables before and after a WHERE, without those named by AS."""
        assert where.head is not None
        around = self._outline.groups[where.around] if where.around is not None else None
        end = around.closing if around else len(self._tokens)
        found: dict[str, None] = {}
        named: set[str] = set()
        place = where.head
        while place < end:
            token, before = self._tokens[place], self._tokens[place - 1].text.lower()
            if place == where.opening or (token.text == "{" and before == "with"):
                place = self._outline.partner[place]
            elif token.kind == "variable":
                (named.add if before == "as" else found.setdefault)(token.text[1:])
            place += 1
        return [name for name in found if name not in named]

    def _bind(self, resolution: Resolution, found: Sequence[Resolution], other: str) -> None:
        """Write the BIND; `other` is a new name for the variable where it has a value already."""
        group, clause = resolution.group, resolution.clause
        value = f"<{FUNCTION}>({resolution.subject}, {resolution.predicate}, "
        value += f'"{resolution.languages}")'
        place = self._first_use(resolution)
        mentioned = self._mentions(resolution)
        inner = [
            r
            for r in found
            if r.target == resolution.target and group.opening < r.group.opening < group.closing
        ]
        if inner or any(self._gives_value(place) for place in mentioned):
            self._check_named_columns(resolution)
            for mention in mentioned:
                self._draft.replace(mention, f"?{other}")
            for within in inner:
                within.result = other
            value, place = f"COALESCE(?{other}, {value})", group.closing
        self._draft.insert(place, f" BIND({value} AS ?{resolution.result}) ", clause.keyword)

    def _unused(self, name: str, number: int) -> str:
        found = f"{name}_{number}"
        while found in self._places:
            found += "_"
        return found

    def _mentions(self, resolution: Resolution) -> list[int]:
        """Return where a group has a variable, without FILTERs, which apply to the result."""
        group = resolution.group
        places = self._places.get(resolution.target, [])
        inside = places[bisect_left(places, group.opening) : bisect_left(places, group.closing)]
        if not inside:
            return []
        filtered = self._in_filters(group)
        return [place for place in inside if place not in self._covered and place not in filtered]

    def _in_filters(self, group: Group) -> set[int]:
        """Return the places in the FILTERs of a group itself, without those of inner groups."""
        if group.opening not in self._filtered:
            found = self._filtered[group.opening] = set()
            begun: int | None = None
            for place in range(group.opening + 1, group.closing):
                if begun is None and self._is_keyword(place, "filter", group):
                    begun = place
                elif begun is not None and place in self._outline.partner:
                    found.update(range(begun, self._outline.partner[place] + 1))
                    begun = None
        return self._filtered[group.opening]

    def _first_use(self, resolution: Resolution) -> int:
        """Return the place of the first BIND after a clause that uses its label."""
        group = resolution.group
        places = self._places.get(resolution.target, [])
        passed = resolution.clause.closing
        for place in places[bisect_left(places, passed) : bisect_left(places, group.closing)]:
            if place < passed:
                continue
            while place < group.closing and self._outline.bracket[place] != group.opening:
                place = self._outline.bracket[place] or group.closing
            if place < group.closing and self._is_keyword(place - 1, "bind", group):
                return place - 1
            passed = self._outline.partner.get(place, place)
        return group.closing

    def _is_keyword(self, place: int, word: str, group: Group) -> bool:
        directly = self._outline.bracket[place] == group.opening
        return directly and self._tokens[place].text.lower() == word

    def _gives_value(self, place: int) -> bool:
        """Return whether a variable is not just used in an expression."""
        bracket = self._outline.bracket[place]
        before = self._tokens[place - 1].text.lower()
        if bracket is None or self._tokens[bracket].text != "(" or before == "as":
            return True
        return self._tokens[bracket - 1].text.lower() == "values"

    def _check_named_columns(self, resolution: Resolution) -> None:
        where = next(g for g in self._outline.chain(resolution.group.opening) if g.head is not None)
        assert where.head is not None
        columns = self._tokens[where.head + 1 : where.head + 3]
        if any(token.text == "*" for token in columns):
            message = f"?{resolution.target} has other values in this group too: "
            message += "name the columns of the SELECT instead of *."
            raise problem_of(self._draft, resolution.clause.keyword, message)


def _check_number(number: int, limit: int, what: str) -> None:
    if number > limit:
        raise Problem(
            "query-too-complex",
            f"The query has {number:,} {what}; the limit is {limit:,}.",
            members={"limit": limit},
        )
