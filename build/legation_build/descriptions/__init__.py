"""Describe a release: VoID, DCAT, PROV-O, the SHACL report and the manifest."""

from legation_build.descriptions.catalogues.files import catalogue_files
from legation_build.descriptions.dcat import catalog, is_checksum
from legation_build.descriptions.manifest import rebase_json, release_manifest
from legation_build.descriptions.prov import provenance_graph
from legation_build.descriptions.shacl_report import validation_file
from legation_build.descriptions.void import (
    CATALOG_GRAPH,
    CHECKSUMS_GRAPH,
    DESCRIPTION_GRAPH,
    DESCRIPTIONS,
    describe_dataset,
)

__all__ = [
    "CATALOG_GRAPH",
    "CHECKSUMS_GRAPH",
    "DESCRIPTIONS",
    "DESCRIPTION_GRAPH",
    "catalog",
    "catalogue_files",
    "describe_dataset",
    "is_checksum",
    "provenance_graph",
    "rebase_json",
    "release_manifest",
    "validation_file",
]
