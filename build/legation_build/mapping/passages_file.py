"""Read and write passages.csv, a line a passage."""

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from legation_build.errors import MappingError, Problem
from legation_build.mapping.passages import Passage
from legation_build.mapping.text_files import text_of

COLUMNS = ("id", "kind", "level", "section", "start", "end", "sha256", "first_words", "last_words")


def write_passages(file: Path, passages: Sequence[Passage]) -> None:
    """Write `passages` to passages.csv, one a line."""
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(passage, column) for column in COLUMNS] for passage in passages)
    file.write_text(table.getvalue(), encoding="utf-8", newline="")


def read_passages(file: Path, again: str = "legation anchors --write") -> tuple[Passage, ...]:
    """Return the passages of a passages.csv; raises MappingError with every wrong line.

    `again` is the command that writes the file anew.
    """
    problems: list[Problem] = []
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    # Nothing but a line feed ends a line: a heading may hold what str.splitlines ends one at.
    rows = csv.DictReader(StringIO(text_of(file), newline=""))
    try:
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise MappingError(f"{file}:1: {_wrong_head(rows.fieldnames or ())} {again}")
        table = [(rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise MappingError(f"{file}:{rows.line_num}: not CSV: {error}.") from None
    for line, row in table:
        if message := _mistake(row):
            problems.append(Problem(str(file), line, message, f"Run: {again}"))
            continue
        passage = _passage(row)
        if passage.id in seen:
            message = f"duplicate id '{passage.id}' of a passage."
            remedy = f"It is already defined on line {seen[passage.id]}."
            problems.append(Problem(str(file), line, message, remedy))
        seen.setdefault(passage.id, line)
        passages.append(passage)
    if problems:
        raise MappingError(f"{file} cannot be used.", problems)
    return tuple(passages)


def _wrong_head(found: Sequence[str]) -> str:
    """Return what is wrong with the first line of a passages.csv, and what to do but a command."""
    columns = ",".join(COLUMNS)
    for sign in (";", "\t"):
        if tuple(name.strip() for name in ",".join(found).split(sign)) == COLUMNS:
            shown = "tabs" if sign == "\t" else "semicolons"
            remedy = "Save it with commas and in UTF-8, or delete the file and run:"
            return f"{shown} stand between the columns in place of commas. {remedy}"
    return f"the first line is not {columns}. Put it back, or delete the file and run:"


def _mistake(row: Mapping[str | None, str | None]) -> str:
    """Return what is wrong with a line of passages.csv; "" when nothing is."""
    if None in row or None in row.values():
        return f"a passage needs {len(COLUMNS)} columns."
    if not re.fullmatch(r"p-[a-z0-9-]+", row["id"] or ""):
        return f"{row['id']!r} is not an id of a passage, which begins with p-."
    if not re.fullmatch(r"[a-z-]+", row["kind"] or ""):
        return f"{row['kind']!r} is not a kind of passage."
    if not re.fullmatch(r"[1-9]" if row["kind"] == "heading" else "", row["level"] or ""):
        return f"{row['level']!r} is no level: a heading has one from 1 to 9, others have none."
    if not all(re.fullmatch(r"[0-9]{1,9}", row[column] or "") for column in ("start", "end")):
        return "start and end of a passage must be whole numbers."
    return ""


def _passage(row: dict[str, str]) -> Passage:
    numbers = {column: int(row[column]) for column in ("start", "end")}
    names = {column: row[column] for column in COLUMNS if column not in numbers}
    return Passage(**names, **numbers)  # type: ignore[arg-type]  # the columns are its fields
