"""Open release folders: read their manifests, and check every file that they list."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from legation_server.errors import ReleaseError
from legation_server.query import ENDPOINTS
from legation_server.releases.manifest import (
    CONTEXT,
    CURRENT,
    FORMAT,
    LARGEST_JSON_BYTES,
    MANIFEST,
    NamedGraph,
    Publisher,
    Release,
    ReleaseFile,
    ShapeCheck,
    SourceDocument,
)
from legation_server.releases.regular_files import (
    Stamp,
    is_inside,
    open_regular,
    read_regular,
    sha256_of,
    size_of,
    stamp_of,
)
from legation_server.releases.store_folder import known_stamps


def open_release(dataset: Path, stores: str = "") -> Release:
    """Return the current release of a dataset folder, or the release in the folder itself.

    Every file is compared with the size and SHA-256 in the manifest, unless that was done when the
    data were loaded into a store folder, below `stores`, and the file is the same since. Raises
    ReleaseError when a file is missing or different.
    """
    folder = dataset / CURRENT if (dataset / CURRENT).exists() else dataset
    return open_folder(folder, dataset, stores)


def open_folder(folder: Path, dataset: Path, stores: str = "") -> Release:
    """Return the release in a folder, after a check of all its files.

    `dataset` is the folder that error messages advise to build. Raises ReleaseError like
    open_release.
    """
    # The link may be replaced meanwhile; this reads one release to the end.
    release = read_folder(folder.resolve(), dataset)
    known = known_stamps(release, stores)
    stamps = {
        release.folder / file.path: _check_file(release.folder, file, dataset, known.get(file.path))
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
        publisher=_publisher(manifest["publisher"]) if "publisher" in manifest else None,
        predicates=dict(manifest["counts"].get("predicates", {})),
        shapes={
            row["shape"]: ShapeCheck(row["nodes"], row["results"])
            for row in manifest.get("validation", {}).get("shapes", [])
        },
    )


def _publisher(about: Mapping[str, str]) -> Publisher:
    return Publisher(about["iri"], about["name"], about.get("contact", ""))


def _check_file(folder: Path, file: ReleaseFile, dataset: Path, known: Stamp | None) -> Stamp:
    """Return the stamp of a file that is as the manifest says; raises ReleaseError."""
    path = folder / file.path
    if not is_inside(path, folder):
        raise ReleaseError(f"{file.path} is outside the release {folder}. {_build(dataset)}")
    try:
        with open_regular(path) as stream:
            stamp, size = stamp_of(stream), size_of(stream)
            if stamp == known:
                return stamp
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
