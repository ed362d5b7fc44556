"""Rewrite a query by its tokens, and find for each place of the new text the original one."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from legation_server.errors import Problem
from legation_server.sparql.lexer import Token
from legation_server.sparql.positions import place_of

MOST_COPIES = 20


class Rewriting(NamedTuple):
    """A query as the engine reads it, and the original.

    `pieces` has, in order, the offset of each piece in the new text, its offset in the original,
    and whether it was copied without a change. When `earlier` is given, `pieces` are those of its
    text instead of the original.
    """

    text: str
    original: str
    pieces: Sequence[tuple[int, int, bool]] = ()
    earlier: "Rewriting | None" = None

    def original_place(self, line: int, column: int) -> tuple[int, int]:
        """Return the line and column in the original of a place in the new text, counted from 1."""
        if not self.pieces:
            return line, column
        before = self.earlier.text if self.earlier else self.original
        lines = self.text.split("\n")
        offset = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
        found = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        start, origin, verbatim = self.pieces[max(found, 0)]
        place = place_of(before, origin + (offset - start if verbatim else 0))
        return self.earlier.original_place(*place) if self.earlier else place


def chained(first: Rewriting, second: Rewriting) -> Rewriting:
    """Return a rewriting of the text of another one."""
    return second._replace(original=first.original, earlier=first)


class Draft:
    """The tokens of a query, with what is to be dropped, replaced and inserted.

    Places are indexes of tokens. No token moves, so an outline stays right.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        """Begin with a query and its tokens."""
        self.text = text
        self.tokens = tokens
        self._shown: dict[int, str] = {}
        self._before: dict[int, list[tuple[str, int]]] = {}
        self._left_out: dict[int, int] = {}
        self._copied: dict[int, tuple[int, int]] = {}
        self._copies = 0
        self._out: list[str] = []
        self._pieces: list[tuple[int, int, bool]] = []
        self._length = 0

    def drop(self, first: int, last: int) -> None:
        """Write nothing for the tokens from `first` to `last`, wherever they are written."""
        for place in range(first, last + 1):
            self._shown[place] = " "

    def leave_out(self, first: int, last: int) -> None:
        """Leave out the tokens from `first` to `last` at their place; copies stay."""
        self._left_out[first] = last

    def replace(self, place: int, text: str) -> None:
        """Replace a token by a text."""
        self._shown[place] = text

    def insert(self, place: int, text: str, cause: int) -> None:
        """Insert text before a token; errors in it are shown at the token `cause`."""
        self._before.setdefault(place, []).append((text, cause))

    def copy(self, place: int, first: int, last: int) -> None:
        """Replace a token by the tokens from `first` to `last`, with all their changes."""
        self._copied[place] = (first, last)

    def finish(self) -> Rewriting:
        """Return the query with all changes."""
        end = 0
        if self.tokens:
            end = self.tokens[-1].start + len(self.tokens[-1].text)
            self._take(self.text[: self.tokens[0].start], 0)
            self._render(0, len(self.tokens) - 1)
        self._take(self.text[end:], end)
        return Rewriting("".join(self._out), self.text, self._pieces)

    def _render(self, first: int, last: int) -> None:
        place = first
        while place <= last:
            if place > first:
                before = self.tokens[place - 1]
                end = before.start + len(before.text)
                self._take(self.text[end : self.tokens[place].start], end)
            if place in self._left_out:
                place = self._left_out[place]
            else:
                self._render_token(place)
            place += 1

    def _render_token(self, place: int) -> None:
        token = self.tokens[place]
        for text, cause in self._before.get(place, ()):
            self._put(text, self.tokens[cause].start)
        if place in self._copied:
            self._copies += 1
            if self._copies > MOST_COPIES:
                raise Problem(
                    "query-too-complex",
                    f"Named subqueries and expressions are used more than {MOST_COPIES} times.",
                    members={"limit": MOST_COPIES},
                )
            self._render(*self._copied[place])
        elif place in self._shown:
            self._put(self._shown[place], token.start)
        else:
            self._take(token.text, token.start)

    def _take(self, text: str, offset: int) -> None:
        """Write text of the original, from an offset."""
        if text:
            self._pieces.append((self._length, offset, True))
            self._out.append(text)
            self._length += len(text)

    def _put(self, text: str, offset: int) -> None:
        """Write new text in the place of what the original has at an offset."""
        self._pieces.append((self._length, offset, False))
        self._out.append(text)
        self._length += len(text)
