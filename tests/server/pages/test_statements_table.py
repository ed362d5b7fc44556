"""The statements of a page are there as a table that people can read in a spreadsheet."""

import csv
import json
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from legation_server.pages.finding import reach
from legation_server.pages.finding.csv_file import cell
from support.memory_store import client_of
from support.some import some

TABLE = "/statements.csv"


def rows(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{TABLE}?{query}")
    assert response.status_code == 200, response.text
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(response.text.removeprefix("\ufeff"))))


def test_a_row_tells_in_words_what_a_line_tells(published_client: FlaskClient) -> None:
    found = {row["Permanent address"].rpartition("/")[2]: row for row in rows(published_client)}
    visit, distance = found["netanyahu-visit-2016"], found["sitalchay-distance-miles"]

    assert visit["How firmly"] == "stated" and visit["Who says so"] == "the document itself"
    assert visit["When"] == "13 December 2016" or "2016" in visit["When"]
    assert "21st century, sentence" in visit["Where in the document"]
    assert visit["Open the source"].startswith("https://en.wikipedia.org/wiki/")
    assert visit["Source"].startswith("“Azerbaijan–Israel relations”, English Wikipedia")
    assert distance["How much"] == "340 miles"


def test_no_cell_but_addresses_is_an_iri_and_none_begins_a_formula(
    published_client: FlaskClient,
) -> None:
    for row in some(rows(published_client)):
        words = [value for name, value in row.items() if name not in ("Open the source", "Permanent address")]  # fmt: skip
        assert not [text for text in words if "://" in text or text[:1] in ("=", "+", "-", "@")]
        assert row["Statement"] and row["How firmly"] and row["Where in the document"]


def test_the_document_says_itself_only_what_it_states(published_client: FlaskClient) -> None:
    found = rows(published_client)
    itself = [row for row in found if row["Who says so"] == "the document itself"]
    unnamed = [row for row in found if row["Who says so"].startswith("the document, without")]
    inferred = [row for row in found if row["Who says so"].startswith("nobody: it is read")]

    assert {row["How firmly"] for row in some(itself)} == {"stated"}
    assert {row["How firmly"] for row in some(inferred)} == {"inferred, not said"}
    assert "stated" not in {row["How firmly"] for row in some(unnamed)}


@pytest.mark.parametrize("name", ["cooperation-against-iran", "netanyahu-visit-2016"])
def test_the_table_says_of_who_says_so_what_the_page_says(
    published_client: FlaskClient, name: str
) -> None:
    found = {row["Permanent address"].rpartition("/")[2]: row for row in rows(published_client)}
    page = published_client.get(f"/azerbaijan-israel/{name}.html").text
    who = re.search(r'class="claimcard" id="[^"]+">\s*<p>([^<]+?) <a', page)

    assert who and who[1].lower() == found[name]["Who says so"]


def test_who_passed_a_word_on_stands_beside_it(published_client: FlaskClient) -> None:
    found = {row["Permanent address"].rpartition("/")[2]: row for row in rows(published_client)}

    assert (
        found["iceberg-comparison"]["Who says so"]
        == "Ilham Aliyev, in U.S. diplomatic cable of 2009"
    )


def test_a_formula_is_made_text() -> None:
    assert [cell(text) for text in ("=1+1", "'=1", "1+1", "")] == ["'=1+1", "''=1", "1+1", ""]


@pytest.mark.parametrize(
    "page",
    [
        "/topics/energy",
        "/topics/energy?firmly=stated",
        "/timeline/2016",
        "/timeline/undated",
        "/id/baku.html",
        "/id/alexander-lapshin.html?firmly=stated",
    ],
)
def test_a_page_leads_to_the_table_of_its_statements(
    published_client: FlaskClient, page: str
) -> None:
    text = published_client.get(page).text
    links = re.findall(r'href="(/statements\.csv[^"]*)"', text)
    plain, excel = (published_client.get(unescape(link)).text for link in links)
    count = re.search(r"(\d+)(?:</b>)? statements?", text)

    assert count and len(list(csv.reader(StringIO(plain)))) == 1 + int(count[1])
    assert excel == "\ufeff" + plain


def test_the_sentence_stands_in_the_row_where_the_release_has_it(original: Path) -> None:
    found = rows(client_of(original / "dataset"))

    assert all(row["Sentence"] for row in some(found))


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/id/israel", "/statements.csv?actor=israel"),
        ("/azerbaijan-israel", "/statements.csv?document=azerbaijan-israel"),
    ],
)
def test_a_client_that_wants_a_thing_as_csv_is_led_to_the_table(
    published_client: FlaskClient, path: str, table: str
) -> None:
    response = published_client.get(path, headers={"Accept": "text/csv"})
    other = published_client.get(path, headers={"Accept": "image/png"})

    assert (response.status_code, other.status_code) == (406, 406)
    problem = json.loads(response.data)
    assert f"Its statements are a table at {table}." in problem["detail"]
    assert problem["table"] == table
    assert "statements.csv" not in other.text
    assert rows(published_client, table.partition("?")[2])


@pytest.mark.parametrize("query", ["on=nothing", "year=0", "year=x", "actor=nobody"])
def test_what_is_not_there_is_told(published_client: FlaskClient, query: str) -> None:
    assert published_client.get(f"{TABLE}?{query}").status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("bogus=1", 400, "takes no parameter"),
        ("measure=trade-volume", 400, "It takes: actor, bom, document"),
        ("firmly=certain", 400, "It takes: stated, unconfirmed"),
        ("kind=Visit", 400, "Utterance"),
        ("from=soon", 400, "takes a year"),
        ("bom=yes", 400, "It takes: 0, 1"),
        ("actor=israel&actor=iran", 400, "given 2 times"),
        ("topic=nothing", 404, "/topics/ lists all"),
        ("document=nothing", 404, "There is no document"),
    ],
)
def test_what_the_table_does_not_know_is_refused(
    published_client: FlaskClient, query: str, status: int, said: str
) -> None:
    response = published_client.get(f"{TABLE}?{query}", headers={"Accept": "text/plain"})

    assert response.status_code == status
    assert said in response.text


def test_a_year_of_many_digits_is_refused(published_client: FlaskClient) -> None:
    digits = "9" * 5_000

    assert published_client.get(f"/statements.csv?year={digits}").status_code == 404
    assert published_client.get(f"/pictures/timeline/{digits}.png").status_code == 404


def test_a_table_is_not_cut_in_silence(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MOST_STATEMENTS", 5)
    response = client_of(published).get(TABLE)

    assert response.status_code == 422
    assert "more statements fit than a table has" in response.text


def test_the_columns_have_a_description_that_the_table_leads_to(
    published_client: FlaskClient,
) -> None:
    table = published_client.get(TABLE)
    link = re.search(r'<([^>]+)>; rel="describedby"', ", ".join(table.headers.getlist("Link")))
    assert link and link[1] == "http://localhost/statements.csv-metadata.json"
    answer = published_client.get(link[1])
    found = json.loads(answer.text)
    columns = found["tableSchema"]["columns"]

    assert answer.mimetype == "application/csvm+json"
    assert found["url"] == "statements.csv"
    assert [one["titles"] for one in columns] == next(csv.reader(StringIO(table.text)))
    assert all(one["dc:description"].endswith(".") for one in some(columns))
    days = [one["titles"] for one in columns if one["datatype"] == "date"]
    assert days == ["Earliest day", "Latest day"]


def test_days_are_days(published_client: FlaskClient) -> None:
    found = rows(published_client)
    days = [row[name] for row in found for name in ("Earliest day", "Latest day") if row[name]]

    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in some(days))
