"""A row of the table says of a content what its own claim gives, though other claims say more."""

import csv
from pathlib import Path

import pytest

Rows = dict[tuple[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def rows(published: Path) -> Rows:
    """Return the rows of the table of the article by claim and content."""
    with (published / "current" / "dumps" / "claims.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        return {(row["claim"], row["content"]): row for row in csv.DictReader(stream)}


def test_a_claim_that_gives_the_year_does_not_get_the_day_of_another(rows: Rows) -> None:
    row = rows["c-lead-1-relations", "relations-established"]

    assert row["when"] == "1992"
    assert (row["earliest"], row["latest"], row["timePrecision"]) == ("", "", "")
    assert rows["c-early-years-2-relations", "relations-established"]["earliest"] == "1992-04-07"


def test_a_claim_that_gives_no_time_has_none(rows: Rows) -> None:
    row = rows["c-21st-century-33-recognition", "israel-recognition"]

    assert (row["when"], row["earliest"], row["qualifier"]) == ("", "", "among the first")


def test_how_firmly_one_claim_says_it_stands_beside_how_firmly_all_do(rows: Rows) -> None:
    row = rows["c-21st-century-33-recognition", "israel-recognition"]

    assert (row["claimStatus"], row["status"]) == ("attributed", "stated")


def test_what_no_claim_says_otherwise_is_in_every_row(rows: Rows) -> None:
    row = rows["c-21st-century-33-recognition", "israel-recognition"]

    assert (row["actor"], row["target"]) == ("israel", "azerbaijan")
