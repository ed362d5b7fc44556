"""The query that the pages of figures offer leaves out nothing that makes a number less exact."""

import csv
import html
import re
from io import StringIO
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from support.some import some


def rows(client: FlaskClient, page: str) -> dict[str, dict[str, str]]:
    """Return the answer to the query that a page offers, by the figures' own names."""
    found = re.search(r'href="([^"]*/query[^"]*)"[^>]*>\s*Query for this', client.get(page).text)
    assert found, page
    link = urlsplit(html.unescape(found[1]))
    query = parse_qs(link.query or link.fragment)["query"][0]
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return {
        row["statement"].rpartition("/")[2]: row for row in csv.DictReader(StringIO(answer.text))
    }


def test_a_number_stands_beside_how_exact_it_is(published_client: FlaskClient) -> None:
    found = rows(published_client, "/figures")

    assert (found["trade-2020"]["precision"], found["trade-2020"]["without"]) == ("about", "oil")


def test_a_figure_without_a_number_has_the_words_of_the_document(
    published_client: FlaskClient,
) -> None:
    found = rows(published_client, "/figures")
    bare = some(row for row in found.values() if not (row["value"] + row["least"] + row["most"]))

    assert all(row["words"] for row in bare)
