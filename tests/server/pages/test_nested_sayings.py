"""What is said in a saying that somebody reports stands on pages: no statement is lost."""

import re

import pytest
from flask.testing import FlaskClient
from legation_server.pages.reading.nesting import Nesting
from legation_server.site_index import SiteIndex, StatementLink
from support.page_text import number
from support.some import some

HEAD = re.compile(r"<li><b>([\d,]+)</b> statements?")
# How many statements a part has, and how many more are only said in them.
PART = re.compile(
    r'<h2 id="(?:stated|unconfirmed|says|background)">.*?class="count">([\d,]+)</span>'
    r'(?: <span class="count">and ([\d,]+) )?'
)
STATEMENT = re.compile(r'<p class="statement"><a href="([^"]+)">')
LEFT_OUT = re.compile(r'<p class="folded">|<p><a href="[^"]+">All \d')


@pytest.fixture(scope="module")
def pages(index: SiteIndex, published_client: FlaskClient) -> dict[str, str]:
    """The pages of all entities that statements are about, by their paths."""
    paths = [row["path"] for row in index.rows("SELECT path FROM entity WHERE statements > 0")]
    return {path: published_client.get(f"/{path}.html").text for path in paths}


def test_the_count_in_the_head_is_that_of_the_statements_below(pages: dict[str, str]) -> None:
    for path, page in some(pages.items()):
        head = HEAD.search(page)
        assert head, path
        counts = [number(text) for part in PART.findall(page) for text in part if text]
        assert number(head[1]) == sum(counts), path


def test_a_page_that_leaves_nothing_out_has_each_statement(pages: dict[str, str]) -> None:
    whole = {path: page for path, page in pages.items() if not LEFT_OUT.search(page)}

    for path, page in some(whole.items()):
        head = HEAD.search(page)
        assert head and number(head[1]) == len(set(STATEMENT.findall(page))), path


def test_what_a_report_says_that_somebody_said_stands_under_it(pages: dict[str, str]) -> None:
    page = pages["id/us-diplomatic-cable-2009"]
    report, remark, comparison = (
        page.index(f'href="/azerbaijan-israel/{name}"')
        for name in ("cable-report-2009", "iceberg-remark", "iceberg-comparison")
    )

    assert report < remark < comparison
    assert page[report:comparison].count('<ul class="nested">') == 2


def test_a_saying_that_somebody_reports_tells_how_firm_its_words_are(
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/id/ilham-aliyev.html?kind=Utterance").text
    remark = page[page.index('href="/azerbaijan-israel/iceberg-remark"') :]

    assert "what is said:" in remark[: remark.index("</li>")]


def test_sayings_that_say_each_other_stand_once() -> None:
    links = [StatementLink(1, "says", 2), StatementLink(2, "says", 3), StatementLink(3, "says", 1)]
    found = Nesting(links, {1, 2, 3})

    assert list(found.within(1)) == [1, 2, 3]
    assert [found.is_inside(number) for number in (1, 2, 3)] == [False, True, True]
    assert list(Nesting(links, {1, 3}).within(3)) == [3, 1]
