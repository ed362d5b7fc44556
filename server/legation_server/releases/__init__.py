"""Read release folders (docs/release-format.md), and refuse what is not whole."""

from legation_server.releases.archive import Archive
from legation_server.releases.checked_files import CheckedFiles, CheckedStream
from legation_server.releases.listing import (
    ReleaseInfo,
    find_release,
    list_releases,
    open_named,
    roll_back,
)
from legation_server.releases.manifest import (
    CONTEXT,
    CROISSANT_FILE,
    CURRENT,
    DATA_PACKAGE_FILE,
    DCAT_FILE,
    DESCRIPTIONS,
    LARGEST_JSON_BYTES,
    MANIFEST,
    QUALITY_FILE,
    RECORDS,
    RO_CRATE_FILE,
    VOID_FILE,
    NamedGraph,
    Release,
    ReleaseFile,
    ShapeCheck,
)
from legation_server.releases.names import matching, not_meant
from legation_server.releases.opening import open_folder, open_release, read_folder
from legation_server.releases.pushed import (
    HELD_GRAPH,
    HELD_QUERY,
    HELD_RELEASE,
    one_push,
    read_stores,
    write_stores,
)
from legation_server.releases.regular_files import open_regular, read_regular
from legation_server.releases.watch import ReleaseWatch

__all__ = [
    "CONTEXT",
    "CROISSANT_FILE",
    "CURRENT",
    "DATA_PACKAGE_FILE",
    "DCAT_FILE",
    "DESCRIPTIONS",
    "HELD_GRAPH",
    "HELD_QUERY",
    "HELD_RELEASE",
    "LARGEST_JSON_BYTES",
    "MANIFEST",
    "QUALITY_FILE",
    "RECORDS",
    "RO_CRATE_FILE",
    "VOID_FILE",
    "Archive",
    "CheckedFiles",
    "CheckedStream",
    "NamedGraph",
    "Release",
    "ReleaseFile",
    "ReleaseInfo",
    "ReleaseWatch",
    "ShapeCheck",
    "find_release",
    "list_releases",
    "matching",
    "not_meant",
    "one_push",
    "open_folder",
    "open_named",
    "open_regular",
    "open_release",
    "read_folder",
    "read_regular",
    "read_stores",
    "roll_back",
    "write_stores",
]
