"""A number beside a link is that of what it leads to: of its statements, figures or cases."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from support.page_text import number, plain
from support.some import some

# A link, and a number in it or behind it.
COUNTED = re.compile(
    r'<a [^>]*?href="(/[^"]+)"[^>]*>(?:(?!</?a\b).)*?(?:</a>)?\s*<span class="count">([\d,]+)</span>',
    re.DOTALL,
)
LINE, CASE, ROW = '<p class="statement">', '<section class="case"', "<tr><td><data "
PAGES = [
    "/",
    "/timeline",
    "/timeline/2016",
    "/timeline/2016?firmly=stated&actor=azerbaijan",
    "/timeline/undated",
    "/topics/",
    "/topics/trade",
    "/topics/trade?firmly=stated",
    "/disputes",
    "/figures",
    "/id/israel.html",
    "/id/israel.html?kind=Figure",
    "/id/arthur-lenk.html",
]


def told(page: str, path: str, begins: bool) -> int:
    """Return how much a page says that it has; of a year what `begins` in it, or all."""
    if path.startswith("/disputes"):
        return page.count(CASE)
    words = "begin in" if begins else "figures?" if path.startswith("/figures") else "statements?"
    found = re.search(rf"([\d,]+) {words}\b", plain(page.partition("<main")[2]))
    return number(found[1]) if found else 0


@pytest.fixture(scope="module")
def pages(published_client: FlaskClient) -> dict[str, str]:
    """The pages that are asked for, by their addresses."""
    return {}


@pytest.mark.parametrize("path", PAGES)
def test_a_number_beside_a_link_is_that_of_its_page(
    published_client: FlaskClient, pages: dict[str, str], path: str
) -> None:
    def page_at(address: str) -> str:
        if address not in pages:
            response = published_client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)  # fmt: skip
            assert response.status_code == 200, address
            pages[address] = response.text
        return pages[address]

    wrong = {}
    for href, count in some(COUNTED.findall(page_at(path))):
        address = unescape(href)
        there = urlsplit(address).path
        # Where years are listed, the number is of what begins in each.
        begins = re.fullmatch(r"/timeline/\d+", there) is not None and not path[1:].startswith("timeline/")  # fmt: skip
        found = told(page_at(address), there, begins)
        if found != number(count):
            wrong[address] = f"{count} beside the link, {found} there"

    assert wrong == {}


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("/timeline/2016", LINE),
        ("/timeline/2016?actor=benjamin-netanyahu", LINE),
        ("/timeline/undated?topic=none", LINE),
        ("/topics/energy?firmly=unconfirmed", LINE),
        ("/id/israel.html?kind=background", LINE),
        ("/figures", ROW),
        ("/figures/oil", ROW),
    ],
)
def test_a_page_lists_as_much_as_it_tells(
    published_client: FlaskClient, address: str, mark: str
) -> None:
    page = published_client.get(address).text

    assert page.count(mark) == told(page, urlsplit(address).path, begins=False) > 0


def test_a_table_takes_what_a_page_can_choose(published_client: FlaskClient) -> None:
    for choice in ("topic=none", "kind=background"):
        page = published_client.get(f"/id/israel.html?{choice}").text
        table = published_client.get(f"/statements.csv?actor=israel&{choice}").text

        assert len(table.splitlines()) - 1 == told(page, "/id/israel.html", begins=False), choice
