"""What a release folder holds, by its manifest (docs/release-format.md)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from legation_server.query import ENDPOINTS
from legation_server.releases.regular_files import (
    Stamp,
)
from legation_server.settings import MIB

FORMAT = "legation-release/1"
MANIFEST = "manifest.json"
# In a dataset folder: the link to the release that is served, and the folder of all releases.
CURRENT, RELEASES = "current", "releases"
# The context of JSON-LD; for a release without it these are its prefixes.
CONTEXT = "dumps/context.jsonld"
# The descriptions of the release: VoID and DCAT.
VOID_FILE, DCAT_FILE = "dumps/void.ttl", "dumps/dcat.ttl"
DESCRIPTIONS = (VOID_FILE, DCAT_FILE)
# The records for catalogues of data sets.
CROISSANT_FILE, DATA_PACKAGE_FILE = "croissant.json", "datapackage.json"
RO_CRATE_FILE = "ro-crate-metadata.json"
# What programs and readers checked.
QUALITY_FILE = "quality.json"
RECORDS = (CROISSANT_FILE, DATA_PACKAGE_FILE, RO_CRATE_FILE)
# A manifest or context that is larger is none.
LARGEST_JSON_BYTES = 64 * MIB


@dataclass(frozen=True)
class ReleaseFile:
    """One file of a release; `path` is relative to its folder, `size` in bytes."""

    path: str
    format: str
    media_type: str
    size: int
    sha256: str
    license: str
    title: str
    load: bool

    @property
    def is_whole(self) -> bool:
        """Return whether it is an uncompressed dump of the whole dataset."""
        return self.path.startswith("dumps/legation.") and self.path.count(".") == 1

    @property
    def is_table(self) -> bool:
        """Return whether it is a table of all claims."""
        return self.path in ("dumps/claims.csv", "dumps/claims.parquet")


@dataclass(frozen=True)
class NamedGraph:
    """One named graph of a release.

    `endpoints` are the paths of those in whose default graph it is.
    """

    iri: str
    title: str
    license: str
    quads: int
    endpoints: tuple[str, ...] = ENDPOINTS


@dataclass(frozen=True)
class SourceDocument:
    """A source document of the release; `length` in code points."""

    id: str
    iri: str
    title: str
    url: str
    license: str
    length: int
    has_text: bool


@dataclass(frozen=True)
class Publisher:
    """Who publishes a release; `contact` is a web address or one of mailto:, or ""."""

    iri: str
    name: str
    contact: str = ""


@dataclass(frozen=True)
class ShapeCheck:
    """How many nodes a shape was checked on, and how many validation results that gave."""

    nodes: int
    results: int


@dataclass(frozen=True)
class Release:
    """What the manifest of a release says, and the folder with its files.

    `stamps` tell what its files were like when they were compared with the manifest. `store` is
    the SPARQL endpoint that `legation push` loaded it into, if it is to be asked there; `on_disk`
    says that its data are queried on disk (store_folder.py).
    """

    folder: Path
    name: str
    version: str
    base: str
    digest: str
    modified: str
    license: str
    prefixes: Mapping[str, str]
    graphs: tuple[NamedGraph, ...]
    documents: tuple[SourceDocument, ...]
    counts: Mapping[str, int]
    quads: int
    files: tuple[ReleaseFile, ...]
    context: Mapping[str, Any]
    title: str = ""
    publisher: Publisher | None = None
    predicates: Mapping[str, int] = field(default_factory=dict)
    shapes: Mapping[str, ShapeCheck] = field(default_factory=dict)
    stamps: Mapping[Path, Stamp] = field(default_factory=dict, compare=False)
    store: str = ""
    on_disk: bool = field(default=False, compare=False)

    @property
    def namespace(self) -> str:
        """Return the namespace of the ontology's terms."""
        return self.prefixes.get("bil", self.base + "ns#")

    @property
    def iri(self) -> str:
        """Return the IRI of the release."""
        return f"{self.base}releases/{self.digest}"

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash (hex) that differs for releases whose answers may differ.

        The digest alone is not enough: the same data may be released under another base.
        """
        # Answers in JSON-LD are written by the context.
        loaded = [file.sha256 for file in self.files if file.load or file.path == CONTEXT]
        parts = (self.digest, self.base, sorted(self.prefixes.items()), loaded)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def answers_key(self) -> str:
        """Return what differs where answers may: on disk rows come in another order."""
        return self.fingerprint + ("-disk" if self.on_disk else "")

    @property
    def loaded_files(self) -> tuple[ReleaseFile, ...]:
        """Return the files a server loads."""
        return tuple(file for file in self.files if file.load)

    def some_graphs(self, most: int) -> Sequence[NamedGraph]:
        """Return so many named graphs at most; of more, those of no single document first."""
        if len(self.graphs) <= most:
            return self.graphs
        documents = tuple(f"{self.base}graph/{document.id}" for document in self.documents)
        own = frozenset(documents) | {f"{iri}-text" for iri in documents}
        return sorted(self.graphs, key=lambda graph: graph.iri in own)[:most]

    def file(self, path: str) -> ReleaseFile | None:
        """Return the file at a path, if the manifest lists it."""
        return next((file for file in self.files if file.path == path), None)
