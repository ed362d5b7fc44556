"""Recognize queries for the Wikidata Query Service, and rewrite them to plain SPARQL.

`SERVICE wikibase:label` is answered here, see label_service.py. Hints to the query service's
optimizer are removed. Its named subqueries, `WITH { … } AS %name` and `INCLUDE %name`, become
subqueries. A date in place of a time, `"2000-01-01"^^xsd:dateTime`, becomes the time at which it
begins, and `[AUTO_LANGUAGE]` in a string the reader's language, as on the query service's page.
HAVING, GROUP BY and later expressions may use the names of a SELECT. The difference of two times is
a number of days, and a time without a zone is that of UTC. Wikidata's other services are refused by
name. Nothing else changes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from legation_server.namespaces import XSD
from legation_server.sparql.lexer import Token, tokens
from legation_server.sparql.outline import Outline, outline, unmatched
from legation_server.sparql.rewriting import Draft, Rewriting
from legation_server.sparql.terms import Names, StatementReader
from legation_server.sparql.wdqs.differences import replace_differences
from legation_server.sparql.wdqs.having_aliases import put_into_having
from legation_server.sparql.wdqs.label_clause import (
    AUTOMATIC,
    DEFAULT_LANGUAGE,
    HINT,
    LABEL_SERVICE,
    Clause,
    problem_of,
)
from legation_server.sparql.wdqs.label_service import LabelService
from legation_server.sparql.wdqs.prefixes import PROPERTY, QUERY_SERVICE_PREFIXES
from legation_server.sparql.wdqs.select_aliases import use_aliases

# Nothing but the query service, and our view in its model, has terms of these namespaces. Items are
# not among them: our own data link to items too.
NAMESPACES = (PROPERTY, *(QUERY_SERVICE_PREFIXES[name] for name in ("wikibase", "bd", "hint")))
# The prefixes of them that need no declaration, and what may be one before a colon.
PREFIXES = {name for name, iri in QUERY_SERVICE_PREFIXES.items() if iri.startswith(NAMESPACES)}
BEFORE_COLON = re.compile(r"(?<![A-Za-z])([A-Za-z]++):")
INCLUDE = re.compile(r"\binclude\s*%", re.IGNORECASE)
# Services in these namespaces are Wikidata's.
WIKIDATA_SERVICES = tuple(
    QUERY_SERVICE_PREFIXES[name] for name in ("wikibase", "bd", "gas", "mwapi")
)
# The scopes of hints, which are the subjects of their triples.
HINT_SCOPES = {
    HINT + scope for scope in ("Query", "SubQuery", "Group", "GroupAndSubGroups", "Prior")
}
DATE_TIME = XSD + "dateTime"
DATE = re.compile(r"""(["'])\+?(-?\d{4,}-\d\d-\d\d)(T[^"']*?)?(Z|[+-]\d\d:\d\d)?\1""")


def is_for_wikidata(text: str) -> bool:
    """Return whether a query uses Wikidata's properties, or what only its query service has.

    >>> is_for_wikidata("SELECT ?p { wd:Q227 wdt:P1082 ?p }")
    True
    >>> is_for_wikidata("SELECT ?x { ?x skos:exactMatch wd:Q227 }")
    False
    """
    if AUTOMATIC in text or ("%" in text and INCLUDE.search(text)):
        return True
    if not _may_name_them(text):
        return False
    read = list(tokens(text))
    names = Names(read, QUERY_SERVICE_PREFIXES)
    iris = (names.iri(token) for token in read if token.kind in ("name", "iri"))
    return any(iri.startswith(NAMESPACES) for iri in iris if iri)


def _may_name_them(text: str) -> bool:
    """Return whether a text may name a term of NAMESPACES; this takes less time than its tokens."""
    return (
        # An escape may stand for any character.
        "\\" in text
        or any(namespace in text for namespace in NAMESPACES)
        or not PREFIXES.isdisjoint(BEFORE_COLON.findall(text))
    )


def as_sparql(text: str, prefixes: Mapping[str, str], functions: bool = True) -> Rewriting:
    """Return a query in plain SPARQL, where it is written for the Wikidata Query Service.

    `prefixes` are those that need no declaration; with `functions` the result may call functions of
    our own engine (functions.py). Raises Problem for Wikidata's services that are
    not available here, and for a label service with an error.
    """
    read = list(tokens(text))
    names = Names(read, {**prefixes, **QUERY_SERVICE_PREFIXES})
    draft = Draft(text, read)
    found = outline(read)
    if found is None:
        _check_brackets(draft, names)
        return Rewriting(text, text)
    clauses = _label_clauses(draft, found, names)
    changed = _remove_hints(draft, names, {clause.opening for clause in clauses}, found)
    changed |= _include_subqueries(draft, found)
    changed |= _complete_times(draft, names)
    # Before names are put into brackets, so that those of the function are around them.
    changed |= functions and replace_differences(draft, found, names)
    changed |= _choose_language(draft)
    changed |= put_into_having(draft, found)
    changed |= use_aliases(draft, found)
    if clauses:
        LabelService(draft, found, names).answer(clauses)
    return draft.finish() if clauses or changed else Rewriting(text, text)


def _check_brackets(draft: Draft, names: Names) -> None:
    """Raise Problem for a bracket without a partner in a query with a label service.

    In other queries the engine reports it; here the guard would refuse the SERVICE before that.
    """
    if any(names.iri(service) == LABEL_SERVICE for _, service, _ in _services(draft.tokens)):
        place = unmatched(draft.tokens)
        if place is not None:
            bracket = draft.tokens[place].text
            raise problem_of(draft, place, f"this {bracket} has no matching bracket.")


def _label_clauses(draft: Draft, found: Outline, names: Names) -> list[Clause]:
    clauses = []
    others: dict[int, Token] = {}
    for keyword, service, opening in _services(draft.tokens):
        iri = names.iri(service)
        if iri == LABEL_SERVICE:
            clauses.append(Clause(keyword, opening, found.partner[opening]))
        elif iri and iri.startswith(WIKIDATA_SERVICES):
            message = f"SERVICE {service.text} is only available at Wikidata, not here."
            raise problem_of(draft, keyword, message, "service-refused")
        else:
            others[opening] = service
    for clause in clauses:
        for group in found.chain(clause.opening):
            if group.opening in others:
                message = "the label service has the labels of this endpoint, not those of "
                message += f"SERVICE {others[group.opening].text}: move it outside."
                raise problem_of(draft, clause.keyword, message, "service-refused")
    return clauses


def _services(read: Sequence[Token]) -> Iterator[tuple[int, Token, int]]:
    """Yield the place of each SERVICE, its endpoint and the place of the brace after that."""
    for place, token in enumerate(read):
        if token.kind != "word" or token.text.lower() != "service":
            continue
        called = place + 1
        if called < len(read) and read[called].text.lower() == "silent":
            called += 1
        if called + 1 < len(read) and read[called + 1].text == "{":
            yield place, read[called], called + 1


def _remove_hints(draft: Draft, names: Names, served: set[int], found: Outline) -> bool:
    """Remove the triples of hints, but not in label services, which are removed as a whole."""
    changed = False
    read = draft.tokens
    for place, token in enumerate(read):
        iri = names.iri(token) if token.kind in ("name", "iri") else None
        around = found.bracket[place]
        if iri in HINT_SCOPES and around is not None and around not in served:
            reader = StatementReader(draft.text, read, place, found.partner[around])
            reader.of_one_subject()
            draft.drop(place, reader.place - 1)
            changed = True
    return changed


def _include_subqueries(draft: Draft, found: Outline) -> bool:
    """Copy named subqueries to the places where they are included."""
    read = draft.tokens
    named: dict[str, tuple[int, int]] = {}
    for place, token in enumerate(read[:-1]):
        if token.text.lower() != "with" or read[place + 1].text != "{":
            continue
        closing = found.partner[place + 1]
        behind = [token.text for token in read[closing + 1 : closing + 4]]
        if len(behind) == 3 and behind[0].lower() == "as" and behind[1] == "%":
            named[behind[2]] = (place + 1, closing)
            draft.leave_out(place, closing + 3)
    for place, token in enumerate(read[:-2]):
        if token.text.lower() == "include" and read[place + 1].text == "%":
            name = read[place + 2].text
            if name not in named:
                message = f"there is no named subquery WITH {{ … }} AS %{name}."
                raise problem_of(draft, place, message)
            draft.drop(place + 1, place + 2)
            draft.copy(place, *named[name])
    return bool(named)


def _complete_times(draft: Draft, names: Names) -> bool:
    """Complete dates to times and give times a zone; remove the plus sign that Wikidata writes.

    They stand before `^^xsd:dateTime`, or in a call of this function.
    """
    changed = False
    for place, token in enumerate(draft.tokens[:-1]):
        typed = draft.tokens[place + 3 : place + 4] or [token]
        called = draft.tokens[max(0, place - 2)]
        if token.kind != "string" or DATE_TIME not in (names.iri(typed[0]), names.iri(called)):
            continue
        if date := DATE.fullmatch(token.text):
            written = f'"{date[2]}{date[3] or "T00:00:00"}{date[4] or "Z"}"'
            changed |= written != token.text
            draft.replace(place, written)
    return changed


def _choose_language(draft: Draft) -> bool:
    """Replace `[AUTO_LANGUAGE]` in strings by the language, outside label services too."""
    places = [
        place
        for place, token in enumerate(draft.tokens)
        if token.kind == "string" and AUTOMATIC in token.text
    ]
    for place in places:
        draft.replace(place, draft.tokens[place].text.replace(AUTOMATIC, DEFAULT_LANGUAGE))
    return bool(places)
