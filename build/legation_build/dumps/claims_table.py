"""Make one table of the claims, with a row for each claim and content. Pure."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.dumps.parquet import DATES, DECIMALS, INTEGERS
from legation_build.namespaces import BASE, BIL, CODE, ENTITY, RDF, RDFS, SKOS

SEPARATOR = "; "
# What spreadsheets read as the beginning of a formula (OWASP, CSV Injection), after apostrophes
# that text itself begins with.
FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# Derived properties repeat what other columns say:
# a row has these from the claim, and a content has those of all its claims.
_LEFT_OUT = frozenset(
    {"statedBy", "involves", "evidence", "stance"}
    | {"modality", "attributedTo", "passedOnBy", "claimedWhen"}
)
# A row has the status of its content: that of the claim alone would hide that others deny it.
# Attributions are things of their own, for which one row has no room.
_NOT_OF_CLAIM = frozenset(BIL + name for name in ("states", "status", "attribution", "account"))
# What depends on the time, which an account may not give or give otherwise.
OF_TIME = ("earliest", "latest", "timePrecision")
# What an account can give otherwise than its content, or leave out.
ACCOUNTED = (
    "when", "whenText", "place", "value", "minValue", "maxValue", "quantityText", "precision",
    "unit", "qualifier", "ordinal",
)  # fmt: skip
_CLASSES = ("Utterance", "Event", "Attribute", "Situation", "Figure", "Supposition")

Row = dict[str, list[str]]
Values = dict[str, dict[str, list[str]]]


def claim_rows(triples: Iterable[Triple]) -> list[Row]:
    """Return one row for each claim and content it states, sorted: column → values, sorted.

    Entities, codes, claims, contents and passages are given by their ids.
    """
    values: Values = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            values[triple.subject.value][triple.predicate.value].append(triple.object.value)
    rows = []
    for claim, found in sorted(values.items()):
        if BIL + "Claim" in found[RDF + "type"]:
            for content in sorted(found[BIL + "states"]):
                rows.append(_row(claim, content, values))
    return rows


def table_columns(rows: Sequence[Row]) -> list[str]:
    """Return the columns that `rows` use, in the order of the table."""
    return columns_in_order({column for row in rows for column in row})


def as_csv(rows: Sequence[Row]) -> bytes:
    """Return `rows` as CSV (RFC 4180) in UTF-8, with a header; SEPARATOR joins values.

    Cells of text are no formulas to spreadsheets.
    """
    return b"".join(csv_lines(table_columns(rows), rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the header of a table in CSV, and a line for each row, as `as_csv` has them."""
    line = io.StringIO()
    writer = csv.DictWriter(line, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        yield _taken(line)
        writer.writerow({column: _cell(column, values) for column, values in row.items()})
    yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode()


def columns_in_order(columns: Collection[str]) -> list[str]:
    """Return the names of columns in the order of the table, those of the claim first."""
    return [c for c in _FIRST if c in columns] + sorted(set(columns) - set(_FIRST))


_FIRST = (
    "document", "claim", "evidence", "section", "modality", "hedge", "stance", "attributedTo",
    "passedOnBy", "claimedWhen", "flag", "disputes", "claimStatus", "content", "class", "status",
    "label",
)  # fmt: skip


def _cell(column: str, values: Sequence[str]) -> str:
    text = SEPARATOR.join(values)
    # A number may be negative, a date before the year 1.
    return text if column in (*DATES, *DECIMALS, *INTEGERS) else as_cell_text(text)


def _row(claim: str, content: str, values: Values) -> Row:
    said, stated = values[claim], values[content]
    sections = {s for p in said[BIL + "evidence"] for s in values[p][BIL + "section"]}
    kinds = [kind for kind in _CLASSES if BIL + kind in stated[RDF + "type"]]
    given = _given(said[BIL + "account"], content, values)
    row = {
        "document": [claim.removeprefix(BASE).split("/")[0]],
        "claim": [_short(claim)],
        "section": sorted(sections),
        "content": [_short(content)],
        "class": kinds[:1],
        "claimStatus": sorted(map(_short, said[BIL + "status"])),
        "label": stated[RDFS + "label"],
        "note": sorted(stated[SKOS + "editorialNote"] + said[SKOS + "editorialNote"]),
    }
    for predicate, found in said.items():
        if predicate.startswith(BIL) and predicate not in _NOT_OF_CLAIM:
            row[predicate.removeprefix(BIL)] = sorted(map(_short, found))
    for predicate, found in stated.items():
        name = predicate.removeprefix(BIL)
        if predicate.startswith(BIL) and name not in _LEFT_OUT:
            row[name] = sorted(map(_short, found))
    return row if given is None else _as_given(row, given)


def _given(accounts: Sequence[str], content: str, values: Values) -> dict[str, list[str]] | None:
    """Return what a claim by itself gives of a content; None without an account."""
    for account in accounts:
        said = values[account]
        if content in said[BIL + "accountOf"]:
            start = BIL + "given"
            return {
                name[len(start)].lower() + name[len(start) + 1 :]: sorted(map(_short, found))
                for name, found in said.items()
                if name.startswith(start)
            }
    return None


def _as_given(row: Row, given: Row) -> Row:
    """Return a row with the time, place and amount that its own claim gives, and no others."""
    left_out = {column for column in ACCOUNTED if column not in given}
    if given.get("when") != row.get("when"):
        left_out.update(OF_TIME)
    return {key: found for key, found in row.items() if key not in left_out} | given


def _short(value: str) -> str:
    for start in (ENTITY, CODE, BIL):
        if value.startswith(start):
            return value.removeprefix(start).rsplit("/", 1)[-1]
    return value.rsplit("/", 1)[-1] if value.startswith(BASE) else value


def as_cell_text(text: str) -> str:
    """Return the text of a cell, with an apostrophe before what could begin a formula.

    Readers that want the text itself take one apostrophe off what has one before such a beginning.

    >>> as_cell_text("=1+1"), as_cell_text("'=1"), as_cell_text("'tis")
    ("'=1+1", "''=1", "'tis")
    """
    return f"'{text}" if FORMULA.match(text) else text
