"""Describe the tables of a release for machine learning: Croissant 1.1. Pure.

Addresses of files are relative to the folder of the release; a server makes them whole, since
readers that load the record over HTTP do not.
"""

from collections.abc import Iterator
from typing import Any

from legation_build.descriptions.catalogues.release_record import (
    CSV_FILE,
    KEYWORDS,
    PARQUET_FILE,
    SIZE_UNIT,
    Column,
    ReleaseRecord,
)
from legation_build.dumps import holds_lists
from legation_build.namespaces import SCHEMA
from legation_build.release import ReleaseFile

VERSION = "http://mlcommons.org/croissant/1.1"
# The context that the specification prescribes (Croissant 1.1, "Namespaces").
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": SCHEMA,
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": SCHEMA,
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# The tables, and what the set of their records is called.
RECORD_SETS = {PARQUET_FILE: "claims", CSV_FILE: "claims-csv"}
PARQUET_TYPE = "application/x-parquet"
_TYPES = {"date": "sc:Date", "decimal": "sc:Float", "integer": "sc:Integer"}
_WARNING = (
    "The document says a row itself only if its status is stated, and on the word of a named "
    "source if it is attributed. All other rows are not asserted: they are alleged, reported, "
    "planned, possible, opinions or denied."
)


def croissant(record: ReleaseRecord) -> dict[str, Any]:
    """Return the record of a release: its tables as files, and a set of records for each.

    Implements Croissant 1.1 (MLCommons 2026).
    """
    tables = [file for file in record.files if file.path in RECORD_SETS]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": record.name,
        "description": f"{record.abstract} {_WARNING}",
        "url": record.dataset,
        "identifier": record.iri,
        "version": record.semantic_version,
        "license": record.license,
        "citeAs": record.citation,
        "datePublished": record.modified,
        "dateModified": record.modified,
        "keywords": list(KEYWORDS),
        "creator": {"@type": "sc:Organization", **record.publisher},
        "publisher": {"@type": "sc:Organization", **record.publisher},
        "distribution": [_file_object(file) for file in tables],
        "recordSet": [_record_set(file, record) for file in tables],
    }


def _file_object(file: ReleaseFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path.rpartition("/")[2],
        "description": file.title,
        "contentUrl": file.path,
        "contentSize": f"{file.size} {SIZE_UNIT}",
        "encodingFormat": PARQUET_TYPE if file.path == PARQUET_FILE else file.media_type,
        "sha256": file.sha256,
    }


def _record_set(file: ReleaseFile, record: ReleaseRecord) -> dict[str, Any]:
    name = RECORD_SETS[file.path]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{file.title}. {_WARNING}",
        "field": list(_fields(file, name, record.columns)),
    }


def _fields(file: ReleaseFile, record_set: str, columns: list[Column]) -> Iterator[dict[str, Any]]:
    is_typed = file.path == PARQUET_FILE
    for column in columns:
        lists = is_typed and holds_lists(column.name)
        # Cells of CSV may be empty, which readers would not take for a number or a date.
        kind = _TYPES.get(column.datatype, "sc:Text") if is_typed and not lists else "sc:Text"
        yield {
            "@type": "cr:Field",
            "@id": f"{record_set}/{column.name}",
            "name": column.name,
            "description": column.meaning or column.name,
            "dataType": kind,
            **({"isArray": True, "arrayShape": "-1"} if lists else {}),
            "source": {"fileObject": {"@id": file.path}, "extract": {"column": column.name}},
        }
