"""A query can be taken away: as a link, and as programs that give the same answer."""

import shutil
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from support.browser import needs_browser, wait_for
from support.other_clients import needs_python_clients, run
from support.query_page import SHOWN, call, open_query, shown_query
from support.server_processes import Served

pytestmark = needs_browser
# What each language would read otherwise than as text, were it not written with care.
AWKWARD = (
    "SELECT (\"+ & # % é $HOME ${x} `y` \\\\ '''\" AS ?v)\n"
    '("""a "quoted" \\"text\\" )-" """ AS ?w) (\'SPARQL\' AS ?u)\n{ } #"'
)
COMMANDS = {
    "curl": "sh program",
    "Python": "python program",
    "R": "Rscript --vanilla program",
    "JavaScript": "node --input-type=module - < program",
}
NEEDS: dict[str, pytest.MarkDecorator] = {
    "curl": pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
    "Python": needs_python_clients,
    "R": pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed"),
}


def program(page: webdriver.Chrome, url: str, query: str, language: str) -> str:
    open_query(page, url, query)
    page.find_element(By.CSS_SELECTOR, ".share summary").click()
    (choice,) = (
        each
        for each in page.find_elements(By.CSS_SELECTOR, ".languages button")
        if each.text == language
    )
    choice.click()
    return str(page.find_element(By.CSS_SELECTOR, ".share code").get_attribute("textContent"))


def test_the_link_that_shares_a_query_leads_to_it(page: webdriver.Chrome, server: Served) -> None:
    open_query(page, server.url, AWKWARD)
    page.find_element(By.CSS_SELECTOR, ".share summary").click()
    link = wait_for(page, ".share .link input")[0].get_attribute("value")
    assert link

    page.execute_script("localStorage.clear()")
    page.get("about:blank")
    page.get(link)
    wait_for(page, SHOWN)

    assert shown_query(page) == AWKWARD


def test_a_query_too_long_for_an_address_is_sent_as_a_form(
    page: webdriver.Chrome, server: Served
) -> None:
    long = f"ASK {{}} # {'x' * 66_000}"

    shown = program(page, server.url, long, "R")

    assert shown.startswith("curl ")
    assert "65,536 bytes" in page.find_element(By.CSS_SELECTOR, ".share .said").text
    assert "curl" in [
        each.text for each in page.find_elements(By.CSS_SELECTOR, ".languages [aria-pressed=true]")
    ]


EACH = ["JavaScript", *(pytest.param(name, marks=mark) for name, mark in NEEDS.items())]
GRAPH = "CONSTRUCT { <x:s> <x:p> <x:o> } WHERE {}"


@pytest.mark.parametrize("language", EACH)
def test_a_program_gives_the_answer(
    page: webdriver.Chrome, server: Served, tmp_path: Path, language: str
) -> None:
    printed = {}
    for query in (AWKWARD, "ASK {}", GRAPH):
        text = program(page, server.url, query, language)
        (tmp_path / "program").write_text(text, encoding="utf-8")
        printed[query] = run(COMMANDS[language], tmp_path)

    assert "+ & # % é $HOME ${x} `y`" in printed[AWKWARD]
    assert "SPARQL" in printed[AWKWARD]
    assert printed["ASK {}"].strip().lower() == "true"
    # The program for Python counts the triples.
    assert printed[GRAPH] == "1\n" if language == "Python" else "<x:o>" in printed[GRAPH]


def test_the_graphs_of_a_shared_query_go_with_it(page: webdriver.Chrome, server: Served) -> None:
    page.get(server.url + "/query")
    parameters = [["default-graph-uri", "https://e/?a=1&b"]]
    link = call(page, server.url, "share.js", "linkTo", "ASK {}", parameters)

    assert link.endswith("#query=ASK+%7B%7D&default-graph-uri=https%3A%2F%2Fe%2F%3Fa%3D1%26b")
