"""Every sort of page as people meet it: by eye, by ear, by keyboard, on a phone, in the dark.

The rules are those of axe-core: WCAG 2.2 at level AA, and its own of good practice.
"""

from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from support.accessibility import COLOURS, RULES, needs_axe, violations
from support.browser import as_phone, complaints, in_scheme, is_too_wide, needs_browser, requested
from support.eventually import eventually
from support.server_processes import Served

pytestmark = needs_browser
PAGES = [
    "/",
    "/query",
    "/about",
    "/docs",
    "/docs/how-do-i-say",
    "/docs/server",
    "/timeline",
    "/timeline/2016",
    "/search?q=karabah",
    "/dumps/",
    "/errors",
    "/releases/",
    "/ns.html",
    "/code.html",
    "/code/modality.html",
    "/code/modality/alleged.html",
    "/shapes.html",
    "/examples.html",
    "/examples/010-denials.html",
    "/dataset.html",
    "/graph/entities.html",
    "/id/",
    "/id/azerbaijan.html",
    "/azerbaijan-israel.html",
    "/azerbaijan-israel/p-security-relations-11.html",
    "/azerbaijan-israel/c-alleged-cooperation-against-iran-7-access.html",
    "/reconcile/help",
    "/nothing",
]


@pytest.fixture(scope="module")
def supposition(published_server: Served) -> str:
    """The address of the page of some supposition."""
    query = "SELECT ?s { ?s a bil:Supposition ; bil:modality modality:alleged } ORDER BY ?s LIMIT 1"
    (row,) = published_server.select(query, format="json").json()["results"]["bindings"]
    return "/" + str(row["s"]["value"]).removeprefix("https://w3id.org/legation/") + ".html"


@needs_axe
@pytest.mark.parametrize(("scheme", "rules"), [("light", RULES), ("dark", COLOURS)])
def test_pages_can_be_used_by_everyone(
    page: webdriver.Chrome,
    published_server: Served,
    supposition: str,
    scheme: str,
    rules: dict[str, Any],
) -> None:
    with in_scheme(page, scheme):
        found = {}
        for path in [*PAGES, supposition]:
            page.get(published_server.url + path)
            if broken := violations(page, rules):
                found[path] = broken

    assert found == {}


def test_pages_fit_a_phone(
    page: webdriver.Chrome, published_server: Served, supposition: str
) -> None:
    with as_phone(page):
        for path in [*PAGES, supposition]:
            page.get(published_server.url + path)
            assert not is_too_wide(page), path


def test_pages_follow_the_dark_mode(page: webdriver.Chrome, published_server: Served) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        with in_scheme(page, scheme):
            page.get(published_server.url + "/id/azerbaijan.html")
            body = page.find_element(By.CSS_SELECTOR, "body")
            shades[scheme] = body.value_of_css_property("background-color")

    assert shades["light"] != shades["dark"]


def test_pages_load_nothing_from_elsewhere_and_without_complaint(
    page: webdriver.Chrome, published_server: Served, supposition: str
) -> None:
    for path in [*PAGES, supposition]:
        page.get(published_server.url + path)
        assert complaints(page) == [], path

    asked = requested(page)

    assert {published_server.url + path for path in PAGES} <= asked
    assert all(url.startswith((published_server.url + "/", "data:")) for url in asked)


def test_the_keyboard_leads_past_the_menu(page: webdriver.Chrome, published_server: Served) -> None:
    page.get(published_server.url + "/ns.html")
    body = page.find_element(By.CSS_SELECTOR, "body")

    body.send_keys(Keys.TAB)
    first = page.switch_to.active_element
    said = first.text
    first.send_keys(Keys.ENTER)
    page.switch_to.active_element.send_keys(Keys.TAB)

    assert said == "Skip to the content"
    main = page.find_element(By.CSS_SELECTOR, "main")
    assert page.switch_to.active_element in main.find_elements(By.CSS_SELECTOR, "a, summary")


def test_an_allegation_shows_that_it_is_one_before_anything_is_said_of_it(
    page: webdriver.Chrome, published_server: Served, supposition: str
) -> None:
    page.get(published_server.url + supposition)
    verdict = page.find_element(By.CSS_SELECTOR, ".verdict")
    heading = page.find_element(By.CSS_SELECTOR, "h1")
    facts = page.find_element(By.CSS_SELECTOR, "dl.facts")

    assert "The document does not say that this is true." in verdict.text
    assert heading.location["y"] < verdict.location["y"] < facts.location["y"]
    assert page.find_elements(By.PARTIAL_LINK_TEXT, "Open in the source")


def test_a_page_shows_its_data_as_turtle_on_the_spot(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/id/baku.html")
    details = page.find_element(By.CSS_SELECTOR, "details.turtle")

    details.find_element(By.CSS_SELECTOR, "summary").click()
    code = details.find_element(By.CSS_SELECTOR, "code")

    eventually(lambda: "id:baku" in code.text)


def test_the_query_of_a_term_opens_in_the_editor(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/ns.html")
    page.find_element(By.CSS_SELECTOR, "#disputes .use a").click()

    editor = page.find_element(By.CSS_SELECTOR, "#editor .CodeMirror")
    assert "bil:disputes" in editor.text
