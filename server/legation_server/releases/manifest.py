"""Read a release folder (docs/release-format.md), and refuse a damaged one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from legation_server.errors import ReleaseError
from legation_server.query import ENDPOINTS
from legation_server.releases.regular_files import (
    Stamp,
    is_inside,
    open_regular,
    read_regular,
    sha256_of,
    size_of,
    stamp_of,
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
    """Who publishes a release."""

    iri: str
    name: str


@dataclass(frozen=True)
class ShapeCheck:
    """How many nodes a shape was checked on, and how many validation results that gave."""

    nodes: int
    results: int


@dataclass(frozen=True)
class Release:
    """What the manifest of a release says, and the folder with its files.

    `stamps` tell what its files were like when they were compared with the manifest.
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

    @property
    def namespace(self) -> str:
        """Return the namespace of the ontology's terms."""
        return self.prefixes.get("bil", self.base + "ns#")

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
    def loaded_files(self) -> tuple[ReleaseFile, ...]:
        """Return the files a server loads."""
        return tuple(file for file in self.files if file.load)

    def file(self, path: str) -> ReleaseFile | None:
        """Return the file at a path, if the manifest lists it."""
        return next((file for file in self.files if file.path == path), None)


def open_release(dataset: Path) -> Release:
    """Return the current release of a dataset folder, or the release in the folder itself.

    Every file is compared with the size and SHA-256 in the manifest. Raises ReleaseError when a
    file is missing or different.
    """
    folder = dataset / CURRENT if (dataset / CURRENT).exists() else dataset
    return open_folder(folder, dataset)


def open_folder(folder: Path, dataset: Path) -> Release:
    """Return the release in a folder, after a check of all its files.

    `dataset` is the folder that error messages advise to build. Raises ReleaseError like
    open_release.
    """
    # The link may be replaced meanwhile; this reads one release to the end.
    release = read_folder(folder.resolve(), dataset)
    stamps = {
        release.folder / file.path: _check_file(release.folder, file, dataset)
        for file in release.files
    }
    release = replace(release, stamps=stamps)
    if release.file(CONTEXT):
        document = _read_json(release.folder / CONTEXT, dataset)
        try:
            context = document["@context"]
        except (KeyError, TypeError) as error:
            raise ReleaseError(f"{release.folder / CONTEXT} has no @context.") from error
        release = replace(release, context=context)
    return release


def read_folder(folder: Path, dataset: Path) -> Release:
    """Return what the manifest in a folder says, without a check of the other files.

    `dataset` is the folder that error messages advise to build. Raises ReleaseError when the
    manifest is missing or damaged.
    """
    manifest = _read_manifest(folder, dataset)
    try:
        return _release(folder, manifest)
    except (KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            f"{folder / MANIFEST} lacks {error}. Run: legation build --output {dataset}"
        ) from error


def _read_manifest(folder: Path, dataset: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    manifest = _read_json(path, dataset)
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if found != FORMAT:
        raise ReleaseError(
            f"{path} has format {found!r}, this server reads {FORMAT!r}. {_build(dataset)}"
        )
    return dict(manifest)


def _read_json(path: Path, dataset: Path) -> Any:
    """Return what a JSON file of a release holds; raises ReleaseError."""
    try:
        return json.loads(read_regular(path, LARGEST_JSON_BYTES))
    except FileNotFoundError:
        raise ReleaseError(f"{path} is missing. {_build(dataset)}") from None
    except OSError as error:
        raise ReleaseError(f"{path} cannot be read: {error.strerror}. {_build(dataset)}") from error
    except (ValueError, RecursionError) as error:
        raise ReleaseError(f"{path} cannot be read: {error}. {_build(dataset)}") from error


def _build(dataset: Path) -> str:
    return f"Run: legation build --output {dataset}"


def _release(folder: Path, manifest: dict[str, Any]) -> Release:
    return Release(
        folder=folder,
        name=manifest["name"],
        version=manifest["version"],
        base=manifest["base"],
        digest=manifest["digest"],
        modified=manifest["modified"],
        license=manifest["license"],
        prefixes=dict(manifest["prefixes"]),
        context=dict(manifest["prefixes"]),
        graphs=tuple(
            NamedGraph(
                g["iri"], g["title"], g["license"], g["quads"], tuple(g.get("endpoints", ENDPOINTS))
            )
            for g in manifest["graphs"]
        ),
        documents=tuple(
            SourceDocument(
                d["id"], d["iri"], d["title"], d["url"], d["license"], d["length"], d["hasText"]
            )
            for d in manifest["documents"]
        ),
        counts=dict(manifest["counts"]["classes"]),
        quads=manifest["counts"]["quads"],
        files=tuple(
            ReleaseFile(
                path=f["path"],
                format=f["format"],
                media_type=f["mediaType"],
                size=f["size"],
                sha256=f["sha256"],
                license=f["license"],
                title=f["title"],
                load=f.get("load", False),
            )
            for f in manifest["files"]
        ),
        title=manifest.get("title", manifest["name"]),
        publisher=Publisher(**manifest["publisher"]) if "publisher" in manifest else None,
        predicates=dict(manifest["counts"].get("predicates", {})),
        shapes={
            row["shape"]: ShapeCheck(row["nodes"], row["results"])
            for row in manifest.get("validation", {}).get("shapes", [])
        },
    )


def _check_file(folder: Path, file: ReleaseFile, dataset: Path) -> Stamp:
    """Return the stamp of a file that is as the manifest says; raises ReleaseError."""
    path = folder / file.path
    if not is_inside(path, folder):
        raise ReleaseError(f"{file.path} is outside the release {folder}. {_build(dataset)}")
    try:
        with open_regular(path) as stream:
            stamp, size = stamp_of(stream), size_of(stream)
            digest = sha256_of(stream) if size == file.size else ""
    except OSError as error:
        raise ReleaseError(f"{path} cannot be read: {error.strerror}. {_build(dataset)}") from error
    if digest != file.sha256:
        found = f" with SHA-256 {digest}" if digest else ""
        raise ReleaseError(
            f"{path} differs from the manifest: {size} bytes{found}, "
            f"should be {file.size} bytes with {file.sha256}. {_build(dataset)}"
        )
    return stamp
