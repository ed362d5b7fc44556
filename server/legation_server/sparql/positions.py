"""Places in a query, as people count them, and problems that show one."""

from collections.abc import Mapping
from typing import Any

from legation_server.errors import Problem

BEFORE, AFTER = 60, 20


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
    """Return what stands around a place, with a mark under it on a second line."""
    shown = line_of(text, line)[max(0, column - BEFORE - 1) : column + AFTER]
    return f"{shown}\n{' ' * (min(column, BEFORE + 1) - 1)}^"


def problem_at(
    kind: str, said: str, text: str, place: tuple[int, int], members: Mapping[str, Any]
) -> Problem:
    """Return a problem that says where in a query it is.

    `place` is a line and a column; `members` come beside them in the problem document.
    """
    line, column = place
    return Problem(
        kind,
        f"Line {line}, column {column}: {said}",
        members={"line": line, "column": column, **members, "excerpt": excerpt(text, line, column)},
    )
