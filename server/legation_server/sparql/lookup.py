"""Recognize a query that looks one thing up: one triple pattern, or DESCRIBE of one IRI.

Only the plainest texts are recognized, all others are the engine's: a text that is read here means
the same to every reader of SPARQL.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from legation_server.namespaces import RDF_TYPE

# Longer texts are no look-ups. In characters.
LONGEST_TEXT = 1_000
VARIABLE = r"\?[A-Za-z][A-Za-z0-9_]*+"
NAME = r"(?:[A-Za-z][A-Za-z0-9]*+)?:[A-Za-z0-9_][A-Za-z0-9_\-]*+"
IRI = r"<[^<>\"{}|^`\\\x00-\x20]*+>"
TERM = rf"{IRI}|{NAME}|{VARIABLE}"
SPACE = r"[ \t\r\n]"
# In the order of the grammar: SPARQL 1.1, rules 7, 11, 12 and 17.
BODY = re.compile(
    rf"{SPACE}*+(?:DESCRIBE{SPACE}++({IRI}|{NAME})|(?:ASK|SELECT((?:{SPACE}++{VARIABLE})++))"
    rf"(?:{SPACE}++WHERE)?{SPACE}*+\{{{SPACE}*+"
    rf"({TERM}){SPACE}++({TERM}|a){SPACE}++({TERM}){SPACE}*+\.?{SPACE}*+\}})"
    rf"{SPACE}*+(?:\#[^\r\n]*+{SPACE}*+)*+",
    re.IGNORECASE | re.ASCII,
)


class Lookup(NamedTuple):
    """A look-up: subject, predicate and object are IRIs, or None where anything may stand.

    `columns` are the variables selected, as names with the places 0 to 2 of their values in a
    triple; empty for an ASK and a DESCRIBE, of which one `describes`. `namespaces` are those of the
    prefixes that the query declares, `prefixes` those it uses without that. `named` are the IRIs
    that it names, each once; the keyword `a` is none.
    """

    subject: str | None
    predicate: str | None
    object: str | None
    columns: tuple[tuple[str, int], ...] = ()
    describes: bool = False
    namespaces: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def as_lookup(declared: Mapping[str, str], body: str, prefixes: Mapping[str, str]) -> Lookup | None:
    """Return the look-up that a query is; None for all others.

    `declared` and `body` are what `leading_declarations` makes of it; `prefixes` are those that
    need no declaration. Whether the IRIs are any is not checked here.

    >>> as_lookup({"e": "http://e/"}, "SELECT ?o { <http://e/s> e:p ?o }", {})[:4]
    ('http://e/s', 'http://e/p', None, (('o', 2),))
    """
    found = BODY.fullmatch(body) if len(body) <= LONGEST_TEXT else None
    if found is None:
        return None
    described, selected, *written = found.groups()
    iris: list[str | None] = []
    places: dict[str, int] = {}
    undeclared: dict[str, None] = {}
    for term in [described] if described else written:
        if term[0] == "?":
            if term in places:
                return None
            places[term] = len(iris)
            iris.append(None)
        elif term[0] == "<":
            iris.append(term[1:-1])
        elif term == "a":
            iris.append(RDF_TYPE)
        else:
            prefix, colon, local = term.partition(":")
            namespace = declared.get(prefix)
            if namespace is None:
                namespace = prefixes.get(prefix)
                undeclared[prefix] = None
            if namespace is None or not colon:
                return None
            iris.append(namespace + local)
    columns = []
    for name in selected.split() if selected else ():
        place = places.pop(name, None)
        if place is None:
            return None
        columns.append((name[1:], place))
    namespaces, known = tuple(declared.values()), [iri for iri in iris if iri is not None]
    if not _are_plain("\n".join((*known, *namespaces))):
        return None
    if described:
        return Lookup(iris[0], None, None, (), True, namespaces, tuple(undeclared), tuple(known))
    subject, predicate, value = iris
    if written[1] == "a":
        # The keyword names no IRI.
        known = [iri for iri in (subject, value) if iri is not None]
    named = tuple(dict.fromkeys(known))
    return Lookup(
        subject, predicate, value, tuple(columns), False, namespaces, tuple(undeclared), named
    )


def _are_plain(iris: str) -> bool:
    """Tell whether nothing in IRIs is removed where they are read (RFC 3986, section 5.2.4)."""
    return "/." not in iris and ":." not in iris
