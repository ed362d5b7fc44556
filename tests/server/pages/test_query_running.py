"""A query that runs has a clock, a limit and a way to stop it; an error is marked at its line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from support.browser import needs_browser, wait_for
from support.eventually import eventually
from support.heavy_queries import ENDLESS
from support.query_page import (
    SHOWN,
    open_page,
    open_query,
    press,
    run_query,
    shown_table,
    wait_until_gone,
    write,
)
from support.server_processes import Served

pytestmark = needs_browser
RUN = "[data-run]"


@pytest.fixture
def patient(dataset: Path, serve: Callable[..., Served]) -> Served:
    """A server with one worker, whose queries may take ten minutes."""
    return serve(dataset, "--workers", "1", "--deadline", "600", "--desks", "0")


def start_endless(page: webdriver.Chrome, server: Served) -> None:
    """Run a query that finds no end, after one with a result."""
    open_query(page, server.url, 'SELECT ("before" AS ?v) {}')
    write(page, ENDLESS)
    page.find_element(By.CSS_SELECTOR, RUN).click()
    wait_for(page, ".result[aria-busy='true']")


def test_a_query_that_runs_has_a_clock_and_says_when_it_stops(
    page: webdriver.Chrome, patient: Served
) -> None:
    start_endless(page, patient)

    running = page.find_element(By.CSS_SELECTOR, ".running")
    clock = running.find_element(By.CSS_SELECTOR, "[data-clock]")
    assert running.is_displayed()
    assert "stops after 600 s" in running.text
    first = clock.text
    assert eventually(lambda: clock.text != first)
    # The result of the query before is still there, and said to be that.
    old = page.find_element(By.CSS_SELECTOR, ".result[data-old]")
    assert "before" in old.text
    page.find_element(By.CSS_SELECTOR, ".running button").click()


def test_stop_ends_the_query_here_and_on_the_server(
    page: webdriver.Chrome, patient: Served
) -> None:
    start_endless(page, patient)
    stop = page.find_element(By.CSS_SELECTOR, ".running button")
    assert stop.text == "Stop"

    stop.click()
    wait_until_gone(page, ".running")

    assert "Stopped" in wait_for(page, ".work > .problem")[0].text
    # The one worker is free again.
    write(page, "ASK {}")
    run_query(page)
    assert shown_table(page) == (["boolean"], [["true"]])


def test_another_query_takes_the_place_of_the_one_that_runs(
    page: webdriver.Chrome, patient: Served
) -> None:
    start_endless(page, patient)

    write(page, "ASK { FILTER(false) }")
    press(page, Keys.CONTROL + Keys.ENTER)
    wait_for(page, SHOWN)

    assert shown_table(page) == (["boolean"], [["false"]])
    assert not page.find_element(By.CSS_SELECTOR, ".running").is_displayed()


def test_an_answer_belongs_to_the_tab_that_asked(page: webdriver.Chrome, server: Served) -> None:
    open_page(page, server.url)
    open_query(page, server.url, 'SELECT ("one" AS ?v) {}')
    page.find_element(By.CSS_SELECTOR, ".tabs .add").click()
    assert not page.find_elements(By.CSS_SELECTOR, SHOWN)
    write(page, 'SELECT ("two" AS ?v) {}')
    run_query(page)

    shown = [shown_table(page)[1]]
    for place in (0, 1):
        page.find_elements(By.CSS_SELECTOR, ".tabs .tab")[place].click()
        wait_for(page, SHOWN)
        shown.append(shown_table(page)[1])

    assert [["two"]] == shown[0] == shown[2]
    assert shown[1] != shown[0]


def test_a_syntax_error_is_marked_at_its_line_until_the_query_changes(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, "SELECT *\n{ ?s ?p foo:x }")

    (sign,) = page.find_elements(By.CSS_SELECTOR, ".problem-sign")
    number = page.execute_script(
        "return arguments[0].closest('.CodeMirror-gutter-wrapper')"
        ".querySelector('.CodeMirror-linenumber').textContent",
        sign,
    )
    assert number == "2"
    assert "the prefix foo: is not declared" in str(sign.get_attribute("title"))
    assert page.find_elements(By.CSS_SELECTOR, ".problem-line")
    excerpt = page.find_element(By.CSS_SELECTOR, ".work > .problem pre").text
    assert excerpt == "{ ?s ?p foo:x }\n             ^"

    write(page, "ASK {}")

    assert not page.find_elements(By.CSS_SELECTOR, ".problem-sign, .problem-line")
    run_query(page)
    assert not page.find_element(By.CSS_SELECTOR, ".work > .problem").is_displayed()


def test_an_error_leaves_the_result_before_it_and_says_that_it_is_old(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, 'SELECT ("before" AS ?v) {}')
    write(page, "SELECT")
    run_query(page)

    assert "before" in page.find_element(By.CSS_SELECTOR, ".result[data-old]").text
    said = page.execute_script(
        "return getComputedStyle(document.querySelector('.result'), '::before').content"
    )
    assert said == '"Result of the query before"'
