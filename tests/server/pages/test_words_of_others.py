"""The words of a document stand under its licence, and links and tables keep to what it says."""

import csv
import re
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from legation_server.descriptions.evidence_links import text_fragment_link
from legation_server.site_index import SiteIndex
from support.memory_store import HTML, client_of
from support.page_text import MARKS
from support.some import some

BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"


def rows(client: FlaskClient) -> dict[str, dict[str, str]]:
    """Return the rows of the table of all statements, by the last part of their addresses."""
    table = csv.DictReader(StringIO(client.get("/statements.csv").text))
    return {row["Permanent address"].rpartition("/")[2]: row for row in table}


def test_the_licence_of_the_text_stands_beside_a_sentence(published_client: FlaskClient) -> None:
    for path in some(["trade-2016", "p-trade-relations-15"]):
        page = published_client.get(f"/azerbaijan-israel/{path}.html").text
        captions = re.findall(r"<figcaption>.*?</figcaption>", page)

        assert all(f'<a href="{BY_SA}">CC BY-SA 4.0</a>' in one for one in some(captions)), path


def test_the_table_tells_the_licence_of_its_sentences(published_client: FlaskClient) -> None:
    links = ", ".join(published_client.get("/statements.csv").headers.getlist("Link"))

    assert f'<{BY_SA}>; rel="license"' in links
    assert "publicdomain/zero" in links
    assert all(row["Licence of the text"] == "CC BY-SA 4.0" for row in some(rows(published_client).values()))  # fmt: skip


@pytest.mark.parametrize("form", ["html", "ttl", "jsonld", "md"])
@pytest.mark.parametrize("path", ["air-base-access", "p-trade-relations-15"])
def test_a_document_with_sentences_names_their_licence(
    published_client: FlaskClient, path: str, form: str
) -> None:
    headers = published_client.get(f"/azerbaijan-israel/{path}.{form}").headers
    links = ", ".join(headers.getlist("Link"))

    assert f'<{BY_SA}>; rel="license"' in links
    assert "publicdomain/zero" in links


def test_a_document_without_sentences_names_the_licence_of_the_data(
    published_client: FlaskClient,
) -> None:
    links = ", ".join(published_client.get("/code/topic/trade.ttl").headers.getlist("Link"))

    assert "publicdomain/zero" in links
    assert BY_SA not in links


def test_the_table_tells_when_it_was_said_and_how_it_was_read(
    published_client: FlaskClient,
) -> None:
    found = rows(published_client)

    assert found["air-base-access"]["Said when"] == "29 March 2012"
    assert "Who gave the access is not said." in found["air-base-access"]["How we read it"]
    assert found["trade-2016"]["How we read it"].startswith("Not to be compared")


def test_the_table_is_not_more_exact_than_the_text(published_client: FlaskClient) -> None:
    found = rows(published_client)
    vague = found["military-technology-importer"]

    assert (vague["When"], vague["Earliest day"], vague["Latest day"]) == (
        "since the late 2000s",
        "",
        "",
    )
    assert (found["trade-2016"]["Earliest day"], found["trade-2016"]["Latest day"]) == (
        "2016-01-01",
        "2016-12-31",
    )


def test_the_table_for_people_is_offered_first(published_client: FlaskClient) -> None:
    page = published_client.get("/dumps/", headers=HTML).text
    first = re.search(r'<a class="button" href="([^"]+)">([^<]+)</a>', page)

    assert first and first[1] == "/statements.csv?bom=1"
    assert re.fullmatch(r"Spreadsheet: all \d+ statements \(CSV for Excel\)", first[2])
    table = published_client.get(first[1]).text.removeprefix("\ufeff")
    assert f" {len(list(csv.DictReader(StringIO(table))))} " in first[2]
    assert 'href="/statements.csv?bom=1"' in published_client.get("/", headers=HTML).text


def test_a_release_without_an_index_offers_no_such_table(client: FlaskClient) -> None:
    assert "/statements.csv" not in client.get("/dumps/", headers=HTML).text


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("They met in", "in April.\u1d9c\u2071\u1d57\u1d43\u1d57\u2071\u1d52\u207f \u207f\u1d49\u1d49\u1d48\u1d49\u1d48", "They met in,in April."),
        ("Officials\u02b7\u02b0\u1d52? said so", "to the press.", "Officials,to the press."),
        ("They met.\u1d9c\u2071\u1d57", "They met.\u1d9c\u2071\u1d57", "They met."),
    ],
)  # fmt: skip
def test_a_link_into_the_source_leaves_editors_marks_out(first: str, last: str, told: str) -> None:
    link = text_fragment_link("https://example.org/a", first, last, 90)

    assert unquote(link.partition(":~:text=")[2]) == told


def test_no_link_into_the_source_has_a_raised_letter(index: SiteIndex) -> None:
    links = [unquote(row["link"]) for row in index.rows("SELECT link FROM passage")]

    assert not [link for link in some(links) if MARKS.search(link)]


def test_a_line_tells_that_it_stands_on_a_word_as_we_read_it(published_client: FlaskClient) -> None:
    page = published_client.get("/timeline/undated?topic=oil-and-gas").text
    line = page.partition("By U.N. statistics, the price of oil was high")[2].partition("</li>")[0]

    assert '#who">as we read it</a>' in line


def test_releases_count_triples_and_not_statements(published_client: FlaskClient) -> None:
    page = published_client.get("/releases/", headers=HTML).text

    assert "RDF triples</th>" in page
    assert "Statements</th>" not in page


def test_home_and_timeline_count_alike_what_has_no_date(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    query = "SELECT count(*) AS n FROM statement WHERE edtf = '' AND NOT bookkeeping"
    undated = index.rows(query)[0]["n"]

    for path in some(["/", "/timeline"]):
        page = published_client.get(path, headers=HTML).text
        assert f"{undated} have no date." in page
        assert "Of 9 the time is known, but no year." in page


def test_the_summary_of_a_case_has_its_end(published: Path) -> None:
    page = client_of(published).get("/id/alexander-lapshin.html").text

    assert "European Court of Human Rights" in page.partition("og:description")[2].partition(">")[0]
