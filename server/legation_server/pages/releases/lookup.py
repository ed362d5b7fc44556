"""Find a release or a file of one by the name in an address, and say what is known of it."""

import hashlib

import pyoxigraph as ox
from flask import url_for

from legation_server.errors import Problem
from legation_server.formats import JSON
from legation_server.namespaces import DCTERMS, OWL, VOID, XSD
from legation_server.pages.lists import Member
from legation_server.releases import (
    LARGEST_JSON_BYTES,
    MANIFEST,
    Release,
    ReleaseFile,
    matching,
    not_meant,
    read_regular,
)
from legation_server.web import site

# Releases that an error names, and those it links to.
MOST_LISTED, MOST_SUGGESTED = 100, 10


def named(name: str) -> Release:
    """Return the release that a name means (releases/names.py); raise Problem for none."""
    archive = site().archive
    release = archive.named(name)
    if release is None:
        known = archive.names()[:MOST_LISTED]
        near = (matching(name, known) or known)[:MOST_SUGGESTED]
        raise Problem(
            "not-found",
            not_meant(name, known),
            members={"suggestions": [url_for("releases.page", name=each.folder) for each in near]},
        )
    return release


def find(release: Release, path: str) -> ReleaseFile:
    """Return a file of a release; raise Problem unless the manifest lists it or it is that."""
    if path == MANIFEST:
        text = manifest_bytes(release)
        digest = hashlib.sha256(text).hexdigest()
        title = "Manifest"
        media_type = JSON.media_type
        return ReleaseFile(
            path, "json", media_type, len(text), digest, release.license, title, load=False
        )
    if listed := release.file(path):
        return listed
    names = ", ".join(listed.path for listed in release.files)
    raise Problem(
        "not-found", f"The release {release.folder.name} has no file {path}. It has: {names}."
    )


def manifest_bytes(release: Release) -> bytes:
    """Return the text of a release's manifest; raise Problem when it cannot be read."""
    try:
        return read_regular(release.folder / MANIFEST, LARGEST_JSON_BYTES)
    except OSError as error:
        detail = f"The manifest of release {release.folder.name} cannot be read."
        raise Problem("internal-error", detail) from error


def summary(release: Release) -> dict[str, object]:
    """Return a summary of a release for programs."""
    return {
        "release": release.folder.name,
        "digest": release.digest,
        "modified": release.modified,
        "version": release.version,
        "quads": release.quads,
        "current": release is site().release,
        "page": url_for(".page", name=release.folder.name, _external=True),
        "manifest": url_for(".file", name=release.folder.name, path=MANIFEST, _external=True),
    }


def as_member(release: Release) -> Member:
    """Return a release as a member of a list."""
    facts: dict[str, str | ox.Literal] = {
        DCTERMS + "modified": ox.Literal(release.modified, datatype=ox.NamedNode(XSD + "date")),
        DCTERMS + "license": release.license,
        OWL + "versionInfo": ox.Literal(release.version),
        VOID + "triples": ox.Literal(str(release.quads), datatype=ox.NamedNode(XSD + "integer")),
    }
    iri = release.iri
    return Member(iri, f"Release {release.folder.name}", (VOID + "Dataset",), facts)
