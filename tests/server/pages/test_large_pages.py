"""Pages of a large release are cut where they would list everything, and say where the rest is."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_build import pipeline
from legation_server import reconciliation
from legation_server.endpoint import graph_store, service_description
from legation_server.pages import about
from legation_server.pages.comparing import dispute_pages, figure_pages
from legation_server.pages.comparing.cases import Case, cases
from legation_server.pages.finding import timeline_pages
from legation_server.pages.machines import llms
from legation_server.pages.reading.views import home_view
from legation_server.pages.releases import routes
from legation_server.pages.things import graph_index
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.site_index import Outline, SiteIndex
from support.addresses import BASE
from support.memory_store import HTML, MemoryStore, client_of, get
from support.several_documents import COUNT, write_documents
from support.some import some

LINE = '<li class="line">'
CASE = '<section class="case"'


@pytest.fixture
def fresh(published: Path, published_store: MemoryStore) -> FlaskClient:
    """A client of an application that has made no page yet."""
    return create_app(open_release(published), published_store).test_client()


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three documents about one pair of states."""
    root = tmp_path_factory.mktemp("several")
    pipeline.build([write_documents(root, COUNT)], root / "dataset")
    return root / "dataset"


def cut(page: str, words: str = r"(\d+) more are not shown\.") -> int:
    """Return how many things a page says that it leaves out."""
    found = re.search(words, page)
    assert found, page
    return int(found[1])


def test_only_the_disputes_that_are_shown_are_made(
    fresh: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fresh.get("/disputes?lang=en").text.count(CASE)
    asked: list[int] = []

    def counting(index: SiteIndex, shown: Sequence[Outline]) -> list[Case]:
        asked.append(len(shown))
        return cases(index, shown)

    monkeypatch.setattr(dispute_pages, "cases", counting)
    monkeypatch.setattr(dispute_pages, "MOST_SHOWN", 2)

    page = fresh.get("/disputes").text

    assert page.count(CASE) == 2
    assert asked == [2]
    assert cut(page) == whole - 2


def test_a_dispute_that_is_cut_from_the_list_has_its_page(
    fresh: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = re.findall(r'href="/disputes/([\w-]+)">[^<]+</a></h2>', fresh.get("/disputes").text)
    monkeypatch.setattr(dispute_pages, "MOST_SHOWN", 1)

    assert fresh.get(f"/disputes/{some(names)[-1]}").status_code == 200


def test_the_timeline_shows_some_of_what_has_no_year(
    fresh: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline_pages, "MOST_VAGUE", 1)

    page = fresh.get("/timeline").text

    assert cut(page) > 0
    assert "timePrecision" in page


def test_a_crowded_year_has_what_begins_in_it_alone(
    fresh: FlaskClient, index: SiteIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fresh.get("/timeline/2016").text
    monkeypatch.setattr(timeline_pages, "MOST_BEGUN", 5)

    page = fresh.get("/timeline/2016?lang=en").text

    row = index.rows(
        "SELECT min(path) AS path FROM statement WHERE year = 2016 AND class = 'Event'"
    )
    assert f'href="/{row[0]["path"]}"' in page
    assert "So much begins in 2016" in page
    assert "So much begins in 2016" not in whole
    assert 0 < page.count(LINE) < whole.count(LINE)


def test_figures_of_a_measure_are_cut(fresh: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_pages, "MOST_SHOWN", 2)

    page = fresh.get("/figures/share").text

    assert page.count("<data value=") == 2
    assert cut(page) > 0


@pytest.mark.parametrize(
    ("module", "path", "words"),
    [
        (home_view, "/", r"and (\d+) more document"),
        (about, "/about", r"(\d+) more documents are not listed"),
        (llms, "/llms.txt", r"- (\d+) more documents"),
    ],
)
def test_few_documents_are_named_one_by_one(
    several: Path, monkeypatch: pytest.MonkeyPatch, module: object, path: str, words: str
) -> None:
    assert not re.search(words, client_of(several).get(path).text)
    monkeypatch.setattr(module, "MOST_LISTED", 1)

    assert cut(client_of(several).get(path).text, words) == COUNT - 1


def test_the_list_of_graphs_has_those_of_no_single_document_first(
    several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client_of(several).get("/graph/").text.count("<tr>")
    monkeypatch.setattr(graph_index, "MOST_GRAPHS", 5)

    page = client_of(several).get("/graph/").text
    listed = client_of(several).get("/graph/", headers={"Accept": "text/turtle"})

    assert page.count("<tr>") == 6
    assert "graph/freedonia-sylvania" not in page
    assert cut(page, r"(\d+) more graphs") == whole - 6
    assert listed.headers["X-Result-Truncated"] == "members=5"
    assert listed.text.count("sd:NamedGraph") == 5


def test_matching_names_some_documents(several: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciliation.manifest, "MOST_TITLES", 1)

    name = client_of(several).get("/reconcile").get_json()["name"]

    assert name.endswith("and 2 more documents")


def test_the_page_of_a_release_names_some_documents_and_graphs(
    several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/releases/{(several / 'current').resolve().name}/"
    whole = get(client_of(several), address, headers=HTML).text
    monkeypatch.setattr(routes, "MOST_LISTED", 1)

    page = get(client_of(several), address, headers=HTML).text

    assert "more are not listed" not in whole
    assert re.findall(r"(\d+) more are not listed", page)[0] == str(COUNT - 1)
    assert page.count("with the SHA-256") == 1


def test_the_service_description_names_some_graphs(
    several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turtle = {"Accept": "text/turtle"}
    whole = client_of(several).get("/sparql", headers=turtle).text.count("sd:name ")
    monkeypatch.setattr(service_description, "MOST_GRAPHS", 2)

    described = client_of(several).get("/sparql", headers=turtle).text

    assert described.count("sd:name ") == 2 < whole


def test_graphs_of_no_single_document_are_named_first(
    several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_description, "MOST_GRAPHS", 12)
    monkeypatch.setattr(graph_store, "MOST_TOLD", 12)
    client = client_of(several)

    described = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    refusal = client.get("/graphs?graph=http://e/nothing").get_json()
    names = re.findall(r"description#name> <(.+?)>", described)

    assert sorted(names) == sorted(refusal["graphs"])
    assert len(names) == 12
    assert f"{BASE}graph/checksums" in names
    assert not [name for name in names if "freedonia-sylvania" in name]
    assert "void.ttl lists all" in refusal["detail"]
