"""The pages that find, in a real browser: usable by everyone, on a phone, in the dark, by keyboard."""

from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from support.accessibility import COLOURS, RULES, needs_axe, violations
from support.browser import (
    SCREENS,
    as_phone,
    complaints,
    in_scheme,
    is_too_wide,
    needs_browser,
    on_screen,
    requested,
    wait_for,
)
from support.server_processes import Served

pytestmark = needs_browser
PAGES = [
    "/search?q=karabah",
    "/timeline",
    "/timeline/2016",
    "/timeline/undated",
    "/topics/",
    "/topics/energy",
    "/disputes",
    "/disputes/air-base-access",
    "/figures",
    "/figures/oil",
    "/sources/",
    "/network",
    "/network/israel",
]
BOX = "form.search input"
OPTIONS = "#suggestions [role=option]"


@needs_axe
@pytest.mark.parametrize(("scheme", "rules"), [("light", RULES), ("dark", COLOURS)])
def test_pages_can_be_used_by_everyone(
    page: webdriver.Chrome, published_server: Served, scheme: str, rules: dict[str, Any]
) -> None:
    found = {}
    with in_scheme(page, scheme):
        for path in PAGES:
            page.get(published_server.url + path)
            if broken := violations(page, rules):
                found[path] = broken

    assert found == {}


@needs_axe
def test_pages_fit_a_phone(page: webdriver.Chrome, published_server: Served) -> None:
    with as_phone(page):
        for path in PAGES:
            page.get(published_server.url + path)
            assert not is_too_wide(page), path
            assert violations(page, RULES) == [], path


def test_pages_ask_no_other_host_and_break_no_rule(
    page: webdriver.Chrome, published_server: Served
) -> None:
    for path in PAGES:
        page.get(published_server.url + path)

    assert {address for address in requested(page) if not address.startswith(published_server.url) and address != "about:blank"} == set()  # fmt: skip
    assert complaints(page) == []


def typed(page: webdriver.Chrome, words: str) -> None:
    """Type words into the search box and wait for suggestions."""
    page.find_element(By.CSS_SELECTOR, "body").send_keys("/")
    page.switch_to.active_element.send_keys(words)
    wait_for(page, OPTIONS)


def test_a_suggestion_is_taken_by_keyboard_alone(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/topics/")
    typed(page, "karabah")
    page.switch_to.active_element.send_keys(Keys.ARROW_DOWN, Keys.ENTER)

    WebDriverWait(page, 30).until(lambda current: "/id/nagorno-karabakh" in current.current_url)
    assert complaints(page) == []


@needs_axe
def test_suggestions_can_be_used_by_everyone(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/topics/")
    typed(page, "oil")

    assert page.find_element(By.CSS_SELECTOR, BOX).get_attribute("aria-expanded") == "true"
    assert violations(page, RULES) == []


def test_escape_hides_suggestions_and_enter_searches(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/topics/")
    typed(page, "oil")
    page.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not page.find_element(By.ID, "suggestions").is_displayed()
    page.find_element(By.CSS_SELECTOR, BOX).send_keys("oil", Keys.ENTER)

    WebDriverWait(page, 60).until(lambda current: "/search?q=" in current.current_url)


@pytest.mark.parametrize(("screen", "labels"), [("desktop", "name"), ("phone", "number")])
def test_labels_of_the_network_stand_within_its_picture(
    page: webdriver.Chrome, published_server: Served, screen: str, labels: str
) -> None:
    beyond = """
    const frame = document.querySelector(".ringframe").getBoundingClientRect();
    return [...document.querySelectorAll("svg.ring text")].filter((label) => {
      const box = label.getBoundingClientRect();
      return label.checkVisibility() && (box.top < frame.top || box.bottom > frame.bottom
        || box.left < frame.left || box.right > frame.right);
    }).map((label) => label.textContent);"""
    shown = """
    return [...document.querySelectorAll("svg.ring text")]
      .filter((label) => label.checkVisibility()).map((label) => label.classList[0]);"""
    for path in ("/network", "/network/israel"):
        with on_screen(page, screen):
            page.get(published_server.url + path)

            assert set(page.execute_script(shown)) == {labels}
            assert page.execute_script(beyond) == [], path
            assert page.execute_script(
                "return document.documentElement.scrollWidth <= innerWidth"
            ), path


def test_tables_are_read_row_by_row_on_a_phone(
    page: webdriver.Chrome, published_server: Served
) -> None:
    inside = "return [...document.querySelectorAll('.stack tbody > tr > *')].map((one) => one.getBoundingClientRect().right)"  # fmt: skip
    with on_screen(page, "phone"):
        for path in (
            "/sources/",
            "/figures",
            "/graph/",
            "/code.html",
            "/errors",
            "/quality",
            "/releases/",
        ):
            page.get(published_server.url + path)

            assert max(page.execute_script(inside)) <= SCREENS["phone"]["width"], path
            assert not is_too_wide(page), path


def test_the_search_box_shows_all_that_it_proposes(
    page: webdriver.Chrome, published_server: Served
) -> None:
    for screen in SCREENS:
        with on_screen(page, screen):
            page.get(published_server.url + "/timeline")
            box = page.find_element(By.CSS_SELECTOR, BOX)
            wanted = page.execute_script(
                """const canvas = document.createElement("canvas").getContext("2d");
                canvas.font = getComputedStyle(arguments[0]).font;
                return canvas.measureText(arguments[0].placeholder).width""",
                box,
            )
            room = page.execute_script(
                """const style = getComputedStyle(arguments[0]);
                return arguments[0].clientWidth - parseFloat(style.paddingLeft) * 2""",
                box,
            )

            # The browser keeps room for the sign that empties the box.
            assert room >= wanted + 16, screen
