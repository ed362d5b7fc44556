"""What the pages do in a real browser; skipped where there is none."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from support.browser import as_phone, complaints, is_too_wide, needs_browser, requested, wait_for
from support.listening import listening
from support.query_page import open_query
from support.server_processes import Served
from support.some import some

pytestmark = needs_browser
PREVIEW = "/reconcile/preview?id=freedonia"
PAGES = ["/", "/query", "/dumps/", "/errors", "/id/freedonia.html", "/ns.html", "/nothing"]
PAGES += ["/reconcile/help", PREVIEW]


def run_query(page: webdriver.Chrome) -> list[WebElement]:
    wait_for(page, ".yasqe_queryButton")[0].click()
    return wait_for(page, ".yasr .dataTable tbody tr")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_another_host_for_anything(
    page: webdriver.Chrome, server: Served, path: str
) -> None:
    page.get(server.url + path)
    wait_for(page, "h1")

    asked = requested(page)

    assert server.url + path in asked
    assert {url for url in asked if not url.startswith((server.url + "/", "data:"))} <= {
        "about:blank"
    }
    assert complaints(page) == []


def test_the_editor_shows_the_result_of_an_example(page: webdriver.Chrome, server: Served) -> None:
    page.get(server.url + "/query")

    rows = run_query(page)

    assert len(rows) == 4
    assert "Freedonia recognizes Sylvania" in page.find_element(By.CSS_SELECTOR, ".yasr").text
    assert complaints(page) == []
    assert all(url.startswith((server.url, "data:", "about:")) for url in some(requested(page)))


def test_a_table_that_is_cut_says_so_on_the_page(
    page: webdriver.Chrome, dataset: Path, serve: Callable[..., Served]
) -> None:
    limited = serve(dataset, "--workers", "2", "--result-rows", "2")
    page.get(limited.url + "/query")

    rows = run_query(page)

    assert len(rows) == 2
    notice = page.find_element(By.ID, "truncated")
    assert notice.is_displayed()
    assert notice.text == "The result has more rows; this server gives the first 2."
    assert complaints(page) == []


def test_an_empty_answer_says_on_the_page_which_term_is_missing(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, "ASK { ?x a bil:Clame }")

    notice = page.find_element(By.ID, "truncated").text
    assert notice.startswith("Nothing was found. bil:Clame occurs nowhere in the dataset.")
    assert complaints(page) == []


def test_an_example_opens_in_a_tab_of_its_own(page: webdriver.Chrome, server: Served) -> None:
    page.get(server.url + "/query")
    wait_for(page, ".yasqe_queryButton")
    tabs = len(page.find_elements(By.CSS_SELECTOR, ".tabsList [role=tab]"))

    page.find_element(By.CSS_SELECTOR, "summary").click()
    page.find_elements(By.CSS_SELECTOR, "a.example")[2].click()

    WebDriverWait(page, 30).until(
        lambda current: len(current.find_elements(By.CSS_SELECTOR, ".tabsList [role=tab]")) > tabs
    )
    editor = page.find_element(By.CSS_SELECTOR, ".tabPanel.active .CodeMirror")
    assert "ORDER BY ?earliest" in editor.text


def test_typing_asks_no_other_host_for_completions(page: webdriver.Chrome, server: Served) -> None:
    page.get(server.url + "/query")
    wait_for(page, ".CodeMirror")
    page.execute_script(
        "document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.setValue("
        "'PREFIX foa: <http://xmlns.com/foaf/0.1/>\\nSELECT * { ?s a foaf:Per')"
    )
    page.execute_script(
        "const editor = document.querySelector('.tabPanel.active .CodeMirror').CodeMirror;"
        "editor.setCursor(1, 24); editor.execCommand('autocomplete')"
    )
    # What the editor asks for has been asked before this is.
    page.execute_async_script(
        "const done = arguments[0]; fetch('/healthz').then(() => requestIdleCallback(done))"
    )

    asked = requested(page)
    assert server.url + "/healthz" in asked
    assert all(url.startswith((server.url, "data:", "about:")) for url in asked)


def test_pages_fit_a_phone(page: webdriver.Chrome, server: Served) -> None:
    with as_phone(page):
        for path in PAGES:
            page.get(server.url + path)
            assert not is_too_wide(page), path


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another server on this machine, whose pages are the files of a folder."""
    handler = partial(SilentHandler, directory=str(tmp_path))
    with listening(handler) as address:
        yield address, tmp_path


class SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_preview_shows_in_the_page_of_another_site(
    page: webdriver.Chrome, server: Served, other_site: tuple[str, Path]
) -> None:
    address, folder = other_site
    (folder / "openrefine.html").write_text(f"<iframe src='{server.url}{PREVIEW}'></iframe>")

    page.get(address + "openrefine.html")
    page.switch_to.frame(wait_for(page, "iframe")[0])

    assert WebDriverWait(page, 30).until(lambda _: wait_for(page, "h1")[0].text) == "Freedonia"
    page.switch_to.default_content()
