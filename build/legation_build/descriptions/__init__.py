"""Describe a release: VoID, DCAT, PROV-O, the SHACL report and the manifest."""

from legation_build.descriptions.catalogues.files import catalogue_files
from legation_build.descriptions.dcat import catalog, is_checksum
from legation_build.descriptions.manifest import Outline, rebase_json, release_manifest
from legation_build.descriptions.prov import (
    PROVENANCE_GRAPH,
    build_triples,
    provenance_graph,
    provenance_triples,
)
from legation_build.descriptions.shacl_report import validation_file
from legation_build.descriptions.statistics import (
    Statistics,
    class_counts,
    link_counts,
    predicate_counts,
    statistics_of,
)
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
    "PROVENANCE_GRAPH",
    "Outline",
    "Statistics",
    "build_triples",
    "catalog",
    "catalogue_files",
    "class_counts",
    "describe_dataset",
    "is_checksum",
    "link_counts",
    "predicate_counts",
    "provenance_graph",
    "provenance_triples",
    "rebase_json",
    "release_manifest",
    "statistics_of",
    "validation_file",
]
