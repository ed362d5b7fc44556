"""Every sort of page by the rules of axe-core at 200 percent and on a phone of 390 pixels.

In light and dark, and for the query page in each state, other tests ask the same.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from selenium import webdriver
from support.accessibility import RULES, needs_axe, violations
from support.browser import enlarged, is_too_wide, needs_browser, on_screen
from support.server_processes import Served

pytestmark = [needs_browser, needs_axe]
PAGES = [
    "/",
    "/about",
    "/azerbaijan-israel.html",
    "/azerbaijan-israel/air-base-access.html",
    "/azerbaijan-israel/c-alleged-cooperation-against-iran-9-denial.html",
    "/azerbaijan-israel/p-security-relations-11.html",
    "/code.html",
    "/code/modality/alleged.html",
    "/disputes",
    "/docs",
    "/docs/server",
    "/dumps/",
    "/errors",
    "/examples.html",
    "/figures",
    "/graph/",
    "/id/",
    "/id/israel.html",
    "/network",
    "/ns.html",
    "/query",
    "/reconcile/help",
    "/releases/",
    "/search?q=karabah",
    "/shapes.html",
    "/sources/",
    "/timeline",
    "/timeline/2016",
    "/topics/energy",
    "/wd/",
]
WAYS: dict[str, Callable[[webdriver.Chrome], AbstractContextManager[None]]] = {
    "on a phone": lambda page: on_screen(page, "phone"),
    "at 200 percent": enlarged,
}


@pytest.mark.parametrize("way", WAYS)
def test_pages_can_be_used_by_everyone(
    page: webdriver.Chrome, published_server: Served, way: str
) -> None:
    found: dict[str, Any] = {}
    with WAYS[way](page):
        for path in PAGES:
            page.get(published_server.url + path)
            if broken := violations(page, RULES):
                found[path] = broken
            if is_too_wide(page):
                found[f"{path}: too wide"] = True

    assert found == {}
