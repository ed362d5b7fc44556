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
from support.query_page import (
    SHOWN,
    click_example,
    open_page,
    open_query,
    run_query,
    shown_query,
    shown_table,
    tabs,
)
from support.server_processes import Served
from support.some import some

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
    wait_for(fresh, SHOWN)
    assert len(fresh.find_elements(By.CSS_SELECTOR, "a.example")) == len(FILES) >= 38

    for file in some(FILES):
        click_example(fresh, file.stem)

        assert shown_query(fresh) == query(file)
        assert comparable(file.stem, *shown_table(fresh)) == recorded_table(file.stem), file.stem
    # An example that nobody has touched makes room for the next.
    assert len(tabs(fresh)) == 1
    assert_all_stays_here(fresh, published_server)


def test_a_first_visit_shows_a_timeline_whose_lines_lead_to_statements_and_sentences(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    open_page(fresh, published_server.url)

    lines = fresh.find_elements(By.CSS_SELECTOR, ".view[data-view='Timeline'] li")
    links = [
        link.get_attribute("href") for link in lines[0].find_elements(By.CSS_SELECTOR, "a.iri")
    ]
    assert len(lines) >= 20
    assert links == [
        f"{published_server.url}/azerbaijan-israel/{name}"
        for name in ("lieberman-remark-2016", "p-21st-century-9")
    ]
    assert_all_stays_here(fresh, published_server)


@pytest.mark.parametrize("stem", ["001-diplomatic-relations", "034-is-it-a-fact"])
def test_the_address_of_an_example_opens_and_runs_it(
    fresh: webdriver.Chrome, published_server: Served, stem: str
) -> None:
    open_page(fresh, published_server.url, f"?example={stem}")

    (file,) = (each for each in FILES if each.stem == stem)
    assert shown_query(fresh) == query(file)
    assert comparable(stem, *shown_table(fresh)) == recorded_table(stem)
    # What is reloaded is the tab, which may be another by then.
    assert fresh.current_url == published_server.url + "/query"


def test_the_address_of_no_example_says_so(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    open_page(fresh, published_server.url, "?example=none")

    box = fresh.find_element(By.CSS_SELECTOR, ".work > .problem").text
    assert "There is no example named none" in box


def test_an_example_leaves_a_query_alone_that_somebody_has_touched(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    open_query(fresh, published_server.url, "ASK {}")

    click_example(fresh, STEMS[0])
    click_example(fresh, STEMS[1])

    assert len(tabs(fresh)) == 2
    fresh.find_element(By.CSS_SELECTOR, ".tabs .tab").click()
    assert shown_query(fresh) == "ASK {}"
    assert shown_table(fresh) == (["boolean"], [["true"]])


def test_examples_are_found_by_words_and_by_tags(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    open_page(fresh, published_server.url)

    def found() -> list[str]:
        links = fresh.find_elements(By.CSS_SELECTOR, "a.example")
        return [str(each.get_attribute("data-example")) for each in links if each.is_displayed()]

    field = fresh.find_element(By.CSS_SELECTOR, ".gallery input")
    field.send_keys("AIR bas")
    assert found() == ["013-air-bases", "034-is-it-a-fact", "055-find-by-words"]
    field.send_keys(" qqq")
    assert found() == []
    assert "No example" in fresh.find_element(By.CSS_SELECTOR, "[data-none]").text
    field.clear()
    field.send_keys(" ")
    (tag,) = (
        each
        for each in fresh.find_elements(By.CSS_SELECTOR, ".gallery .tags button")
        if each.text == "dispute"
    )
    tag.click()
    assert found() == ["010-denials"]
    tag.click()
    assert len(found()) == len(FILES)


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

    wait_for(fresh, ".tabs .tab")
    run_query(fresh)
    click_example(fresh, STEMS[0])

    assert comparable(STEMS[0], *shown_table(fresh)) == recorded_table(STEMS[0])
    assert_all_stays_here(fresh, published_server)


def test_tabs_are_found_again_and_run_here(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    open_query(fresh, published_server.url, "ASK {}")
    click_example(fresh, STEMS[2])
    fresh.refresh()

    wait_for(fresh, SHOWN)

    assert len(tabs(fresh)) == 2
    assert comparable(STEMS[2], *shown_table(fresh)) == recorded_table(STEMS[2])
    assert_all_stays_here(fresh, published_server)


def test_what_somebody_wrote_does_not_run_unasked_when_they_come_back(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    open_query(fresh, published_server.url, "ASK { FILTER(false) }")
    fresh.refresh()
    wait_for(fresh, ".tabs .tab")

    assert shown_query(fresh) == "ASK { FILTER(false) }"
    assert not fresh.find_elements(By.CSS_SELECTOR, SHOWN)
    run_query(fresh)
    assert shown_table(fresh) == (["boolean"], [["false"]])


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


def test_examples_for_wikidata_run_at_their_own_endpoint(
    fresh: webdriver.Chrome, published_server: Served
) -> None:
    fresh.get(published_server.url + "/wd/query")
    wait_for(fresh, SHOWN)
    links = fresh.find_elements(By.CSS_SELECTOR, "a.example")

    for name in some(str(link.get_attribute("data-example")) for link in links):
        click_example(fresh, name)
        columns, rows = shown_table(fresh)
        assert any(column.endswith("Label") for column in some(columns)), name
        assert len(rows) > 1, name
    asked = requested(fresh)
    assert published_server.url + "/wd/sparql" in asked
    assert published_server.url + "/sparql" not in asked
    assert complaints(fresh) == []
