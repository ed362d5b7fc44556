"""The endpoint reads and writes triple terms (RDF 1.2), and asserts none of them by itself."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.isolation.pool import Pool
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.small_release import BASE

LINE = """<{0}freedonia-sylvania/spies> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> \
<<( <{0}id/freedonia> <{0}ns#hasAgentsIn> <{0}id/sylvania> )>> <{0}graph/freedonia-sylvania> .
"""


@pytest.fixture
def reifying(dataset_copy: Path, on_disk: bool) -> Iterator[FlaskClient]:
    """A client of an application over data with a triple term."""
    folder = dataset_copy / "current"
    dump = folder / "dumps" / "legation.nq"
    dump.write_text(dump.read_text() + LINE.format(BASE))
    manifest = json.loads((folder / "manifest.json").read_text())
    (entry,) = (file for file in manifest["files"] if file["path"] == "dumps/legation.nq")
    entry["size"] = dump.stat().st_size
    entry["sha256"] = hashlib.sha256(dump.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    release = replace(open_release(dataset_copy), on_disk=on_disk)
    pool = Pool(release, Settings(workers=1, memory=256))
    yield create_app(release, pool, pool.settings).test_client()
    pool.close()


def ask(client: FlaskClient, query: str, form: str) -> str:
    response = client.get("/sparql", query_string={"query": query, "format": form})
    assert response.status_code == 200, response.text
    return response.text


def test_what_is_inside_a_triple_term_is_found(reifying: FlaskClient) -> None:
    query = "SELECT ?r ?o { ?r rdf:reifies <<( ?s bil:hasAgentsIn ?o )>> }"

    assert ask(reifying, query, "csv").splitlines()[1:] == [
        "https://w3id.org/legation/freedonia-sylvania/spies,https://w3id.org/legation/id/sylvania"
    ]


def test_a_triple_term_is_not_asserted(reifying: FlaskClient) -> None:
    assert '"boolean":false' in ask(reifying, "ASK { ?s bil:hasAgentsIn ?o }", "json")


@pytest.mark.parametrize(
    ("form", "written"),
    [("json", '"type":"triple"'), ("xml", "<triple>"), ("tsv", "<<( ")],
)
def test_results_write_triple_terms(reifying: FlaskClient, form: str, written: str) -> None:
    assert written in ask(reifying, "SELECT ?t { ?r rdf:reifies ?t }", form)


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig"])
def test_graphs_write_triple_terms(reifying: FlaskClient, form: str) -> None:
    found = ask(reifying, "CONSTRUCT WHERE { ?r rdf:reifies ?t }", form)

    assert "<<(" in found


def test_who_asks_may_reify_plain_data(client: FlaskClient) -> None:
    query = "CONSTRUCT { ?claim rdf:reifies <<( ?claim a ?kind )>> } { ?claim a ?kind } LIMIT 1"

    assert "<<(" in ask(client, query, "nt")
