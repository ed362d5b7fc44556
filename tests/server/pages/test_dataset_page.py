"""The page of the dataset tells readers what is in it, and keeps the properties behind that."""

import re

from flask.testing import FlaskClient
from support.page_text import plain
from support.some import some

HEADINGS = ["What is in it", "What it does not hold", "Download and query", "Licence", "Cite"]


def test_a_reader_finds_what_a_dataset_is_judged_by(published_client: FlaskClient) -> None:
    page = published_client.get("/dataset.html").text
    told, mark, described = page.partition('<details class="screen"><summary>')

    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", told) == HEADINGS
    assert mark and '<dl class="facts">' not in told
    # The description in RDF is there as before, folded.
    assert '<dl class="facts">' in described and "distinct subjects" in described


def test_what_is_in_it_is_counted(published_client: FlaskClient) -> None:
    text = plain(published_client.get("/dataset.html").text)

    for words in some(["1 document", "statements", "claims", "passages", "RDF quads"]):
        assert re.search(rf"\d {words.removeprefix('1 ')}", text), words
    assert "1 documents" not in text


def test_its_files_its_licences_and_its_citation_are_offered(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/dataset.html").text.partition("<details")[0]

    for address in some(
        [
            "/statements.csv?bom=1",
            "/dumps/legation.ttl",
            "/dumps/claims.csv",
            "/dumps/",
            "/dataset.bib",
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ]
    ):
        assert f'href="{address}"' in page, address
        if address.startswith("/"):
            assert published_client.get(address, buffered=True).status_code == 200, address
    assert "Licence of the data:" in page and 'class="citation"' in page
