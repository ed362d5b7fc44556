"""Make the files of a release, and put its folder in place in one step."""

from legation_build.release.files import (
    COMPRESSIONS,
    PARQUET_TYPE,
    TABLE_TITLE,
    catalog_files,
    checksums,
    columns_file,
    context_file,
    dataset_dumps,
    description_file,
    document_dumps,
    reified_dumps,
    table_files,
    text_files,
    turtle_file,
)
from legation_build.release.folder import (
    FORMAT,
    ReleaseFile,
    put_in_place,
    release_name,
    write_release,
    writing_aside,
)
from legation_build.release.stages import Checked, Described, GraphSummary, summary_of

__all__ = [
    "COMPRESSIONS",
    "FORMAT",
    "PARQUET_TYPE",
    "TABLE_TITLE",
    "Checked",
    "Described",
    "GraphSummary",
    "ReleaseFile",
    "catalog_files",
    "checksums",
    "columns_file",
    "context_file",
    "dataset_dumps",
    "description_file",
    "document_dumps",
    "put_in_place",
    "reified_dumps",
    "release_name",
    "summary_of",
    "table_files",
    "text_files",
    "turtle_file",
    "write_release",
    "writing_aside",
]
