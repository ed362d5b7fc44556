"""The table of claims with typed columns says what the one in text says."""

import csv
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from legation_build.dumps.claims_table import SEPARATOR
from legation_build.dumps.parquet import as_parquet


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "table.parquet"


def read(file: Path) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Return the types of the columns and the rows of a Parquet file."""
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet($1)", [str(file)])
        described = found.description or []
        rows = [dict(zip([d[0] for d in described], row, strict=True)) for row in found.fetchall()]
        return {d[0]: str(d[1]) for d in described}, rows


def test_it_says_what_the_table_in_text_says(published: Path) -> None:
    dumps = published / "current" / "dumps"
    types, rows = read(dumps / "claims.parquet")
    with (dumps / "claims.csv").open(newline="", encoding="utf-8") as stream:
        table = csv.DictReader(stream)
        lines = list(table)

    assert list(types) == table.fieldnames
    assert [as_text(row) for row in rows] == [
        {name: comparable(name, text) for name, text in line.items()} for line in lines
    ]


def as_text(row: dict[str, object]) -> dict[str, object]:
    """Return a row as the table in text has it; numbers stay numbers."""
    texts: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, list):
            texts[name] = SEPARATOR.join(value)
        elif isinstance(value, bool):
            texts[name] = str(value).lower()
        else:
            texts[name] = (
                value if isinstance(value, Decimal) else str("" if value is None else value)
            )
    return texts


def comparable(name: str, text: str) -> object:
    return Decimal(text) if text and name in ("value", "minValue", "maxValue") else text


def test_columns_have_types(published: Path) -> None:
    types, rows = read(published / "current" / "dumps" / "claims.parquet")
    recognition = next(row for row in rows if row["claim"] == "c-early-years-2-recognition")

    assert types["earliest"] == types["latest"] == types["notBefore"] == types["notAfter"] == "DATE"
    assert types["quotedDirectly"] == "BOOLEAN"
    assert types["value"].startswith("DECIMAL")
    assert types["evidence"] == types["modality"] == "VARCHAR[]"
    assert types["label"] == "VARCHAR"
    assert recognition["earliest"] == date(1991, 12, 25)
    assert isinstance(recognition["evidence"], list)


@pytest.mark.parametrize("text", ["0.1", "27.50", "-3", "12345678901234567890.123456789"])
def test_numbers_are_exact(write: Path, text: str) -> None:
    rows = [{"claim": ["a"], "value": [text]}, {"claim": ["b"], "value": ["1"]}]
    write.write_bytes(as_parquet(["claim", "value"], rows))

    assert [row["value"] for row in read(write)[1]] == [Decimal(text), Decimal(1)]


def test_number_that_is_too_long_stays_a_text(write: Path) -> None:
    text = "1" * 30 + "." + "1" * 30
    write.write_bytes(as_parquet(["value"], [{"value": [text]}]))

    assert read(write) == ({"value": "VARCHAR"}, [{"value": text}])


def test_date_beyond_the_calendar_is_left_empty(write: Path) -> None:
    rows = [{"when": ["Y-170000002"], "earliest": ["-170000002-01-01"]}]
    write.write_bytes(as_parquet(["when", "earliest"], rows))

    assert read(write)[1] == [{"when": "Y-170000002", "earliest": None}]


def test_odd_texts_stay_as_they_are(write: Path) -> None:
    texts = ['"quoted"', "a; b", "line\nbreak", "null", "ə", "", "[1]"]
    write.write_bytes(as_parquet(["note"], [{"note": texts}]))

    assert read(write)[1] == [{"note": texts}]


def test_table_without_claims_has_columns(write: Path) -> None:
    write.write_bytes(as_parquet([], []))
    types, rows = read(write)

    assert "claim" in types
    assert rows == []


def test_command_of_the_documentation_works_as_written(published: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "release-format.md"
    (command,) = re.findall(r"^\$ (.*claims\.parquet.*)$", page.read_text(), re.MULTILINE)
    command = command.replace(".venv/bin/python", sys.executable)
    done = subprocess.run(command, shell=True, cwd=published.parent, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "earliest" in done.stdout
