"""Make the files of a release, and put its folder in place in one step."""

from legation_build.release.files import (
    catalog_files,
    checksums,
    context_file,
    dataset_dumps,
    description_file,
    document_dumps,
    reified_dumps,
    table_files,
    text_files,
    turtle_file,
)
from legation_build.release.folder import FORMAT, ReleaseFile, release_name, write_release
from legation_build.release.stages import Checked, Described

__all__ = [
    "FORMAT",
    "Checked",
    "Described",
    "ReleaseFile",
    "catalog_files",
    "checksums",
    "context_file",
    "dataset_dumps",
    "description_file",
    "document_dumps",
    "reified_dumps",
    "release_name",
    "table_files",
    "text_files",
    "turtle_file",
    "write_release",
]
