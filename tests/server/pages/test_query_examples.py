"""The examples on the query page run here, whatever the browser has kept; in a real browser."""

import json
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from support.browser import complaints, needs_browser, requested, wait_for
from support.examples import FILES, STEMS, comparable, query, recorded_table
from support.query_page import SHOWN, click_example, open_query, shown_query, shown_table
from support.server_processes import Served

pytestmark = needs_browser
ELSEWHERE = "https://dbpedia.org/sparql"
FOREIGN_TAB = {
    "id": "gf3d3p",
    "name": "A timeline",
    "yasqe": {"value": "ASK {}", "endpoint": ELSEWHERE},
    "yasr": {"settings": {"selectedPlugin": "table", "pluginsConfig": {}}},
    "requestConfig": {"endpoint": ELSEWHERE, "method": "GET", "headers": {"X-Foreign": "1"}},
}


def by_editor(value: object) -> str:
    """Return what the editor itself keeps in a browser."""
    kept = {"namespace": "triply", "val": value, "exp": 86_400, "time": time.time()}
    return json.dumps(kept)


def by_page(*tabs: object) -> str:
    """Return what the page keeps in a browser."""
    return json.dumps({"saved": time.time() * 1000, "tabs": tabs})


EDITOR_TABS = {
    "endpointHistory": [ELSEWHERE],
    "tabs": ["gf3d3p"],
    "active": "gf3d3p",
    "tabConfig": {"gf3d3p": FOREIGN_TAB},
}
# What lies in a browser under the key of the editor itself, and under that of the page.
KEPT = {
    "nothing": ("", ""),
    "by the editor, with another endpoint": (by_editor(EDITOR_TABS), ""),
    "by an older editor": (by_editor({"tabs": {"gf3d3p": FOREIGN_TAB}, "selected": "gf3d3p"}), ""),
    "by the editor, a tab that is not there": (by_editor({**EDITOR_TABS, "tabConfig": {}}), ""),
    "broken JSON": ('{"namespace":', '{"tabs":[{"name"'),
    "other JSON": ("null", "null"),
    "a list": ("[]", "[]"),
    "tabs of another form": ("7", by_page(None, 7, {"name": 1, "query": 2})),
    "a tab of the page with more in it": ("", by_page({**FOREIGN_TAB, "query": "ASK {}"})),
}


@pytest.fixture
def fresh(page: webdriver.Chrome, published_server: Served) -> Iterator[webdriver.Chrome]:
    """A browser that has kept nothing of the server."""
    page.get(published_server.url + "/healthz")
    page.execute_script("localStorage.clear()")
    yield page
    page.execute_script("localStorage.clear()")


def assert_all_stays_here(page: webdriver.Chrome, server: Served) -> None:
    asked = requested(page)
    assert server.url + "/sparql" in asked
    assert {url for url in asked if not url.startswith((server.url + "/", "data:"))} <= {
        "about:blank"
    }
    assert complaints(page) == []


def test_each_example_runs_here_and_shows_its_recorded_answer(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    fresh.get(published_server.url + "/query")
    wait_for(fresh, ".yasqe_queryButton")
    assert len(fresh.find_elements(By.CSS_SELECTOR, "a.example")) == len(FILES) >= 38

    for number, file in enumerate(FILES):
        click_example(fresh, number)

        assert shown_query(fresh) == query(file)
        assert comparable(file.stem, *shown_table(fresh)) == recorded_table(file.stem), file.stem
    assert_all_stays_here(fresh, published_server)


@pytest.mark.parametrize("kept", KEPT)
def test_what_the_browser_kept_sends_no_query_elsewhere(
    fresh: webdriver.Chrome, published_server: Served, kept: str
) -> None:
    by_the_editor, by_the_page = KEPT[kept]
    fresh.execute_script(
        "for (const key of ['yagui__config', 'yagui_editor_config', 'yasqe_editor_query'])"
        " localStorage.setItem(key, arguments[0]); localStorage.setItem(arguments[1], arguments[2])",
        by_the_editor,
        f"query tabs of {published_server.url}/sparql",
        by_the_page,
    )
    fresh.get(published_server.url + "/query")

    wait_for(fresh, ".tabPanel.active .yasqe_queryButton")[0].click()
    wait_for(fresh, SHOWN)
    click_example(fresh, 0)

    assert comparable(STEMS[0], *shown_table(fresh)) == recorded_table(STEMS[0])
    assert_all_stays_here(fresh, published_server)


def test_tabs_are_found_again_and_run_here(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    fresh.get(published_server.url + "/query")
    wait_for(fresh, ".yasqe_queryButton")
    click_example(fresh, 2)
    fresh.refresh()

    wait_for(fresh, ".tabPanel.active .yasqe_queryButton")[0].click()
    wait_for(fresh, SHOWN)

    assert len(fresh.find_elements(By.CSS_SELECTOR, ".tabsList [role=tab]")) == 2
    assert comparable(STEMS[2], *shown_table(fresh)) == recorded_table(STEMS[2])
    assert_all_stays_here(fresh, published_server)


@pytest.mark.parametrize("headers", ["{", '{"X-Foreign":"1"}'])
def test_a_shared_query_runs_here_whatever_endpoint_its_link_names(
    fresh: webdriver.Chrome, published_server: Served, headers: str
) -> None:
    asked = "ASK { ?c a <https://w3id.org/legation/ns#Claim> FILTER(\"+ & # % é\" != '') }"
    foreign = {"endpoint": ELSEWHERE, "requestMethod": "GET", "headers": headers}
    dataset = {"defaultGraph": "https://w3id.org/legation/graph/entities"}

    for parameters, expected in (({}, "true"), (dataset, "false")):
        fresh.get("about:blank")
        shared = urlencode({"query": asked, **foreign, **parameters})
        fresh.get(f"{published_server.url}/query#{shared}")
        wait_for(fresh, SHOWN)

        assert shown_query(fresh) == asked
        assert shown_table(fresh) == (["boolean"], [[expected]])
    assert_all_stays_here(fresh, published_server)


def test_the_link_that_shares_a_query_leads_to_it(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    asked = "ASK { FILTER('+ & # % é \\n = ?' != \"\") }"
    open_query(fresh, published_server.url, asked)
    fresh.find_element(By.CSS_SELECTOR, ".tabPanel.active .yasqe_share").click()
    link = wait_for(fresh, ".yasqe_sharePopup input")[0].get_attribute("value")
    assert link

    fresh.get("about:blank")
    fresh.get(link)
    wait_for(fresh, SHOWN)

    assert shown_query(fresh) == asked
