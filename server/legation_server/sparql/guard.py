"""Refuse queries that must not reach the engine: calls to other hosts, too deep nesting.

The engine cannot switch SERVICE off, and reads the keyword even without a space after it. A text
can be split into tokens in more than one way (`<` opens an IRI or compares), so this guard follows
all of them at once and refuses a SERVICE that any of them could see.
"""

import re
from collections.abc import Set

from legation_server.errors import Problem
from legation_server.sparql.lexer import IRI, STRING, nesting

MOST_NESTED_BRACKETS = 500
# Characters that may be searched for the ends of strings that have none.
MOST_SEARCHED_CHARACTERS = 20_000_000

SKIPPED = re.compile(rf"{STRING}|\\.", re.DOTALL)
LINE_END = re.compile(r"[\n\r]|$")
IRI_TOKEN = re.compile(IRI)
SERVICE = re.compile("service", re.IGNORECASE)
GAP = r"(?:\s|\#[^\n\r]*(?:[\n\r]|$))*"
CALL = re.compile(rf"service{GAP}(?:silent{GAP})?<(?P<endpoint>[^<>\s\\]*)>", re.IGNORECASE)
# A variable, or the part of a prefixed name after its colon: neither has a keyword in it.
NAME_BEFORE = re.compile(r"[?$:][\w-]*\Z")


def check_query(text: str, allowed_services: Set[str] = frozenset()) -> None:
    """Raise Problem for a query that must not reach the engine.

    `allowed_services` are the IRIs of endpoints, compared character by character.
    """
    opened = sum(text.count(bracket) for bracket in "{([")
    depth = nesting(text) if opened > MOST_NESTED_BRACKETS else 0
    if depth > MOST_NESTED_BRACKETS:
        raise Problem(
            "query-too-complex",
            f"Brackets are nested {depth:,} deep; the limit is {MOST_NESTED_BRACKETS:,}.",
            members={"limit": MOST_NESTED_BRACKETS},
        )
    for endpoint in service_calls(text):
        if endpoint not in allowed_services:
            shown = f"SERVICE <{endpoint}>" if endpoint else "SERVICE"
            listed = ", ".join(f"<{iri}>" for iri in sorted(allowed_services)) or "none"
            raise Problem(
                "service-refused",
                f"The query uses {shown}. Endpoints that may be called: {listed}.",
                members={"allowed": sorted(allowed_services)},
            )


def service_calls(text: str) -> list[str | None]:
    """Return the endpoints that a query may call: IRIs, None for what is not a plain IRI.

    >>> service_calls("SELECT * { ?service a <http://e/Service> } # service")
    []
    >>> service_calls("SELECT * { SERVICE SILENT <http://e/> { ?s ?p ?o } }")
    ['http://e/']
    """
    places = [match.start() for match in SERVICE.finditer(text)]
    if not places:
        return []
    code = _code_positions(text)
    return [
        call["endpoint"] if (call := CALL.match(text, place)) else None
        for place in places
        if code[place] and not NAME_BEFORE.search(text[max(0, place - 200) : place])
    ]


def _code_positions(text: str) -> bytearray:
    """Return a byte for each offset: 1 where a token may start in some way to split the text."""
    reached = bytearray(len(text) + 1)
    reached[0] = 1
    line_end = searched = 0
    for place, character in enumerate(text):
        if not reached[place]:
            continue
        if character == "#":
            if line_end <= place:
                line_end = found.start() if (found := LINE_END.search(text, place)) else len(text)
            reached[line_end] = 1
            continue
        if character in "\"'\\":
            if skipped := SKIPPED.match(text, place):
                reached[skipped.end()] = 1
                continue
            # Nothing closes this string, so the search went through the rest of the text.
            searched += len(text) - place
            if searched > MOST_SEARCHED_CHARACTERS:
                raise Problem("query-too-complex", "The query has too many strings without an end.")
        if character == "<" and (iri := IRI_TOKEN.match(text, place)):
            reached[iri.end()] = 1
        # No valid query has `//` outside strings, IRIs and comments, so follow it no further.
        if not text.startswith("//", place):
            reached[place + 1] = 1
    return reached
