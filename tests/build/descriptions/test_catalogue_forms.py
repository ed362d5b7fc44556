"""Each catalogue record says of the tables and files what the release has, in its own words."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_build.descriptions.catalogues.croissant import croissant
from legation_build.descriptions.catalogues.data_package import data_package
from legation_build.descriptions.catalogues.files import FORMS, catalogue_files
from legation_build.descriptions.catalogues.release_record import ReleaseRecord, as_json
from legation_build.descriptions.catalogues.ro_crate import ro_crate
from legation_build.mapping import STANDARD, Agent, FolderSettings, Mappings
from legation_build.namespaces import CC0, EDTF
from legation_build.release import ReleaseFile
from support.some import some

BASE = "https://example.org/"
DIGEST = "3beef4cb5dc7557f" + 48 * "0"
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
OWN = FolderSettings("Our claims", None, Agent("The Editors", BASE + "editors"), LICENCE)
COLUMNS: Sequence[Mapping[str, object]] = (
    {"name": "claim", "dc:description": "The claim.", "datatype": "string"},
    {"name": "evidence", "dc:description": "", "datatype": "string"},
    {"name": "earliest", "dc:description": "From.", "datatype": "date"},
    {"name": "value", "dc:description": "How much.", "datatype": "decimal"},
    {"name": "ordinal", "dc:description": "Which.", "datatype": "integer"},
    {"name": "when", "dc:description": "When.", "datatype": {"@id": EDTF, "base": "string"}},
)
HEAD = "claim,evidence,earliest,value,ordinal,when\r\n"


def file(path: str, data: bytes = b"abc", license: str = CC0, **more: Any) -> ReleaseFile:
    form = path.rpartition(".")[2]
    return ReleaseFile(path, form, f"text/{form}", f"The file {path}", license, data, **more)


def files(*rows: str) -> list[ReleaseFile]:
    table = HEAD + "".join(f"{row}\r\n" for row in rows)
    columns = json.dumps({"tableSchema": {"columns": COLUMNS}})
    return [
        file("dumps/claims.csv", table.encode()),
        file("dumps/claims.parquet"),
        file("dumps/claims.csv-metadata.json", columns.encode()),
        file("dumps/text.nq", license=LICENCE),
    ]


def record(*rows: str, settings: FolderSettings = STANDARD, folder: Path = Path()) -> ReleaseRecord:
    return ReleaseRecord(BASE, DIGEST, "2026-11-05", files(*rows), settings, folder)


def test_a_record_names_the_release_its_maker_and_how_to_cite_it() -> None:
    standard, own = record(), record(settings=OWN)

    assert (standard.iri, standard.dataset) == (f"{BASE}releases/{DIGEST}", f"{BASE}dataset")
    assert (standard.license, own.license) == (CC0, LICENCE)
    assert standard.publisher["url"] == f"{BASE}maintainers"
    assert own.publisher == {"name": "The Editors", "url": f"{BASE}editors"}
    assert own.citation == (
        f"Our claims. Release {DIGEST[:16]}, 2026-11-05. {BASE}releases/{DIGEST}"
    )
    assert standard.semantic_version == f"2026.11.5+{DIGEST[:16]}"


@pytest.mark.parametrize(
    ("rows", "odd"),
    [
        ((), set()),
        (("c,e,1921-02-11,5,1,1921",), set()),
        (("c,e,,,,",), set()),
        (("c,e,-0044-03-15,,,", "c,e,1921-02-11,,,"), {"earliest"}),
        (("c,e,12345-01-01,,,",), {"earliest"}),
        # Only dates are looked at, wherever they stand.
        (('"a,b\r\nc",-0044-03-15,1921-02-11,-5,,-0044',), set()),
    ],
)
def test_dates_of_odd_years_are_found(rows: tuple[str, ...], odd: set[str]) -> None:
    assert record(*rows).columns_of_odd_dates == odd


def test_a_table_that_was_written_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "claims.csv").write_bytes(f"{HEAD}c,e,-0044-03-15,,,\r\n".encode())
    known = [file("dumps/claims.csv", b"", written=(9, "ab")), *files()[1:]]
    found = ReleaseRecord(BASE, DIGEST, "2026-11-05", known, STANDARD, tmp_path)

    assert found.columns_of_odd_dates == {"earliest"}


def test_columns_are_those_of_the_metadata_with_plain_datatypes() -> None:
    found = record().columns

    assert [column.name for column in found] == [column["name"] for column in COLUMNS]
    assert [column.datatype for column in found][-2:] == ["integer", "string"]


def fields(found: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    (records,) = (one for one in found["recordSet"] if one["name"] == name)
    return {field["name"]: field for field in records["field"]}


def test_croissant_has_types_and_lists_for_parquet_and_text_for_csv() -> None:
    found = croissant(record())
    typed, text = fields(found, "claims"), fields(found, "claims-csv")

    assert {name: field["dataType"] for name, field in typed.items()} == {
        "claim": "sc:Text",
        "evidence": "sc:Text",
        "earliest": "sc:Date",
        "value": "sc:Float",
        "ordinal": "sc:Integer",
        "when": "sc:Text",
    }
    assert typed["evidence"]["isArray"] and "isArray" not in typed["claim"]
    assert {field["dataType"] for field in text.values()} == {"sc:Text"}
    assert not [field for field in text.values() if "isArray" in field]
    # What has no words of its own is called by its name.
    assert typed["evidence"]["description"] == "evidence"
    assert typed["earliest"]["source"]["extract"] == {"column": "earliest"}


def test_croissant_has_the_tables_alone_with_size_and_checksum() -> None:
    found = croissant(record(settings=OWN))
    csv, parquet = found["distribution"]

    assert [one["@id"] for one in (csv, parquet)] == ["dumps/claims.csv", "dumps/claims.parquet"]
    assert (parquet["contentSize"], parquet["encodingFormat"]) == ("3 B", "application/x-parquet")
    assert csv["sha256"] == files()[0].sha256
    assert found["license"] == LICENCE
    assert found["creator"]["name"] == "The Editors"


def test_the_data_package_has_the_table_in_csv_with_its_schema() -> None:
    (table,) = data_package(record("c,e,1921-02-11,5,1,1921"))["resources"]

    assert {field["name"]: field["type"] for field in table["schema"]["fields"]} == {
        "claim": "string",
        "evidence": "string",
        "earliest": "date",
        "value": "number",
        "ordinal": "integer",
        "when": "string",
    }
    assert (table["path"], table["bytes"]) == (
        "dumps/claims.csv",
        files("c,e,1921-02-11,5,1,1921")[0].size,
    )
    assert table["hash"].startswith("sha256:")


def test_only_cc0_has_a_short_name_among_the_licences() -> None:
    assert data_package(record())["licenses"][0]["name"] == "CC0-1.0"
    assert data_package(record(settings=OWN))["licenses"] == [{"path": LICENCE}]


def test_ro_crate_lists_each_file_and_each_licence_once() -> None:
    found = ro_crate(record(settings=OWN))
    by_id = {node["@id"]: node for node in found["@graph"]}

    assert len(by_id) == len(found["@graph"])
    assert [part["@id"] for part in by_id["./"]["hasPart"]] == [one.path for one in files()]
    assert by_id["dumps/text.nq"]["license"] == {"@id": LICENCE}
    assert by_id["dumps/text.nq"]["contentSize"] == "3"
    assert {CC0, LICENCE, f"{BASE}editors"} < by_id.keys()
    assert by_id["./"]["author"] == {"@id": f"{BASE}editors"}


def test_every_form_is_a_file_and_the_last_one_lists_the_others() -> None:
    mappings = Mappings({}, {}, (), (), model_modified="2026-11-05")
    made = list(catalogue_files(BASE, mappings, DIGEST, files("c,e,,,,")))

    assert [one.path for one in made] == [form.path for form in some(FORMS)]
    crate = json.loads(made[-1].data)
    assert {"croissant.json", "datapackage.json"} < {node["@id"] for node in crate["@graph"]}
    assert all(one.data.endswith(b"}\n") for one in some(made))


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=4) | st.integers(), max_size=3))
def test_a_record_is_json_in_utf_8_that_ends_in_a_line_feed(found: dict[str, object]) -> None:
    data = as_json(found)

    assert json.loads(data) == found
    assert data.endswith(b"\n") and data == as_json(dict(found))
