"""What pages promise in one place holds in the others: headings, counts, whom to ask."""

import re
from datetime import date

from flask.testing import FlaskClient
from legation_server.site_index import Choice, SiteIndex, statements, touching
from support.page_text import plain
from support.some import some


def test_the_heading_of_what_is_stated_counts_nothing_else(published_client: FlaskClient) -> None:
    pages = {
        "azerbaijani-air-bases": (5, 7),
        "sitalchay-airbase": (4, 3),
    }
    for name, (own, said) in some(pages.items()):
        text = plain(published_client.get(f"/id/{name}.html").text)

        assert f"What the document states {own} and {said} that are only said there" in text


def test_a_page_names_no_one_to_tell_when_no_address_is_known(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/about").text

    assert "tell them" not in page
    assert "Mistakes are mended in the files that it is made from" in page


def test_what_came_about_by_a_year_is_of_that_year_alone(index: SiteIndex) -> None:
    def paths(year: int) -> set[str]:
        found = touching(index, date(year, 1, 1), date(year, 12, 31), Choice())
        return {one.path for one in statements(index, found)}

    by_2019 = "azerbaijan-israel/gasoline-share-by-2019"
    assert by_2019 in paths(2019)
    assert not any(by_2019 in paths(year) for year in (2016, 2018, 2020))
    # What lasted until a year was so before it, too.
    assert "azerbaijan-israel/israel-key-consumer" in paths(2005)


def test_headings_of_a_year_count_what_its_sum_counts(published_client: FlaskClient) -> None:
    for year in some([1998, 2012, 2016, 2019, 2020]):
        text = plain(published_client.get(f"/timeline/{year}").text)
        headings = {
            r"overlap it": rf"Periods that overlap {year} (\d+)",
            r"have no date, but may be of it": (
                rf"No date given: (?:in {year}|{year} is possible,) by what they follow or are "
                r"part of (\d+)"
            ),
        }
        for words, heading in headings.items():
            told, counted = re.search(rf"(\d+) {words}", text), re.findall(heading, text)
            assert int(told[1] if told else 0) == sum(map(int, counted)), (year, words)


def test_a_time_after_a_year_names_the_year_of_the_document(published_client: FlaskClient) -> None:
    for path in some(["/azerbaijan-israel/israel-turkey-worsening.html", "/statements.csv"]):
        text = published_client.get(path).text

        assert "after 2006" in text
        assert "after 2007" not in text
