"""A release of very many documents offers no file that it lacks; one document comes when asked for."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from legation_server.isolation.pool import Pool
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.settings import Settings
from support.memory_store import local
from support.several_documents import FIRST, build_streamed, manifest, write_documents
from support.small_release import DUMPS
from support.some import some

SECOND = f"{FIRST}-2"
OFFERING = ["/", "/dumps/", "/dataset.ttl", f"/{SECOND}.html"]
OFFERING += ["/dumps/void.ttl", "/dumps/dcat.ttl", "/croissant.json", "/datapackage.json"]
FORMATS = [(name, DUMPS[name][0]) for name in ("ttl", "nt", "rdf", "jsonld")]


@pytest.fixture(scope="module")
def streamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset that was put together piece by piece."""
    root = tmp_path_factory.mktemp("streamed")
    build_streamed([write_documents(root, 2)], root / "dataset")
    return root / "dataset"


@pytest.fixture(scope="module")
def reader(streamed: Path) -> Iterator[FlaskClient]:
    release = open_release(streamed)
    with closing(Pool(release, Settings(workers=2, memory=256))) as pool:
        yield create_app(release, pool).test_client()


@pytest.mark.parametrize("path", OFFERING)
def test_every_file_that_is_offered_is_there(
    reader: FlaskClient, streamed: Path, path: str
) -> None:
    files = {file["path"] for file in manifest(streamed)["files"]}

    offered = set(some(re.findall(r"dumps/[\w.-]*\w", reader.get(path, buffered=True).text)))

    made = {f"dumps/{SECOND}.ttl"}
    assert offered - files - made == set()


def test_files_are_offered_on_the_home_page(reader: FlaskClient) -> None:
    links = re.findall(r'href="(/dumps/[^"]+)"', reader.get("/").text)

    for link in some(links):
        assert reader.get(link, buffered=True).status_code == 200


@pytest.mark.parametrize(("ending", "form"), FORMATS)
def test_one_document_comes_in_every_format(
    reader: FlaskClient, streamed: Path, ending: str, form: ox.RdfFormat
) -> None:
    graph = next(one for one in manifest(streamed)["graphs"] if one["iri"].endswith(SECOND))

    asked = reader.get(f"/dumps/{SECOND}.{ending}")
    made = reader.get(local(f"http://localhost{asked.headers['Location']}"))

    assert asked.status_code == 307
    assert made.status_code == 200
    triples = {quad.triple for quad in ox.parse(made.data, form)}
    assert len(triples) == graph["quads"]
    assert made.headers["ETag"]


def test_the_page_of_a_document_leads_to_its_turtle(reader: FlaskClient) -> None:
    page = reader.get(f"/{SECOND}.html").text

    assert f'<a href="/dumps/{SECOND}.ttl" download="{SECOND}.ttl">' in page


@pytest.mark.parametrize("name", ["nobody.ttl", f"{SECOND}.html", f"{SECOND}.ttl.gz"])
def test_what_is_no_file_and_no_document_is_not_there(reader: FlaskClient, name: str) -> None:
    assert reader.get(f"/dumps/{name}").status_code == 404


def test_a_graph_that_is_not_there_is_told_with_some_that_are(reader: FlaskClient) -> None:
    answer = reader.get("/graphs?graph=http://example.org/none", headers={"Accept": "*/*"})

    assert answer.status_code == 404
    assert "/graph/" in answer.text
