"""Refuse queries that must not reach the engine: calls to other hosts, too deep nesting.

The engine cannot switch SERVICE off, and reads the keyword even without a space after it. A text
can be split into tokens in more than one way (`<` opens an IRI or compares, a name may end at any
of its dots), so this guard follows all of them at once and looks for a SERVICE that any of them
could see, with an endpoint and a group after it. One that is found may still be part of a name:
then the query is valid without the keyword too, which the engine can tell.
"""

import re
from collections.abc import Callable, Set

from legation_server.errors import Problem
from legation_server.sparql.lexer import STRING, VARIABLE_CHARACTERS, nesting

MOST_NESTED_BRACKETS = 500
# Characters that may be searched for the ends of strings that have none.
MOST_SEARCHED_CHARACTERS = 20_000_000

SKIPPED = re.compile(rf"{STRING}|\\.", re.DOTALL)
# The engine reads a long string with an unknown escape as an empty string before a short one.
SHORT_STRING = re.compile(r'"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\'', re.DOTALL)
LINE_END = re.compile(r"[\n\r]|$")
# More than the grammar's IRIREF: all that the engine could take for one.
IRI_TOKEN = re.compile(r"<[^<>\x00-\x20]*>")
SERVICE = re.compile("service", re.IGNORECASE)
GAP = r"(?:\s|\#[^\n\r]*(?:[\n\r]|$))*+"
CALL = re.compile(rf"service{GAP}(?:silent{GAP})?<(?P<endpoint>[^<>\s\\]*)>{GAP}\{{", re.IGNORECASE)
# SERVICE is a call only before a variable or an IRI, of whatever characters, and a group.
ENDPOINT = r"(?:<[^<>]*+>|(?:[^\s{<>\\#]++|\\.)++)"
ANY_CALL = re.compile(
    rf"service{GAP}(?:silent{GAP}{ENDPOINT}|{ENDPOINT}){GAP}\{{", re.IGNORECASE | re.DOTALL
)
# A variable has no keyword in it. A prefixed name may: it ends early where its IRI is not valid.
VARIABLE_BEFORE = re.compile(rf"[?$][{VARIABLE_CHARACTERS}]*\Z")
# Letters that stand in no token for anything but themselves, unlike those of numbers and escapes.
OTHER_LETTERS = "xzqkjwyg"


def check_query(
    text: str,
    allowed_services: Set[str] = frozenset(),
    is_query: Callable[[str], bool] | None = None,
) -> None:
    """Raise Problem for a query that must not reach the engine.

    `allowed_services` are the IRIs of endpoints, compared character by character. `is_query` says
    whether the engine reads a text as a query; without it, doubtful names are refused too.
    """
    # Few texts are long enough for that.
    long = len(text) > MOST_NESTED_BRACKETS
    opened = sum(text.count(bracket) for bracket in "{([") if long else 0
    depth = nesting(text) if opened > MOST_NESTED_BRACKETS else 0
    if depth > MOST_NESTED_BRACKETS:
        raise Problem(
            "query-too-complex",
            f"Brackets are nested {depth:,} deep; the limit is {MOST_NESTED_BRACKETS:,}.",
            members={"limit": MOST_NESTED_BRACKETS},
        )
    calls = service_calls(text)
    refused = [endpoint for endpoint in calls if endpoint not in allowed_services]
    if not refused or (len(refused) == len(calls) and is_query and _is_name(text, is_query)):
        return
    shown = f"SERVICE <{refused[0]}>" if refused[0] else "SERVICE"
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
    return [
        call["endpoint"] if (call := CALL.match(text, place)) else None for place in _calls(text)
    ]


def without_service_calls(text: str) -> str:
    """Return a query of the same length with a plain group for each call to a plain IRI.

    The group has the variables of the call, so the query has the same columns.

    >>> without_service_calls("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }")
    'SELECT * {                     { ?s ?p ?o } }'
    """
    for place in _calls(text):
        if call := CALL.match(text, place):
            # The last character of a call is the brace of its group.
            text = text[:place] + " " * (call.end() - 1 - place) + text[call.end() - 1 :]
    return text


def _calls(text: str) -> list[int]:
    """Return the offsets of all SERVICE that may be calls."""
    if text.isascii() and "service" not in text.lower():
        # Other letters have those of the word as their capitals or small ones.
        return []
    places = [match.start() for match in SERVICE.finditer(text)]
    if not places:
        return []
    code = _code_positions(text)
    return [
        place
        for place in places
        if code[place]
        and ANY_CALL.match(text, place)
        and not VARIABLE_BEFORE.search(text[max(0, place - 200) : place])
    ]


def _is_name(text: str, is_query: Callable[[str], bool]) -> bool:
    """Return whether a query stays valid when `service` is replaced by what is no keyword.

    The replacement has the same length and kind of letters, so that names stay names. The engine
    never reads a group in a second way: if a SERVICE was a call, the query is not valid without.
    """
    lowered = text.lower()
    free = [letter for letter in OTHER_LETTERS if letter + "ervice" not in lowered]
    return bool(free) and is_query(SERVICE.sub(lambda found: _with_first(free[0], found[0]), text))


def _with_first(letter: str, word: str) -> str:
    """Return a word with another first letter, in the same case."""
    return (letter.upper() if word[0].isupper() else letter) + word[1:]


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
            if short := SHORT_STRING.match(text, place):
                reached[short.end()] = 1
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
