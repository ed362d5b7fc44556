"""Pages in a language that is written from right to left are whole too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from legation_server.releases.opening import open_release
from legation_server.serving.app import create_app
from legation_server.web import LANGUAGES
from selenium import webdriver
from selenium.webdriver.common.by import By
from support.accessibility import RULES, needs_axe, violations
from support.browser import as_phone, is_too_wide, needs_browser
from support.listening import listening_app
from support.memory_store import MemoryStore
from support.other_language import OTHER

pytestmark = needs_browser
PAGES = [
    "/",
    "/id/israel.html",
    "/azerbaijan-israel.html",
    "/azerbaijan-israel/air-base-denial.html",
]


@pytest.fixture(scope="module")
def address(published: Path) -> Iterator[str]:
    """The address of an application that speaks another language when it is asked to."""
    app = create_app(open_release(published), MemoryStore())
    app.extensions[LANGUAGES]["qaa"] = OTHER
    with listening_app(app) as address:
        yield address


def test_pages_fit_a_phone(page: webdriver.Chrome, address: str) -> None:
    with as_phone(page):
        for path in PAGES:
            page.get(f"{address}{path}?lang=qaa")
            body = page.find_element(By.CSS_SELECTOR, "body")
            assert body.value_of_css_property("direction") == "rtl"
            assert not is_too_wide(page), path


def test_a_line_begins_on_the_right(page: webdriver.Chrome, address: str) -> None:
    page.get(f"{address}/id/israel.html?lang=qaa")
    when = page.find_element(By.CSS_SELECTOR, ".line .when")
    said = page.find_element(By.CSS_SELECTOR, ".line .said")

    assert when.location["x"] > said.location["x"]
    assert said.value_of_css_property("border-right-style") != "none"
    assert said.value_of_css_property("border-left-style") == "none"


@needs_axe
def test_pages_can_be_used_by_everyone(page: webdriver.Chrome, address: str) -> None:
    page.get(f"{address}/id/israel.html?lang=qaa")

    assert violations(page, RULES) == []
