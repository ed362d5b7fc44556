"""Write a release folder out of quads, as docs/release-format.md says; without the build."""

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

BASE = "https://w3id.org/legation/"
BIL = BASE + "ns#"
# Things of every kind that tests/data/release.trig tells of.
PATHS = [
    "/id/freedonia",
    "/freedonia-sylvania",
    "/freedonia-sylvania/c-recognition",
    "/freedonia-sylvania/spies",
    "/freedonia-sylvania/p-2",
    "/code/modality/alleged",
    "/code/modality",
    "/ns",
    "/id/" + quote("osterländer"),
]
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
DUMPS = {
    "ttl": (ox.RdfFormat.TURTLE, "text/turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "nq": (ox.RdfFormat.N_QUADS, "application/n-quads"),
    "trig": (ox.RdfFormat.TRIG, "application/trig"),
    "rdf": (ox.RdfFormat.RDF_XML, "application/rdf+xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json"),
}
TEXT = f"""<{BASE}freedonia-sylvania/p-2> <{BASE}ns#text> \
"On 3 May 1922 Freedonia recognized the new state of Sylvania." \
<{BASE}graph/freedonia-sylvania/text> .
"""
VOID = f"<{BASE}> a <http://rdfs.org/ns/void#Dataset> .\n"


def write_release(dataset: Path, quads: list[ox.Quad], prefixes: dict[str, str]) -> Path:
    """Write a dataset folder with one release in it, as docs/release-format.md says."""
    release = dataset / "releases" / "0123456789abcdef"
    (release / "dumps").mkdir(parents=True)
    files = [
        _file(release, f"dumps/legation.{name}", name, media_type, _dump(quads, dump_format))
        for name, (dump_format, media_type) in DUMPS.items()
    ]
    files.append(_file(release, "dumps/void.ttl", "ttl", "text/turtle", VOID.encode()))
    text = _file(release, "dumps/legation-text.nq", "nq", "application/n-quads", TEXT.encode())
    files.append({**text, "license": CC_BY_SA})
    graphs = sorted({q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)})
    manifest = {
        "format": "legation-release/1",
        "name": "Legation",
        "version": "0.1.0",
        "base": BASE,
        "digest": "0123456789abcdef" * 4,
        "modified": "2026-11-01",
        "license": CC0,
        "prefixes": prefixes,
        "graphs": [{"iri": g, "title": g, "license": CC0, "quads": 1} for g in graphs],
        "documents": [
            {
                "id": "freedonia-sylvania",
                "iri": BASE + "freedonia-sylvania",
                "title": "Freedonia and Sylvania",
                "url": "https://example.org/wiki/F%E2%80%93S",
                "license": CC_BY_SA,
                "sha256": "0" * 64,
                "length": 2000,
                "hasText": True,
            }
        ],
        "counts": {"quads": len(quads), "classes": {BASE + "ns#Claim": 3, BASE + "ns#Event": 1}},
        "validation": {"conforms": True, "engine": "pyshacl", "results": []},
        "files": files,
    }
    (release / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    (dataset / "current").symlink_to("releases/0123456789abcdef")
    return dataset


def _dump(quads: list[ox.Quad], dump_format: ox.RdfFormat) -> bytes:
    if dump_format.supports_datasets:
        data = ox.serialize(quads, format=dump_format)
    else:
        data = ox.serialize(list(dict.fromkeys(q.triple for q in quads)), format=dump_format)
    assert data is not None
    return data


def _file(release: Path, path: str, name: str, media_type: str, data: bytes) -> dict[str, Any]:
    (release / path).write_bytes(data)
    return {
        "path": path,
        "format": name,
        "mediaType": media_type,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "license": CC0,
        "title": f"The file {path}",
        "load": path in ("dumps/legation.nq", "dumps/legation-text.nq"),
    }


def parse_trig(text: str) -> tuple[list[ox.Quad], dict[str, str]]:
    """Return the quads and the prefixes of a TriG text."""
    parser = ox.parse(text, ox.RdfFormat.TRIG)
    quads = list(parser)
    return quads, dict(parser.prefixes)
