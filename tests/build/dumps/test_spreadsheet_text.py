"""No cell of text opens as a formula in a spreadsheet, and every text can be had back."""

import csv
import io
import re

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.dumps import as_cell_text, as_csv, as_parquet, claim_rows, table_columns
from legation_build.namespaces import BASE, BIL, RDF, RDFS
from pyoxigraph import Literal, NamedNode, Triple

# The last four in full width.
BEGINNINGS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
HOSTILE = [*(f"{begin}1+1" for begin in BEGINNINGS), "'=1", "''@a", "-", '=HYPERLINK("http://e/")']
HARMLESS = ["", "1+1=2", "'tis", " =1", "a@b", "a-b", "–5", "''"]
EVENT = NamedNode(BASE + "d/e")


def text_of(cell: str) -> str:
    """Return the text of a cell, as docs/release-format.md says."""
    return cell[1:] if re.match(f"'+[{re.escape(BEGINNINGS)}]", cell) else cell


def table(text: str, value: str = "-5") -> list[dict[str, list[str]]]:
    """Return the rows of one claim whose content has a text as label and a number."""
    claim = NamedNode(BASE + "d/c")
    return claim_rows(
        [
            Triple(claim, NamedNode(RDF + "type"), NamedNode(BIL + "Claim")),
            Triple(claim, NamedNode(BIL + "states"), EVENT),
            Triple(EVENT, NamedNode(RDF + "type"), NamedNode(BIL + "Figure")),
            Triple(EVENT, NamedNode(RDFS + "label"), Literal(text)),
            Triple(EVENT, NamedNode(BIL + "words"), Literal(text)),
            Triple(EVENT, NamedNode(BIL + "value"), Literal(value)),
            Triple(EVENT, NamedNode(BIL + "earliest"), Literal("-0044-03-15")),
        ]
    )


def read(data: bytes) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return row


@given(st.text() | st.text(alphabet=BEGINNINGS + "'a").filter(bool))
def test_any_text_is_no_formula_and_comes_back(text: str) -> None:
    cell = as_cell_text(text)

    assert not cell.startswith(tuple(BEGINNINGS))
    assert text_of(cell) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_claim_about_a_formula_is_text(text: str) -> None:
    row = read(as_csv(table(text)))

    assert row["label"] == row["words"] == f"'{text}"
    assert text_of(row["label"]) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert as_cell_text(text) == text


def test_numbers_and_dates_stay_as_they_are() -> None:
    row = read(as_csv(table("x")))

    assert (row["value"], row["earliest"]) == ("-5", "-0044-03-15")


@pytest.mark.parametrize("text", HOSTILE)
def test_parquet_has_the_text_itself(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("parquet") / "claims.parquet"
    rows = table(text)
    file.write_bytes(as_parquet(table_columns(rows), rows))

    with duckdb.connect() as connection:
        found = connection.execute("SELECT label FROM read_parquet($1)", [str(file)]).fetchall()

    assert found == [(text,)]
