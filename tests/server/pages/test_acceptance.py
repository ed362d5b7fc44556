"""What people come for is a click or two away, on a desktop and on a phone of 390 pixels.

Each test begins on the home page and counts its clicks; words are typed only into the search. That
each example of the query page runs, that a cell leads here, that no statement stands twice on a
page and that no raw date or banned phrase is told, is tested with these pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from support.browser import SCREENS, complaints, needs_browser, on_screen, requested, wait_for
from support.query_page import SHOWN
from support.server_processes import Served
from support.some import some

pytestmark = needs_browser
# How many bytes a page may move, with all that it loads; the editor is not counted.
MOST_BYTES = 100_000
PLACES = ".line > .said > .told .place, table.figures td .place"
WEIGHT = """
return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
  .reduce((sum, entry) => sum + entry.transferSize, 0);
"""


@dataclass
class Visit:
    """Somebody who came to the home page, and how often they clicked since."""

    page: webdriver.Chrome
    url: str
    clicks: int = 0

    @property
    def path(self) -> str:
        """Return the path of the page that is open."""
        return urlsplit(self.page.current_url).path

    @property
    def text(self) -> str:
        """Return what can be read on the page, folded parts left out."""
        return self.page.find_element(By.CSS_SELECTOR, "main").text

    def all(self, selector: str) -> list[WebElement]:
        return self.page.find_elements(By.CSS_SELECTOR, selector)

    def click(self, element: WebElement) -> None:
        """Click a link, and wait for the page that it leads to."""
        before = self.page.find_element(By.CSS_SELECTOR, "html")
        self.page.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.clicks += 1
        WebDriverWait(self.page, 60).until(
            lambda page: page.find_element(By.CSS_SELECTOR, "html") != before
        )

    def follow(self, words: str) -> None:
        """Click the first link whose text is some words, or else has them."""
        found = self.page.find_elements(By.LINK_TEXT, words)
        self.click((found or self.page.find_elements(By.PARTIAL_LINK_TEXT, words))[0])

    def search(self, words: str, *keys: str) -> None:
        """Type words into the search, then keys, and wait for the page that they lead to."""
        before = self.page.find_element(By.CSS_SELECTOR, "html")
        self.page.find_element(By.CSS_SELECTOR, "body").send_keys("/")
        self.page.switch_to.active_element.send_keys(words)
        wait_for(self.page, "#suggestions [role=option]")
        self.page.switch_to.active_element.send_keys(*keys)
        WebDriverWait(self.page, 60).until(
            lambda page: page.find_element(By.CSS_SELECTOR, "html") != before
        )


@pytest.fixture(params=SCREENS)
def visit(
    page: webdriver.Chrome, published_server: Served, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """A visit that asks no other host, and whose pages complain of nothing."""
    with on_screen(page, request.param):
        page.get(published_server.url + "/")
        yield Visit(page, published_server.url)
        own = (published_server.url + "/", "about:", "data:")
        assert [url for url in requested(page) if not url.startswith(own)] == []
        assert complaints(page) == []


def test_what_happened_in_2016_is_a_click_away(visit: Visit) -> None:
    visit.follow("What happened in 2016?")

    assert (visit.path, visit.clicks) == ("/timeline/2016", 1)
    for month in ("September 2016", "December 2016"):
        assert any(month in heading.text for heading in visit.all("h2"))
    for line in some(visit.all("section > .lines > .line")):
        assert line.find_elements(By.CSS_SELECTOR, ".mark")
        assert line.find_elements(By.CSS_SELECTOR, ".place a")
    assert "is President of Azerbaijan" not in visit.text
    assert not visit.all("details.background[open]")
    assert len(visit.all("details.background")) == 1


def test_who_says_and_who_denies_the_air_bases_is_a_click_away(visit: Visit) -> None:
    visit.follow("What is denied, and by whom?")

    said, denied = visit.all(".sides > div")
    assert visit.clicks == 1
    assert said.text.startswith("Said") and "officials" in said.text
    assert denied.text.startswith("Denied")
    assert "Israeli officials, Azerbaijani officials" in denied.text
    if visit.page.execute_script("return innerWidth") == SCREENS["desktop"]["width"]:
        beginnings = [side.find_element(By.CSS_SELECTOR, ".mark") for side in (said, denied)]
        assert all(one.location["y"] < SCREENS["desktop"]["height"] for one in beginnings)


def test_who_denies_the_air_bases_is_found_by_search(visit: Visit) -> None:
    visit.search("air bases", Keys.ARROW_DOWN, Keys.ENTER)

    assert visit.clicks == 0
    assert "denied by Israeli officials, Azerbaijani officials" in " ".join(visit.text.split())


def test_every_figure_about_oil_is_within_two_clicks(visit: Visit) -> None:
    visit.follow("How much oil")

    rows = [" ".join(row.text.split()) for row in visit.all("table.figures tbody tr")]
    assert visit.clicks <= 2
    for value, when in (
        ("40 percent", "2013"),
        ("40 percent", "no date given"),
        ("65 percent", "2021"),
        ("more than 60 percent", "2019"),
        ("more than 60 percent", "by 2019"),
    ):
        assert [row for row in rows if row.startswith(f"{value} {when} ")], (value, when)
    assert all(row.find_elements(By.CSS_SELECTOR, ".mark") for row in some(visit.all("tbody tr")))


@pytest.mark.parametrize("question", ["What happened in 2016?", "How much oil"])
def test_the_sentence_behind_a_statement_is_one_more_click_and_stays_here(
    visit: Visit, question: str
) -> None:
    visit.follow(question)
    visit.click(visit.all(PLACES)[0].find_element(By.CSS_SELECTOR, "a"))

    (source, _) = visit.all("figure.passage figcaption a")
    assert visit.page.current_url.startswith(visit.url)
    assert (source.text, visit.clicks) == ("Open in the source ↗", 2)
    assert str(source.get_attribute("href")).startswith("https://en.wikipedia.org/")


def test_turtle_is_a_click_away_with_its_size(visit: Visit, published_server: Served) -> None:
    link = visit.page.find_element(By.PARTIAL_LINK_TEXT, "Turtle, ")
    path = urlsplit(str(link.get_attribute("href"))).path
    size = len(published_server.get(path).content)

    assert path == "/dumps/legation.ttl"
    assert link.text == f"Turtle, {size / 1_000_000:.1f} MB"


def test_a_query_that_shows_something_is_a_click_away(visit: Visit) -> None:
    visit.follow("Query")
    wait_for(visit.page, SHOWN)

    assert (visit.path, visit.clicks) == ("/query", 1)
    assert visit.all("#query .result .view")
    assert not visit.all("#query .work > .problem:not([hidden])")


def test_which_accounts_differ_and_why_is_a_click_away(visit: Visit) -> None:
    visit.follow("Where do accounts differ?")

    assert (visit.path, visit.clicks) == ("/disputes", 1)
    reasons = [case.find_element(By.CSS_SELECTOR, ".reasons").text for case in visit.all(".case")]
    assert len(reasons) == 7
    for reason in some(reasons):
        assert reason.strip()


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Lapshin", "/id/alexander-lapshin"),
        ("Karabakh", "/id/nagorno-karabakh"),
        ("karabah", "/id/nagorno-karabakh"),
        ("Əliyev", "/id/ilham-aliyev"),
        ("oil", "/code/commodity/oil"),
        ("2016", "/timeline/2016"),
    ],
)
def test_the_right_answer_is_first_and_reached_by_keyboard(
    visit: Visit, words: str, path: str
) -> None:
    visit.search(words, Keys.ENTER)
    first = visit.all(".hits a")[0].get_attribute("href")
    visit.search(words, Keys.ARROW_DOWN, Keys.ENTER)

    assert urlsplit(str(first)).path == path
    assert visit.path.removesuffix(".html") == path


def test_trade_over_time_is_within_two_clicks_and_joins_nothing_unlike(visit: Visit) -> None:
    visit.follow("Figures")
    # On a phone the filters are folded; the heading leads there too.
    visit.follow("Trade volume")

    told = " ".join(visit.text.split())
    assert visit.clicks == 2
    for sum_of_money in (
        "260 million US dollars, without defence and energy 2016",
        "about 200 million US dollars, without oil",
        "116.2 million US dollars in 2 months; not on the scale, which is of years January 2017",
    ):
        assert sum_of_money in told
    scales = visit.all("svg.scale")
    assert [len(scale.find_elements(By.CSS_SELECTOR, ".point")) for scale in scales] == [1, 1]
    assert not visit.all("main svg :is(path, polyline)")


def test_a_claim_can_be_cited_within_two_clicks_of_its_statement(visit: Visit) -> None:
    visit.follow("What is denied, and by whom?")
    visit.click(visit.all(".sides .statement a")[0])
    before = visit.clicks
    visit.page.find_element(By.XPATH, "//summary[.='BibTeX']").click()

    assert visit.page.find_element(By.ID, "bibtex").text.startswith("@misc{legation:")
    assert visit.page.find_element(By.ID, "citation").text.startswith("Maintainers of Legation.")
    for name in ("BibTeX", "CSL-JSON"):
        assert visit.page.find_element(By.LINK_TEXT, name)
    assert visit.clicks == before


@pytest.mark.parametrize("words", ["What happened in 2016?", "Israel", "Figures", "Sources"])
def test_nothing_is_attributed_without_saying_to_whom(visit: Visit, words: str) -> None:
    visit.follow(words)
    lines = visit.page.find_elements(
        By.XPATH,
        "//p[@class='told'][span[1]/a[contains(@href, '#attributed')]]",
    )

    for line in lines:
        assert line.find_elements(By.CSS_SELECTOR, "span > a[href*='/id/']"), line.text
    assert lines or words == "Sources"


@pytest.mark.parametrize(
    "path",
    ["/", "/id/azerbaijan.html", "/timeline", "/timeline/2016", "/disputes", "/figures", "/ns.html",
     "/azerbaijan-israel.html", "/docs/how-do-i-say", "/examples.html"],
)  # fmt: skip
def test_a_page_moves_a_hundred_kilobytes_at_most(
    page: webdriver.Chrome, published_server: Served, path: str
) -> None:
    page.execute_cdp_cmd("Network.clearBrowserCache", {})
    page.get(published_server.url + path)

    assert 1_000 < page.execute_script(WEIGHT) <= MOST_BYTES
