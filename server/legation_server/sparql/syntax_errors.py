"""Say what is wrong with a query: which token cannot stand where it does, and what is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from legation_server.sparql.grammar_reader import GrammarReader
from legation_server.sparql.lexer import Token, tokens
from legation_server.sparql.outline import CLOSING, OPENING
from legation_server.sparql.positions import place_of

# Longer queries are not read again: errors in them are the engine's.
LONGEST_CHARACTERS = 20_000
MOST_LISTED = 8
MOST_COMPARISONS = 50
LONGEST_SHOWN = 30
SIMILARITY = 0.7
SEPARATORS = (".", ";", ",")
# What is meant for an IRI, and what may not be in one (rule 139).
WRITTEN_IRI = re.compile(r"<([^<>\n]*)>")
NOT_IN_IRIS = re.compile(r'[\x00-\x20"{}|^`\\]')


@dataclass(frozen=True)
class Fault:
    """What is wrong at an offset of a query, and what could stand there, the likeliest first."""

    offset: int
    message: str
    expected: list[str]


def fault_in(text: str) -> Fault | None:
    """Return the first fault in a query; None when there is none that the grammar shows.

    >>> fault_in("SELECT * { ?s ?p }").message
    'an object is missing before “}”'
    """
    if len(text) > LONGEST_CHARACTERS:
        return None
    read = list(tokens(text))
    for _ in range(MOST_COMPARISONS):
        reader = GrammarReader(read)
        try:
            if reader.reads_all():
                return None
        except RecursionError:
            return None
        place = reader.furthest
        if place == len(read) or read[place].kind != "iri" or "an operator" not in reader.allowed:
            break
        # The `<` compares: what follows it is no IRI.
        mark = Token("mark", "<", read[place].start)
        rest = (
            Token(token.kind, token.text, token.start + mark.start + 1)
            for token in tokens(text[mark.start + 1 :])
        )
        read = [*read[:place], mark, *rest]
    return _fault(text, read, reader)


def _fault(text: str, read: Sequence[Token], reader: GrammarReader) -> Fault:
    at = reader.furthest
    found = read[at] if at < len(read) else None
    last = read[-1] if read else None
    end = last.start + len(last.text) if last else 0
    offset = found.start if found else end
    if found and at and text[offset - 2 : offset + 1] in ('"""', "'''"):
        # A long string without an end is read as an empty one, and the rest.
        offset -= 2
    required = list(reader.required)
    allowed = [name for name in reader.allowed if name not in reader.required]
    near = []
    if found and found.kind in ("word", "name") and len(found.text) > 1:
        near = get_close_matches(found.text.upper(), reader.words, 3, SIMILARITY)
    expected = list(dict.fromkeys([*near, *required, *sorted(allowed, key=_likely)]))
    message = (
        _of_an_open_string(text, found)
        or (f"{_shown(found)} is not known here; did you mean {_listed(near)}?" if near else "")
        or _of_brackets(text, read[:at], found, required)
        or _of_what_is_missing(found, required, allowed)
    )
    return Fault(offset, message, expected)


def _of_an_open_string(text: str, found: Token | None) -> str:
    """Return what is wrong with a string or IRI that does not end, or holds what it may not."""
    if found is None:
        return ""
    if found.kind == "unclosed" or found.text in ('"', "'"):
        return "this string is not closed"
    written = WRITTEN_IRI.match(text, found.start) if found.text == "<" else None
    wrong = NOT_IN_IRIS.search(written[1]) if written else None
    if wrong:
        return f"an IRI cannot hold {'a space' if wrong[0] == ' ' else _quoted(wrong[0])}"
    return ""


def _of_brackets(
    text: str, before: Sequence[Token], found: Token | None, required: Sequence[str]
) -> str:
    """Return which bracket has no partner, when one has none here."""
    opened = _opened(before)
    closes = found is not None and found.kind == "mark" and found.text in CLOSING
    if found and closes:
        opening = OPENING[CLOSING.index(found.text)]
        if all(token.text != opening for token in opened):
            return f"this {found.text} closes nothing"
    if opened and any(name in CLOSING for name in required) and (closes or found is None):
        line, column = place_of(text, opened[-1].start)
        return (
            f"the {opened[-1].text} at line {line}, column {column} is not closed {_where(found)}"
        )
    return ""


def _of_what_is_missing(
    found: Token | None, required: Sequence[str], allowed: Sequence[str]
) -> str:
    missing = [name for name in required if name not in CLOSING]
    separates = found is not None and found.text in SEPARATORS and not _are_words(missing)
    if missing and not separates:
        return f"{_listed(missing[:MOST_LISTED])} is missing {_where(found)}"
    listed = sorted([*required, *allowed], key=_likely)[:MOST_LISTED]
    return f"{_shown(found)} cannot stand here; expected is {_listed(listed)}"


def _likely(name: str) -> int:
    """Return the place of a name in a list: separators first, closing brackets, words, marks."""
    orders = (name in SEPARATORS, name in CLOSING, _are_words([name]), True)
    return orders.index(True)


def _are_words(names: Sequence[str]) -> bool:
    return any(name[0].isalpha() for name in names)


def _where(found: Token | None) -> str:
    return f"before {_shown(found)}" if found else "at the end of the query"


def _shown(token: Token | None) -> str:
    if token is None:
        return "the end of the query"
    short = token.text if len(token.text) <= LONGEST_SHOWN else token.text[:LONGEST_SHOWN] + "…"
    return _quoted(short)


def _listed(names: Sequence[str]) -> str:
    written = [name if _are_words([name]) else _quoted(name) for name in names]
    return " or ".join(filter(None, (", ".join(written[:-1]), written[-1])))


def _quoted(text: str) -> str:
    return f"“{text}”"


def _opened(read: Sequence[Token]) -> list[Token]:
    """Return the brackets that open and are not closed, the innermost last."""
    opened: list[Token] = []
    for token in read:
        if token.kind == "mark" and token.text in OPENING:
            opened.append(token)
        elif token.kind == "mark" and token.text in CLOSING and opened:
            opened.pop()
    return opened
