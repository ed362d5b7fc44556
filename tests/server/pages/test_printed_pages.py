"""On paper a page is whole: no menus, nothing folded or cut, and its permanent address."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from support.browser import is_too_wide, needs_browser
from support.server_processes import Served
from support.some import some

pytestmark = needs_browser
# The width of a sheet of A4 between its margins, in CSS pixels.
SHEET = {"width": 680, "height": 960, "deviceScaleFactor": 1, "mobile": False}
SHOWN = "return arguments[0].checkVisibility()"
PAGES = ["/", "/id/israel.html", "/azerbaijan-israel/trade-2016.html", "/timeline/2016", "/figures"]


@contextmanager
def on_paper(page: webdriver.Chrome) -> Iterator[None]:
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SHEET)
    try:
        yield
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("path", PAGES)
def test_a_printed_page_has_no_menus_and_its_address(
    page: webdriver.Chrome, published_server: Served, path: str
) -> None:
    page.get(published_server.url + path)
    with on_paper(page):
        for hidden in some(page.find_elements(By.CSS_SELECTOR, "nav, form, button, .filters")):
            if hidden.get_attribute("aria-label") != "Sections":
                assert not hidden.is_displayed()
        canonical = page.find_element(By.CSS_SELECTOR, "link[rel=canonical]")
        printed = page.find_element(By.CSS_SELECTOR, ".printed")

        assert printed.is_displayed()
        assert printed.text == canonical.get_attribute("href")
        assert not is_too_wide(page)


def test_what_is_folded_on_a_screen_is_printed(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/id/israel.html")
    folded = page.find_elements(By.CSS_SELECTOR, "main section details:not([open]) .statement")

    assert not any(page.execute_script(SHOWN, one) for one in some(folded))
    with on_paper(page):
        assert all(page.execute_script(SHOWN, one) for one in some(folded))


def test_no_empty_frame_is_printed_and_no_citation_in_two_parts(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/azerbaijan-israel/air-base-access.html")
    with on_paper(page):
        sides = page.find_element(By.CSS_SELECTOR, ".sides")
        bibtex = page.find_element(By.CSS_SELECTOR, "#bibtex")
        # The citation is there to be read; this is for programs.
        assert not page.execute_script(SHOWN, bibtex)

        assert sides.value_of_css_property("display") == "block"
        assert sides.value_of_css_property("border-top-width") == "0px"
        assert bibtex.value_of_css_property("break-inside") == "avoid"


def test_the_word_of_a_status_is_printed_beside_its_line(
    page: webdriver.Chrome, published_server: Served
) -> None:
    page.get(published_server.url + "/azerbaijan-israel/air-base-denial.html")
    with on_paper(page):
        words = [mark.text for mark in page.find_elements(By.CSS_SELECTOR, ".mark")]

    assert any("denied" in word for word in words)


def test_code_is_not_cut_off(page: webdriver.Chrome, published_server: Served) -> None:
    page.get(published_server.url + "/docs/reconciliation")
    with on_paper(page):
        for code in some(page.find_elements(By.CSS_SELECTOR, "pre")):
            wide, shown = page.execute_script(
                "return [arguments[0].scrollWidth, arguments[0].clientWidth]", code
            )
            assert wide <= shown
