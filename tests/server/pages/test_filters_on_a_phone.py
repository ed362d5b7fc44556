"""Filters fold away on a phone, tell what is set, and open by keyboard and without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from support.browser import SCREENS, needs_browser, on_screen
from support.server_processes import Served

pytestmark = needs_browser
LISTS = [
    "/timeline/2016",
    "/timeline/undated",
    "/topics/energy",
    "/disputes",
    "/figures",
    "/id/israel.html",
    "/azerbaijan-israel.html",
]
SUMMARY, FILTERS = ".choices > summary", ".choices .filters"


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def scripted(page: webdriver.Chrome, request: pytest.FixtureRequest) -> Iterator[None]:
    off = request.param == "without JavaScript"
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": off})
    yield
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def summary_of(page: webdriver.Chrome) -> WebElement:
    return page.find_element(By.CSS_SELECTOR, SUMMARY)


def shown(page: webdriver.Chrome) -> set[bool]:
    """Return whether filters can be seen; both where only some can."""
    links = page.find_elements(By.CSS_SELECTOR, FILTERS + " a")
    return {
        bool(page.execute_script("return arguments[0].checkVisibility()", one)) for one in links
    }


def spoken(page: webdriver.Chrome, selector: str) -> dict[str, Any]:
    """Return what the browser tells a screen reader of an element: role, name and states."""
    document = page.execute_cdp_cmd("DOM.getDocument", {})["root"]["nodeId"]
    found = page.execute_cdp_cmd("DOM.querySelector", {"nodeId": document, "selector": selector})
    node = page.execute_cdp_cmd(
        "Accessibility.getPartialAXTree", {"nodeId": found["nodeId"], "fetchRelatives": False}
    )["nodes"][0]
    states = {one["name"]: one["value"]["value"] for one in node.get("properties", ())}
    return {
        "ignored": node["ignored"],
        "role": node.get("role", {}).get("value"),
        "name": node.get("name", {}).get("value"),
        "expanded": states.get("expanded"),
    }


@pytest.mark.usefixtures("scripted")
def test_a_phone_shows_lists_with_their_filters_folded(
    page: webdriver.Chrome, published_server: Served
) -> None:
    with on_screen(page, "phone"):
        for path in LISTS:
            page.get(published_server.url + path)

            assert summary_of(page).text == "Filters", path
            assert shown(page) == {False}, path


@pytest.mark.usefixtures("scripted")
def test_a_wide_screen_shows_all_filters_and_nothing_to_open(
    page: webdriver.Chrome, published_server: Served
) -> None:
    with on_screen(page, "desktop"):
        for path in LISTS:
            page.get(published_server.url + path)

            assert not summary_of(page).is_displayed(), path
            assert shown(page) == {True}, path
            assert not spoken(page, FILTERS + " a")["ignored"], path


@pytest.mark.usefixtures("scripted")
def test_folded_filters_open_by_keyboard(page: webdriver.Chrome, published_server: Served) -> None:
    with on_screen(page, "phone"):
        page.get(published_server.url + "/timeline/2016")
        assert spoken(page, SUMMARY)["expanded"] is False
        assert spoken(page, FILTERS + " a")["ignored"]

        summary_of(page).send_keys(Keys.ENTER)

        assert spoken(page, SUMMARY) == {
            "ignored": False, "role": "DisclosureTriangle", "name": "Filters", "expanded": True,
        }  # fmt: skip
        assert not spoken(page, FILTERS + " a")["ignored"]
        page.switch_to.active_element.send_keys(Keys.TAB)
        assert page.switch_to.active_element.text == "all"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/timeline/2016?firmly=unconfirmed", "1 filter set: reported, held, planned or denied"),
        (
            "/timeline/2016?firmly=stated&topic=justice&actor=alexander-lapshin",
            "3 filters set: justice, stated or attributed, Alexander Lapshin",
        ),
        ("/figures/oil", "1 filter set: oil"),
        ("/disputes/energy", "1 filter set: energy"),
        ("/azerbaijan-israel.html?firmly=stated", "1 filter set: stated or attributed"),
        ("/id/israel.html?kind=Figure", "1 filter set: figures"),
    ],
)
def test_folded_filters_tell_how_many_are_set_and_which(
    page: webdriver.Chrome, published_server: Served, address: str, told: str
) -> None:
    with on_screen(page, "phone"):
        page.get(published_server.url + address)

        assert summary_of(page).text == told
        assert spoken(page, SUMMARY)["name"] == told


def test_a_list_begins_on_the_second_screen_of_a_phone(
    page: webdriver.Chrome, published_server: Served
) -> None:
    with on_screen(page, "phone"):
        for path in ("/timeline/2016", "/topics/energy", "/figures", "/disputes"):
            page.get(published_server.url + path)
            top = page.find_element(By.CSS_SELECTOR, "main .statement").location["y"]

            assert top < 2 * SCREENS["phone"]["height"], path
