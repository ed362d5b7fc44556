"""A small release of our own, and servers that serve it."""

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import requests
from flask.testing import FlaskClient
from legation_build import pipeline
from legation_build.resources import resource
from legation_server.app import create_app
from legation_server.pool import Pool
from legation_server.release import Release, open_release
from legation_server.settings import Settings
from memory_store import MemoryStore
from two_releases import build_two

BASE = "https://w3id.org/legation/"
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


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder with one release, about Freedonia and Sylvania."""
    source = Path(__file__).parent / "data" / "release.trig"
    quads, prefixes = parse_trig(source.read_text(encoding="utf-8"))
    return write_release(tmp_path_factory.mktemp("served") / "dataset", quads, prefixes)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder with the release that is made of Legation's own mappings."""
    output = tmp_path_factory.mktemp("published") / "dataset"
    pipeline.build([resource("mappings")], output)
    return output


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder of two small releases, not to be changed; the mappings lie beside it."""
    return build_two(tmp_path_factory.mktemp("pair"))


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[[str], Path]:
    """Make a dataset folder out of a TriG text."""

    def make(trig: str) -> Path:
        return write_release(tmp_path / "made", *parse_trig(trig))

    return make


@pytest.fixture(scope="session")
def release(dataset: Path) -> Release:
    return open_release(dataset)


@pytest.fixture(scope="session")
def pool(release: Release) -> Iterator[Pool]:
    """A pool whose queries may take a second."""
    pool = Pool(release, Settings(workers=4, deadline=1.0, memory=256))
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def client(release: Release, pool: Pool) -> FlaskClient:
    """A client of the application, without a network in between."""
    return create_app(release, pool, pool.settings).test_client()


@pytest.fixture(scope="session")
def published_client(published: Path) -> Iterator[FlaskClient]:
    """A client of the application over the release of Legation's own mappings."""
    release = open_release(published)
    pool = Pool(release, Settings(workers=4, memory=256))
    yield create_app(release, pool, pool.settings).test_client()
    pool.close()


@pytest.fixture
def memory_client() -> Callable[[Path], FlaskClient]:
    """Make a client of an application over a dataset, without any further process."""

    def make(dataset: Path) -> FlaskClient:
        store = MemoryStore()
        release = open_release(dataset)
        for file in release.loaded_files:
            store.triples.load(path=str(release.folder / file.path), format=ox.RdfFormat.N_QUADS)
        return create_app(release, store).test_client()

    return make


@dataclass
class Served:
    """A running server process."""

    url: str
    process: "subprocess.Popen[bytes]"

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=60, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(self.url + path, timeout=60, **options)

    def select(self, query: str, **options: Any) -> requests.Response:
        return self.get("/sparql", params={"query": query, **options})

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def start_server(dataset: Path, *options: str, stderr: Any = None) -> Served:
    """Start `legation serve` on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, "-c", "from legation_server.commands import serve; serve()"]
    process = subprocess.Popen(
        [*program, str(dataset), "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env={**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"},
    )
    served = Served(f"http://127.0.0.1:{port}", process)
    for _ in range(600):
        try:
            if served.get("/readyz").ok:
                return served
        except requests.ConnectionError:
            if process.poll() is not None:
                break
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise AssertionError("the server did not start")


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Start servers that end with the test."""
    started: list[Served] = []

    def start(dataset: Path, *options: str, stderr: Any = None) -> Served:
        started.append(start_server(dataset, *options, stderr=stderr))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.stop()


@pytest.fixture(scope="session")
def server(dataset: Path) -> Iterator[Served]:
    """A server whose queries may take two seconds."""
    served = start_server(dataset, "--deadline", "2", "--workers", "6", "--memory", "256")
    yield served
    served.stop()
