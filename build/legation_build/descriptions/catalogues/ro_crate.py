"""Describe the folder of a release as a Research Object: RO-Crate 1.2. Pure."""

from typing import Any

from legation_build.descriptions.catalogues.release_record import KEYWORDS, ReleaseRecord
from legation_build.release import ReleaseFile

METADATA_FILE = "ro-crate-metadata.json"
VERSION = "https://w3id.org/ro/crate/1.2"


def ro_crate(record: ReleaseRecord) -> dict[str, Any]:
    """Return the metadata document of a release's folder: one entity for each of its files.

    Implements RO-Crate 1.2 (2025), an attached crate: identifiers are paths in the folder.
    """
    publisher = record.publisher["url"]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": record.title,
        "description": record.abstract,
        "identifier": record.iri,
        "url": record.dataset,
        "version": record.version,
        "datePublished": record.modified,
        "license": {"@id": record.license},
        "author": {"@id": publisher},
        "publisher": {"@id": publisher},
        "keywords": list(KEYWORDS),
        "creditText": record.citation,
        "hasPart": [{"@id": file.path} for file in record.files],
    }
    return {
        "@context": f"{VERSION}/context",
        "@graph": [
            {
                "@id": METADATA_FILE,
                "@type": "CreativeWork",
                "conformsTo": {"@id": VERSION},
                "about": {"@id": "./"},
            },
            root,
            {"@id": publisher, "@type": "Organization", **record.publisher},
            *(_licence(iri) for iri in sorted({file.license for file in record.files})),
            *(_file(file) for file in record.files),
        ],
    }


def _file(file: ReleaseFile) -> dict[str, Any]:
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.title,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
        "sha256": file.sha256,
        "license": {"@id": file.license},
    }


def _licence(iri: str) -> dict[str, Any]:
    return {"@id": iri, "@type": "CreativeWork", "name": f"Licence {iri}", "url": iri}
