"""The table of claims says what its columns mean, and its metadata holds of every cell."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from flask.testing import FlaskClient
from legation_build.dumps.csvw import table_metadata
from legation_build.namespaces import BASE, BIL, CC0, RDF
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from support.some import some

TYPES: dict[str, Callable[[str], Any]] = {
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "decimal": Decimal,
    "integer": int,
    "string": str,
}

Column = dict[str, Any]


@pytest.fixture(scope="module")
def dumps(published: Path) -> Path:
    return published / "current" / "dumps"


@pytest.fixture(scope="module")
def columns(dumps: Path) -> dict[str, Column]:
    metadata = json.loads((dumps / "claims.csv-metadata.json").read_text())
    assert metadata["url"] == "claims.csv"
    return {column["name"]: column for column in metadata["tableSchema"]["columns"]}


@pytest.fixture(scope="module")
def table(dumps: Path) -> list[dict[str, str]]:
    with (dumps / "claims.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def triples(dumps: Path) -> set[Triple]:
    return {quad.triple for quad in parse(path=dumps / "legation.nq", format=RdfFormat.N_QUADS)}


def values(column: Column, row: dict[str, str]) -> list[str]:
    cell = row[column["name"]]
    return [part for part in cell.split(column.get("separator", "\0")) if part]


def address(template: str, row: dict[str, str], name: str, value: str) -> NamedNode:
    return NamedNode(re.sub(r"{(\w+)}", lambda m: value if m[1] == name else row[m[1]], template))


def stated(columns: dict[str, Column], table: list[dict[str, str]]) -> Iterator[Triple]:
    """Yield what the table says by its metadata (Generating RDF from Tabular Data, section 4)."""
    for name, column in columns.items():
        if "propertyUrl" not in column or "valueUrl" not in column:
            continue
        for row in table:
            about = address(column["aboutUrl"], row, "", "")
            for value in values(column, row):
                there = address(column["valueUrl"], row, name, value)
                yield Triple(about, NamedNode(column["propertyUrl"]), there)


def test_every_column_is_described_in_a_sentence(
    columns: dict[str, Column], table: list[dict[str, str]]
) -> None:
    assert list(columns) == list(table[0])
    for name, column in columns.items():
        assert re.fullmatch(r"[A-Z].{10,}\.", column["dc:description"]), name


def test_who_reads_a_table_alone_learns_what_is_not_asserted(columns: dict[str, Column]) -> None:
    told = {name: column["dc:description"] for name, column in columns.items()}

    assert "A Supposition is not asserted" in told["class"]
    assert "does not say that it is so" in told["label"]


def test_cells_are_of_the_type_told_and_parted_as_told(
    columns: dict[str, Column], table: list[dict[str, str]], dumps: Path
) -> None:
    rows = duckdb.read_parquet(str(dumps / "claims.parquet"))
    lists = {name for name, kind in zip(rows.columns, rows.types, strict=True) if "[]" in str(kind)}
    typed = [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]

    assert len(typed) == len(table)
    for name, column in some(columns.items()):
        kind = column["datatype"]
        read = TYPES[kind["base"] if isinstance(kind, dict) else kind]
        for cells, row in some(zip(typed, table, strict=True)):
            found = [read(value) for value in values(column, row)]
            if name in lists and "separator" in column:
                assert found == (cells[name] or []), name
            elif name not in lists:
                assert found == ([] if cells[name] is None else [cells[name]]), name


def test_the_table_says_by_its_metadata_what_the_dataset_says(
    columns: dict[str, Column], table: list[dict[str, str]], triples: set[Triple]
) -> None:
    found = set(stated(columns, table))

    assert len(found) > 3000
    assert not found - triples
    for name in ("evidence", "modality", "attributedTo", "actor", "topic", "eventType", "says"):
        assert {t for t in triples if t.predicate.value == BIL + name} - found <= {
            # Contents have these of their claims by derivation.
            t
            for t in triples
            if name in ("modality", "evidence", "attributedTo") and "/c-" not in str(t.subject)
        }, name


def test_ids_lead_to_things(
    columns: dict[str, Column], table: list[dict[str, str]], triples: set[Triple]
) -> None:
    typed = {triple.subject for triple in triples if triple.predicate.value == RDF + "type"}
    for name in ("document", "claim", "content", "class"):
        template = columns[name]["valueUrl"]
        assert {address(template, row, name, row[name]) for row in table} <= typed, name


def test_a_column_whose_ids_are_of_several_kinds_has_no_address() -> None:
    """Neither an address nor a property, which would then have mere words as its values."""
    cause, here = NamedNode(BIL + "cause"), NamedNode(BASE + "freedonia-sylvania/grain-deal")
    triples = [Triple(here, cause, NamedNode(BASE + place)) for place in ("id/a", "pair/b")]
    (column,) = table_metadata(triples, ["cause"], "x.csv", "X", CC0)["tableSchema"]["columns"]

    assert column["separator"] == "; "
    assert not {"valueUrl", "propertyUrl", "aboutUrl"} & column.keys()


def test_the_table_leads_to_its_metadata(published_client: FlaskClient) -> None:
    response = published_client.get("/dumps/claims.csv", buffered=True)
    (link,) = [link for link in response.headers.getlist("Link") if "describedby" in link]

    assert link == (
        '<http://localhost/dumps/claims.csv-metadata.json>; rel="describedby"; '
        'type="application/csvm+json"'
    )
    answer = published_client.get("/dumps/claims.csv-metadata.json", buffered=True)
    assert answer.mimetype == "application/csvm+json"


@pytest.mark.parametrize("name", ["claims.csv", "claims.parquet"])
def test_programs_that_read_no_rdf_find_the_table(published_client: FlaskClient, name: str) -> None:
    home = published_client.get("/")
    items = [link for link in home.headers.getlist("Link") if 'rel="item"' in link]

    assert any(f"/dumps/{name}>" in link for link in items)
    assert f'"contentUrl": "http://localhost/dumps/{name}"' in home.text
