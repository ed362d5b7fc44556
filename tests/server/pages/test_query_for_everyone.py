"""The query page by the rules of axe-core: after a run, after an error, in every view."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from support.accessibility import RULES, needs_axe, violations
from support.browser import as_phone, complaints, enlarged, in_scheme, is_too_wide, needs_browser
from support.query_page import hints, open_page, open_query, run_query, show_view, write
from support.server_processes import Served

pytestmark = [needs_browser, needs_axe]
FIGURES = (
    "SELECT ?figure ?figureLabel ?value ?when ?status {"
    " ?figure a bil:Figure ; rdfs:label ?figureLabel ; bil:value ?value ; bil:when ?when ;"
    " bil:status/skos:prefLabel ?status }"
)


WAYS: dict[str, Callable[[webdriver.Chrome], AbstractContextManager[Any]]] = {
    "light": lambda page: nullcontext(),
    "dark": lambda page: in_scheme(page, "dark"),
    "on a phone": as_phone,
    "at 200 percent": enlarged,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_query_page_can_be_used_by_everyone(
    page: webdriver.Chrome, published_server: Served, way: str
) -> None:
    url = published_server.url
    found: dict[str, Any] = {}
    with WAYS[way](page):

        def look(state: str) -> None:
            if broken := violations(page, RULES):
                found[state] = broken
            if is_too_wide(page):
                found[f"{state}: too wide"] = True

        open_page(page, url)
        look("a first visit")
        page.find_element(By.CSS_SELECTOR, ".share summary").click()
        look("link and programs")
        open_query(page, url, FIGURES)
        for view in ("Timeline", "Chart", "Table"):
            show_view(page, view)
            look(view)
        open_page(page, url, "?example=035-graph-of-a-country")
        look("Graph")
        write(page, "SELECT * { ?s ?p foo:x }")
        run_query(page)
        look("an error")
        open_query(page, url, "SELECT * { ?s a bil:Evnt }")
        look("nothing found")
        hints(page, "SELECT * { ?s a bil:E|\n}")
        look("completion")
        open_page(page, url, "?example=034-is-it-a-fact")
        look("yes or no")

    assert found == {}
    assert [each for each in complaints(page) if "400 (Bad Request)" not in each] == []
