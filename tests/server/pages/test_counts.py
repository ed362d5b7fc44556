"""A number of statements means the same wherever it stands: of a year, a topic, an entity."""

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from legation_server.site_index import (
    Choice,
    SiteIndex,
    chosen,
    codes_of,
    statements,
    touching,
    year_counts,
)
from support.some import some

STATEMENT = '<p class="statement">'


def counted(page: str, words: str) -> int:
    """Return the number before some words on a page; 0 when they are not there."""
    text = " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())
    found = re.search(rf"([\d,]+) {words}", text)
    return int(found[1].replace(",", "")) if found else 0


def test_all_pages_count_alike_what_begins_in_a_year(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    timeline = published_client.get("/timeline").text

    for one in some(year_counts(index, Choice())):
        year = published_client.get(f"/timeline/{one.year}").text
        found = published_client.get(f"/search?q={one.year}&format=json").get_json()
        hits = {hit["label"]: hit["statements"] for group in found["groups"] if group["type"] == "year" for hit in group["hits"]}  # fmt: skip

        assert counted(year, f"begin in {one.year}") == one.total
        assert hits[str(one.year)] == one.total
        assert f'{one.year} <span class="count">{one.total}</span>' in timeline


def test_a_year_has_as_many_lines_as_it_tells(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    for one in some(year_counts(index, Choice())):
        page = published_client.get(f"/timeline/{one.year}").text

        assert page.count(STATEMENT) == counted(page, r"statements?\.")
        parts = ("begin in", "overlap it", "have no date", "are background")
        assert sum(counted(page, part) for part in parts) == page.count(STATEMENT)


def test_what_has_no_date_stands_in_the_year_that_bounds_it(index: SiteIndex) -> None:
    year = date(2016, 1, 1), date(2016, 12, 31)
    found = {one.path for one in statements(index, touching(index, *year, Choice())) if not one.edtf}  # fmt: skip

    bounded = statements(index, chosen(index, Choice(dated=False)))
    within = {
        one.path for one in bounded
        if one.not_before and one.not_after and year[0] <= one.not_before <= one.not_after <= year[1]
    }  # fmt: skip
    assert within <= found
    assert len(within) >= 4


def test_a_bound_is_told_in_words(published_client: FlaskClient) -> None:
    page = published_client.get("/timeline/2016").text

    assert "in December 2016, by inference" in page
    assert "between 1 December 2016 and 21 May 2021, by inference" in page


def test_all_pages_count_alike_what_is_on_a_topic(
    published_client: FlaskClient, index: SiteIndex
) -> None:
    listed = published_client.get("/topics/").text
    home = published_client.get("/").text
    topics = [code for code in codes_of(index, "topic") if code.uses]

    for code in some(topics):
        page = published_client.get(f"/topics/{code.name}").text
        link = f'href="/topics/{code.name}">'

        assert counted(page, r"statements? ·") == code.uses, code.name
        for other in (listed, home):
            if link in other:
                shown = other.partition(link)[2].partition("</span>")[0]
                assert int(re.sub(r"\D", "", shown.rpartition(">")[2])) == code.uses, code.name


@pytest.mark.parametrize("path", ["/", "/id/"])
def test_all_pages_count_alike_what_an_entity_has_a_part_in(
    published_client: FlaskClient, path: str
) -> None:
    pattern = r'<a href="(/id/[^"]+)">[^<]+</a> <span class="count">([\d,]+)</span>'
    links = re.findall(pattern, published_client.get(path).text)

    for href, count in some(links[:: max(1, len(links) // 25)]):
        page = published_client.get(href + ".html").text
        assert counted(page, "statements?") == int(count.replace(",", "")), href
