"""The records for catalogues are read by the libraries of those who made their forms."""

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from legation_build.descriptions.catalogues.data_package import data_package
from legation_build.descriptions.catalogues.release_record import ReleaseRecord
from legation_build.release import ReleaseFile
from pyshacl import validate
from rdflib import Graph
from support.other_clients import PYTHON, needs_python_clients
from support.some import some

DCAT_AP = Path(__file__).parents[2] / "data" / "dcat-ap"
CROISSANT = """
import json, sys
import mlcroissant
data = mlcroissant.Dataset(sys.argv[1] + "/croissant.json")
issues = data.metadata.ctx.issues
sets = {name: list(data.records(name)) for name in ("claims", "claims-csv")}
first = {key: value for key, value in sets["claims"][0].items() if key.endswith(("evidence", "earliest"))}
print(json.dumps({
    "version": data.metadata.conforms_to,
    "issues": [*issues.errors, *issues.warnings],
    "counts": {name: len(rows) for name, rows in sets.items()},
    "evidence": str(type(first["claims/evidence"]).__name__),
    "earliest": str(type(first["claims/earliest"]).__name__),
}))
"""
RO_CRATE = """
import json, sys
from rocrate.rocrate import ROCrate
crate = ROCrate(sys.argv[1])
print(json.dumps({
    "version": crate.version,
    "license": crate.root_dataset["license"].id,
    "publisher": crate.publisher.id,
    "files": sorted(entity.id for entity in crate.data_entities),
}))
"""
FRICTIONLESS = """
import json, sys
from frictionless import Package, system
system.trusted = True
report = Package(sys.argv[1] + "/datapackage.json").validate()
rows = [task.stats["rows"] for task in report.tasks]
print(json.dumps({"valid": report.valid, "rows": rows, "errors": report.flatten(["message"])[:5]}))
"""


def read_by(program: str, folder: Path) -> dict[str, Any]:
    """Return what a program of the clients' libraries prints of a folder, as JSON."""
    command = [str(PYTHON), "-c", program, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def folder(published: Path) -> Path:
    return published / "current"


def rows_of(folder: Path) -> int:
    """Return the number of rows of the table; a cell of it may have several lines."""
    with (folder / "dumps" / "claims.csv").open(newline="", encoding="utf-8") as table:
        return sum(1 for _ in csv.DictReader(table))


@needs_python_clients
def test_mlcroissant_reads_the_record_and_all_claims(folder: Path) -> None:
    found = read_by(CROISSANT, folder)

    assert found["version"] == ["http://mlcommons.org/croissant/1.1"]
    assert found["issues"] == []
    assert found["counts"] == {"claims": rows_of(folder), "claims-csv": rows_of(folder)}
    # Lists and dates have their types in Parquet.
    assert found["evidence"] in ("list", "ndarray")
    assert found["earliest"] in ("Timestamp", "date", "datetime")


@needs_python_clients
def test_ro_crate_lists_every_file_that_was_there_before_it(
    folder: Path, published_manifest: dict[str, Any]
) -> None:
    found = read_by(RO_CRATE, folder)

    assert found["version"] == "1.2"
    assert found["license"] == published_manifest["license"]
    assert found["publisher"] == published_manifest["publisher"]["iri"]
    later = {"ro-crate-metadata.json", "dumps/dcat.ttl", "dumps/dcat.nq", "dumps/SHA256SUMS"}
    paths = {file["path"] for file in published_manifest["files"]}
    assert set(found["files"]) == paths - later


@needs_python_clients
def test_frictionless_finds_every_cell_as_the_data_package_says(folder: Path) -> None:
    assert read_by(FRICTIONLESS, folder) == {"valid": True, "rows": [rows_of(folder)], "errors": []}


@pytest.mark.parametrize("shapes", ["shapes", "range"])
def test_catalogue_record_conforms_to_the_mandatory_shapes_of_dcat_ap(
    folder: Path, shapes: str
) -> None:
    record = Graph().parse(folder / "dumps" / "dcat.ttl")

    conforms, _, report = validate(record, shacl_graph=Graph().parse(DCAT_AP / f"{shapes}.ttl"))

    assert conforms, report


def test_every_record_says_that_not_all_rows_are_facts(folder: Path) -> None:
    record = json.loads((folder / "croissant.json").read_text())

    for described in some([record, *record["recordSet"]]):
        assert (
            "only if its status is stated, and on the word of a named" in described["description"]
        )


def test_a_date_that_readers_do_not_know_is_text_in_the_data_package() -> None:
    columns = {"columns": [{"name": "earliest", "dc:description": "From.", "datatype": "date"}]}

    def kind(day: str) -> str:
        table = f"earliest\r\n{day}\r\n".encode()
        files = [
            ReleaseFile("dumps/claims.csv", "csv", "text/csv", "All claims", "", table),
            ReleaseFile(
                "dumps/claims.csv-metadata.json", "json", "", "", "",
                json.dumps({"tableSchema": columns}).encode(),
            ),
        ]  # fmt: skip
        package = data_package(ReleaseRecord("https://example.org/", "0" * 64, "2026-01-02", files))
        return str(package["resources"][0]["schema"]["fields"][0]["type"])

    assert (kind("1922-05-03"), kind("-0044-03-15")) == ("date", "string")
