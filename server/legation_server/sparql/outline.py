"""The outline of a query: its brackets, and its groups with the query form they belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legation_server.sparql.guard import MOST_NESTED_BRACKETS
from legation_server.sparql.lexer import Token

HEAD = re.compile(r"(?:select(?:distinct|reduced)?|construct|ask|describe)$", re.IGNORECASE)
OPENING, CLOSING = "{([", "})]"


class Group(NamedTuple):
    """A group `{ … }`, by the places of its braces in the list of tokens.

    `around` is the place of the opening brace of the group around it; `head` that of the SELECT,
    CONSTRUCT, ASK or DESCRIBE whose WHERE it is, None for all other groups.
    """

    opening: int
    closing: int
    around: int | None
    head: int | None


class Outline(NamedTuple):
    """The groups of a query, by the places of their opening braces.

    `partner` has the other bracket of each; `bracket` has for each token the innermost bracket
    around it.
    """

    groups: dict[int, Group]
    partner: dict[int, int]
    bracket: Sequence[int | None]

    def chain(self, opening: int | None) -> list[Group]:
        """Return a group and those around it, from the inside out."""
        found = []
        while opening is not None:
            found.append(self.groups[opening])
            opening = self.groups[opening].around
        return found


@dataclass
class _Level:
    bracket: int | None
    brace: int | None
    head: int | None = None


def outline(tokens: Sequence[Token]) -> Outline | None:
    """Return the outline of a query's tokens.

    None when its brackets do not match, or nest deeper than a query may.
    """
    levels = [_Level(None, None)]
    begun: dict[int, tuple[int | None, int | None]] = {}
    partner: dict[int, int] = {}
    bracket: list[int | None] = []
    for place, token in enumerate(tokens):
        if len(levels) > MOST_NESTED_BRACKETS:
            return None
        level = levels[-1]
        bracket.append(level.bracket)
        if token.kind not in ("mark", "word"):
            continue
        in_braces = level.bracket == level.brace
        if token.kind == "word":
            if in_braces and HEAD.match(token.text):
                level.head = place
        elif token.text == "{":
            head = level.head if in_braces and _begins_where(tokens, place) else None
            if head is not None:
                level.head = None
            begun[place] = (level.brace, head)
            levels.append(_Level(place, place))
        elif token.text in OPENING:
            levels.append(_Level(place, level.brace))
        elif token.text in CLOSING:
            if level.bracket is None or not _match(tokens[level.bracket], token):
                return None
            partner[level.bracket] = place
            partner[place] = level.bracket
            levels.pop()
    if len(levels) > 1:
        return None
    groups = {o: Group(o, partner[o], around, head) for o, (around, head) in begun.items()}
    return Outline(groups, partner, bracket)


def unmatched(tokens: Sequence[Token]) -> int | None:
    """Return the place of the first bracket that closes none, or of the last that none closes."""
    open_brackets: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        if token.text in OPENING:
            open_brackets.append(place)
        elif token.text in CLOSING:
            if not open_brackets or not _match(tokens[open_brackets[-1]], token):
                return place
            open_brackets.pop()
    return open_brackets[-1] if open_brackets else None


def _begins_where(tokens: Sequence[Token], brace: int) -> bool:
    """Return whether a brace after a head is its WHERE, not a template or a named subquery."""
    return brace == 0 or tokens[brace - 1].text.lower() not in ("construct", "with")


def _match(opening: Token, closing: Token) -> bool:
    return OPENING.index(opening.text) == CLOSING.index(closing.text)
