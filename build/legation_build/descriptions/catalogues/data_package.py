"""Describe the tables of a release as a Data Package of Frictionless Data. Pure."""

from typing import Any

from legation_build.descriptions.catalogues.release_record import (
    CSV_FILE,
    KEYWORDS,
    Column,
    ReleaseRecord,
)
from legation_build.namespaces import CC0
from legation_build.release import ReleaseFile

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
_TYPES = {"date": "date", "decimal": "number", "integer": "integer"}
_KEY = ("document", "claim", "content")


def data_package(record: ReleaseRecord) -> dict[str, Any]:
    """Return the descriptor of a release's table in CSV, with a schema of the columns.

    Implements Data Package 2.0 (2024) with Table Schema; paths are those in the release's folder.
    """
    licence = {"path": record.license}
    if record.license == CC0:
        licence = {"name": "CC0-1.0", **licence, "title": "CC0 1.0 Universal"}
    return {
        "$schema": PROFILE,
        "name": record.name.lower(),
        "id": record.iri,
        "title": record.title,
        "description": record.abstract,
        "homepage": record.dataset,
        "version": record.version,
        "created": f"{record.modified}T00:00:00Z",
        "keywords": list(KEYWORDS),
        "licenses": [licence],
        "contributors": [
            {
                "title": record.publisher["name"],
                "path": record.publisher["url"],
                "roles": ["creator", "publisher"],
            }
        ],
        # Readers of this format cannot check lists, which Parquet has.
        "resources": [_table(file, record) for file in record.files if file.path == CSV_FILE],
    }


def _table(file: ReleaseFile, record: ReleaseRecord) -> dict[str, Any]:
    return {
        "$schema": RESOURCE_PROFILE,
        "name": f"claims-{file.format}",
        "path": file.path,
        "title": file.title,
        "format": file.format,
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "type": "table",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column, record) for column in record.columns],
            "missingValues": [""],
            "primaryKey": list(_KEY),
        },
    }


def _field(column: Column, record: ReleaseRecord) -> dict[str, Any]:
    kind = _TYPES.get(column.datatype, "string")
    if kind == "date" and column.name in record.columns_of_odd_dates:
        kind = "string"
    return {"name": column.name, "type": kind, "description": column.meaning or column.name}
