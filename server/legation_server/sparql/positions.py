"""Lines and columns in a query, and problems that show them."""

from collections.abc import Mapping
from typing import Any

from legation_server.errors import Problem

CHARACTERS_BEFORE, CHARACTERS_AFTER = 60, 20


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, both counted from 1, columns in code points.

    >>> place_of("ab" + chr(10) + "cd", 4)
    (2, 2)
    """
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def line_of(text: str, line: int) -> str:
    """Return a line, counted from 1, without its end."""
    lines = text.split("\n")
    return lines[line - 1].rstrip("\r") if line <= len(lines) else ""


def excerpt(text: str, line: int, column: int) -> str:
    """Return the text around a place, with a mark under it on a second line."""
    shown = line_of(text, line)[max(0, column - CHARACTERS_BEFORE - 1) : column + CHARACTERS_AFTER]
    return f"{shown}\n{' ' * (min(column, CHARACTERS_BEFORE + 1) - 1)}^"


def problem_at(
    kind: str, message: str, text: str, place: tuple[int, int], members: Mapping[str, Any]
) -> Problem:
    """Return a problem with its place in a query.

    `place` is the line and column; `members` are further members of the problem document.
    """
    line, column = place
    return Problem(
        kind,
        f"Line {line}, column {column}: {message}",
        members={"line": line, "column": column, **members, "excerpt": excerpt(text, line, column)},
    )
