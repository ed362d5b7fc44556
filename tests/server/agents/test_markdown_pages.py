"""The main pages in Markdown: beside the HTML, by Accept, and with a status on each line."""

import re

import pytest
from flask.testing import FlaskClient
from legation_server.agents.facts import facts
from legation_server.agents.library import Library
from support.agent_calls import rows_of
from support.some import some

MARKDOWN = {"Accept": "text/markdown, text/html;q=0.9, */*;q=0.1"}
ROW = re.compile(r"(STATED|ATTRIBUTED|PROSPECTIVE|UNCONFIRMED|DENIED)\b")
PAGES = ["/disputes", "/figures", "/topics/energy", "/timeline/2012"]
LISTS = ["/sources", "/network", "/network/mossad"]
THINGS = [
    "/id/mossad",
    "/azerbaijan-israel/mossad-aid-alleged",
    "/azerbaijan-israel/c-lead-1-relations",
    "/azerbaijan-israel/p-lead-1",
]


@pytest.mark.parametrize("address", [*PAGES, *THINGS])
def test_each_statement_is_a_line_with_status_and_sentence(
    published_client: FlaskClient, address: str
) -> None:
    answer = published_client.get(address + ".md")

    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.text.startswith("# ")
    for row in some(rows_of(answer.text)):
        assert ROW.match(row), row
        assert "#:~:text=" in row
        assert "| claim https://" in row


def test_sources_say_how_many_claims_are_their_word_and_how_firmly(
    published_client: FlaskClient,
) -> None:
    (row,) = [
        row for row in rows_of(published_client.get("/sources.md").text) if "id/haaretz)" in row
    ]

    assert re.match(
        r"Haaretz \(https://w3id.org/legation/id/haaretz\): \d+ claims?; \d+ [A-Z]{5}", row
    )


@pytest.mark.parametrize("address", ["/network.md", "/network/mossad.md"])
def test_those_named_together_are_told_most_named_first(
    published_client: FlaskClient, address: str
) -> None:
    text = published_client.get(address).text
    counts = [
        re.search(r": (\d+) statements? .*, (\d+) others", row) for row in some(rows_of(text))
    ]

    assert "To be named together is no relation of the two." in text
    totals = [int(found[1]) + int(found[2]) for found in counts if found]
    assert len(totals) == len(counts) and totals == sorted(totals, reverse=True)


def test_rows_are_those_of_the_tools(published_client: FlaskClient, library: Library) -> None:
    page = published_client.get("/topics/energy.md").text

    assert list(rows_of(page)) == list(rows_of(facts(library, topic="energy", limit=200)))


def test_the_home_page_tells_how_to_read_the_others(published_client: FlaskClient) -> None:
    page = published_client.get("/index.md").text

    assert "Keep the first word of each row, its status" in page
    assert published_client.get("/", headers=MARKDOWN).text == page


@pytest.mark.parametrize("address", [*PAGES, *LISTS])
def test_a_page_is_had_by_accept(published_client: FlaskClient, address: str) -> None:
    answer = published_client.get(address, headers=MARKDOWN)

    assert answer.mimetype == "text/markdown"
    assert answer.text == published_client.get(address + ".md").text
    assert "Accept" in answer.headers["Vary"]


def test_a_thing_leads_to_its_page_by_accept(published_client: FlaskClient) -> None:
    answer = published_client.get("/id/mossad", headers=MARKDOWN)

    assert answer.status_code == 303
    assert answer.location == "/id/mossad.md"


@pytest.mark.parametrize(
    "accept", ["*/*", "text/html", "text/html, text/markdown;q=0.5", "text/markdown;q=0"]
)
def test_who_does_not_ask_for_markdown_gets_html(
    published_client: FlaskClient, accept: str
) -> None:
    assert published_client.get("/disputes", headers={"Accept": accept}).mimetype == "text/html"


@pytest.mark.parametrize("address", ["/", "/disputes", "/topics/energy", "/id/mossad.html"])
def test_pages_link_to_their_markdown(published_client: FlaskClient, address: str) -> None:
    answer = published_client.get(address, headers={"Accept": "text/html"})

    links = answer.headers.getlist("Link")
    (there,) = [link for link in links if 'type="text/markdown"' in link]
    target = re.search("<([^>]*)>", there)
    assert target
    assert published_client.get(target[1]).mimetype == "text/markdown"
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "address", ["/none.md", "/topics/none.md", "/id/none.md", "/network/none.md", "/timeline/x.md"]
)
def test_an_unknown_page_is_not_found(published_client: FlaskClient, address: str) -> None:
    answer = published_client.get(address)

    assert answer.status_code == 404
    assert "/index.md" in answer.text


@pytest.mark.parametrize("address", ["/timeline/2012.md", "/network.md", "/sources.md"])
def test_more_rows_than_there_are_may_be_passed_over(
    published_client: FlaskClient, address: str
) -> None:
    answer = published_client.get(f"{address}?after={'9' * 30}")

    assert answer.status_code == 200
    assert rows_of(answer.text) == []
    assert "hasMore: false" in answer.text


@pytest.mark.parametrize("address", ["/network.md", "/network/israel.md"])
def test_pairs_go_on_where_they_ended(published_client: FlaskClient, address: str) -> None:
    every = rows_of(published_client.get(address).text)
    rest = rows_of(published_client.get(f"{address}?after=2").text)

    assert some(every)[2:] == rest[: len(every) - 2]


def test_rows_may_be_passed_over(published_client: FlaskClient) -> None:
    every = rows_of(published_client.get("/figures.md").text)
    rest = rows_of(published_client.get("/figures.md?after=3").text)

    assert list(every)[3:] == list(rest)


def test_a_release_without_an_index_has_no_such_pages(client: FlaskClient) -> None:
    assert client.get("/index.md").status_code == 404
    assert client.get("/", headers=MARKDOWN).status_code in (200, 404)
