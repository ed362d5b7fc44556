"""With several documents each line says which one it comes from, and one can be chosen."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from legation_build import pipeline
from legation_build.resources import resource
from legation_server.pages.reading.views import entity_view
from support.memory_store import client_of
from support.small_mapping import write_mapping
from support.some import some


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an application over a release about two pairs of states."""
    root = tmp_path_factory.mktemp("several")
    small = write_mapping(root)
    # Both mappings know a press.
    for file in some(small.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\bpress\b", "gazette", text), encoding="utf-8")
    pipeline.build([resource("mappings"), small], root / "dataset")
    return client_of(root / "dataset")


def test_each_line_names_its_document(reader: FlaskClient) -> None:
    page = reader.get("/id/freedonia.html").text
    lines = re.findall(r'<p class="told">(.*?)</p>', page, re.DOTALL)

    for line in some(lines):
        assert '<a href="/freedonia-sylvania">' in line


def test_the_page_of_the_dataset_tells_that_there_is_no_text(reader: FlaskClient) -> None:
    page = reader.get("/dataset.html").text

    assert "The words of the documents, but" in page
    assert "<b>2</b> documents" in page


def licences(reader: FlaskClient, path: str) -> set[str]:
    """Return the licences that the Link header of a page names."""
    links = ", ".join(reader.get(path).headers.getlist("Link"))
    return set(re.findall(r'<https://creativecommons.org/([^>]+)/>; rel="license"', links))


@pytest.mark.parametrize(
    ("path", "of_text"),
    [
        ("/freedonia-sylvania.html", set()),
        ("/freedonia-sylvania.ttl", set()),
        ("/freedonia-sylvania.md", set()),
        ("/id/freedonia.html", set()),
        ("/id/freedonia.md", set()),
        ("/statements.csv?document=freedonia-sylvania", set()),
        ("/azerbaijan-israel.html", {"licenses/by-sa/4.0"}),
        ("/azerbaijan-israel/trade-2016.html", {"licenses/by-sa/4.0"}),
        ("/azerbaijan-israel/trade-2016.md", {"licenses/by-sa/4.0"}),
        ("/azerbaijan-israel/trade-2016.ttl", {"licenses/by-sa/4.0"}),
        ("/azerbaijan-israel/c-trade-relations-15-trade.html", {"licenses/by-sa/4.0"}),
        ("/azerbaijan-israel/p-trade-relations-15.html", {"licenses/by-sa/4.0"}),
        ("/id/israel.html", {"licenses/by-sa/4.0"}),
        ("/statements.csv", {"licenses/by-sa/4.0"}),
    ],
)
def test_a_page_names_the_licences_of_its_own_documents(
    reader: FlaskClient, path: str, of_text: set[str]
) -> None:
    assert reader.get(path).status_code == 200
    # That of the data stands at all of them.
    assert licences(reader, path) == {"publicdomain/zero/1.0", *of_text}


@pytest.mark.parametrize("path", ["/timeline/1920", "/search?q=freedonia"])
def test_pages_that_find_name_documents_too(reader: FlaskClient, path: str) -> None:
    assert '<a href="/freedonia-sylvania">' in reader.get(path).text


def test_the_home_page_names_all_documents(reader: FlaskClient) -> None:
    page = reader.get("/").text

    assert "What documents say about the relations of states, sentence by sentence" in page
    assert 'href="/azerbaijan-israel"' in page
    assert 'href="/freedonia-sylvania"' in page


def test_a_pair_and_a_document_can_be_chosen_where_both_have_something(
    reader: FlaskClient,
) -> None:
    page = reader.get("/timeline/undated").text
    pairs = re.findall(r'<a href="([^"]+[?;]pair=[^"]+)">([^<]+) <span', page)

    assert [text for _, text in pairs] == ["Azerbaijan and Israel", "Freedonia and Sylvania"]
    for href, _ in pairs:
        chosen = reader.get(unescape(href)).text
        documents = set(re.findall(r'<a href="/(azerbaijan-israel|freedonia-sylvania)">', chosen))
        assert len(documents) == 1, href


def test_a_page_tells_when_it_looks_at_a_part_only(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_view, "MOST_STATEMENTS", 5)

    page = unescape(reader.get("/id/iran.html").text)

    assert re.search(r"Only the first 5 of \d+ statements are considered here\.", page)
    assert "Query for all of them" in page
    assert page.count('<p class="statement">') <= 5
