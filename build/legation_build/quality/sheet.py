"""Write the sheet on which a reader checks a sample, and read the sheets that come back. Pure."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from legation_build.dumps import as_cell_text
from legation_build.errors import MappingError, Problem
from legation_build.quality.audit import DOUBTFUL, RIGHT, WRONG
from legation_build.quality.facts import Fact

COLUMNS = ("fact", "fingerprint", "sentences", "statement", "details", "verdict", "note")
VERDICTS = (RIGHT, WRONG, DOUBTFUL)


def as_sheet(facts: Sequence[Fact], sentences: Mapping[str, str]) -> str:
    """Return a table in CSV (RFC 4180) with a row a fact; `verdict` and `note` are left to fill in.

    `sentences` maps the ids of passages to their words.
    """
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for fact in facts:
        words = " / ".join(sentences[passage] for passage in fact.passages)
        cells = (words, fact.statement, fact.details)
        writer.writerow((fact.name, fact.fingerprint, *map(as_cell_text, cells), "", ""))
    return table.getvalue()


def read_sheets(sheets: Mapping[str, str]) -> list[dict[str, str | list[str]]]:
    """Return the rows of a sample in audit.yaml, from the sheets of its readers: file → CSV.

    Raises MappingError when a sheet is no such table, lacks a verdict, or has other facts.
    """
    problems: list[Problem] = []
    tables: dict[str, list[dict[str, str]]] = {}
    for file, text in sheets.items():
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        tables[file] = rows
        problems += _sheet_problems(file, rows)
    first, *others = tables.items()
    for file, rows in others:
        if not problems and [_key(row) for row in rows] != [_key(row) for row in first[1]]:
            remedy = f"Each reader gets a copy of one sheet; this is not the one of {first[0]}."
            problems.append(Problem(file, 2, "the facts are not those of the other sheet.", remedy))
    if problems:
        raise MappingError("The sheets cannot be recorded; nothing was written.", problems)
    return [_reading(rows) for rows in zip(*tables.values(), strict=True)]


def sample_block(
    date: str, seed: str, drawn_from: int, rows: Sequence[Mapping[str, str | list[str]]]
) -> str:
    """Return a sample as YAML: an item of the list `samples` of audit.yaml.

    Values are written as in JSON, which YAML has too.
    """

    def said(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [f"  - date: {said(date)}", f"    seed: {said(seed)}"]
    lines += [f"    drawnFrom: {said(str(drawn_from))}", "    facts:"]
    for row in rows:
        fields = ", ".join(f"{key}: {said(value)}" for key, value in row.items() if value)
        lines.append("      - {" + fields + "}")
    return "\n".join(lines) + "\n"


def _sheet_problems(file: str, rows: Sequence[Mapping[str, str]]) -> list[Problem]:
    if not rows or not set(COLUMNS) <= set(rows[0]):
        remedy = f"Fill in the sheet that legation audit draw wrote: {', '.join(COLUMNS)}."
        return [Problem(file, 1, "this is no sheet of a sample.", remedy)]
    return [
        Problem(
            file,
            number,
            f"the verdict of '{row['fact']}' is {row['verdict'] or ''!r}.",
            f"Write one of: {', '.join(VERDICTS)}.",
        )
        for number, row in enumerate(rows, 2)
        if _verdict(row) not in VERDICTS
    ]


def _key(row: Mapping[str, str]) -> tuple[str, str]:
    return row["fact"], row["fingerprint"]


def _verdict(row: Mapping[str, str]) -> str:
    return (row["verdict"] or "").strip().lower()


def _reading(rows: Sequence[Mapping[str, str]]) -> dict[str, str | list[str]]:
    notes = dict.fromkeys((row["note"] or "").strip() for row in rows)
    return {
        "fact": rows[0]["fact"],
        "sha256": rows[0]["fingerprint"],
        "verdicts": [_verdict(row) for row in rows],
        "note": " / ".join(note for note in notes if note),
    }
