"""What the pages do in a real browser; skipped where there is none."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from support.browser import as_phone, complaints, is_too_wide, needs_browser, requested, wait_for
from support.listening import listening
from support.query_page import (
    SHOWN,
    call,
    click_example,
    open_page,
    open_query,
    shown_query,
    shown_table,
)
from support.server_processes import Served
from support.some import some

pytestmark = needs_browser
PREVIEW = "/reconcile/preview?id=freedonia"
PAGES = ["/", "/query", "/dumps/", "/errors", "/id/freedonia.html", "/ns.html", "/nothing"]
PAGES += ["/reconcile/help", PREVIEW]


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


def test_the_page_shows_the_result_of_an_example(page: webdriver.Chrome, server: Served) -> None:
    open_page(page, server.url)

    assert "Freedonia recognizes Sylvania" in page.find_element(By.CSS_SELECTOR, ".result").text
    assert len(shown_table(page)[1]) == 1
    click_example(page, "claims-and-their-evidence")
    assert len(shown_table(page)[1]) == 4
    assert complaints(page) == []
    assert all(url.startswith((server.url, "data:", "about:")) for url in some(requested(page)))


def test_a_table_that_is_cut_says_so_on_the_page(
    page: webdriver.Chrome, dataset: Path, serve: Callable[..., Served]
) -> None:
    limited = serve(dataset, "--workers", "2", "--result-rows", "2")
    open_page(page, limited.url)
    click_example(page, "claims-and-their-evidence")

    assert len(shown_table(page)[1]) == 2
    notice = page.find_element(By.ID, "truncated")
    assert notice.is_displayed()
    assert notice.text == "The result has more rows; this server gives the first 2."
    assert complaints(page) == []


def test_an_empty_answer_says_on_the_page_which_term_is_missing(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, "SELECT * { ?x a bil:Clame }")

    notice = page.find_element(By.ID, "empty").text
    assert notice.startswith("Nothing was found. bil:Clame occurs nowhere in the dataset.")
    assert "bil:Claim" in notice
    assert complaints(page) == []


def test_an_answer_says_on_the_page_which_term_is_missing_beside_its_rows(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, "SELECT * { ?x a bil:Claim OPTIONAL { ?x bil:modalty ?how } }")

    notice = page.find_element(By.ID, "empty").text
    assert notice.startswith("bil:modalty occurs nowhere in the dataset.")
    assert shown_table(page)[1] != []
    assert complaints(page) == []


def test_an_empty_answer_says_how_many_unconfirmed_statements_fit(
    page: webdriver.Chrome, server: Served
) -> None:
    query = 'SELECT * { ?x a bil:Event ; rdfs:label "Freedonia keeps spies in Sylvania"@en }'
    open_query(page, server.url, query)

    notice = page.find_element(By.ID, "empty")
    wait_for(page, "#empty button")[0].click()
    WebDriverWait(page, 60).until(lambda _: "bil:Supposition" in shown_query(page))
    wait_for(page, SHOWN)

    assert [row[0] for row in shown_table(page)[1]] == [
        "https://w3id.org/legation/freedonia-sylvania/spies"
    ]
    assert not notice.is_displayed()


def test_a_long_table_shows_its_first_rows_and_all_when_asked(
    page: webdriver.Chrome, server: Served
) -> None:
    ten = " ".join(map(str, range(10)))
    values = " ".join(f"VALUES ?{name} {{ {ten} }}" for name in "abc")
    open_query(page, server.url, f"SELECT * {{ {values} }}")

    assert len(shown_table(page)[1]) == 500
    page.find_element(By.CSS_SELECTOR, ".more button").click()
    assert len(shown_table(page)[1]) == 1_000


def test_the_page_asks_for_ten_thousand_rows_at_most_and_says_when_there_may_be_more(
    page: webdriver.Chrome, server: Served
) -> None:
    ten = " ".join(map(str, range(10)))
    values = " ".join(f"VALUES ?{name} {{ {ten} }}" for name in "abcde")
    open_query(page, server.url, f"SELECT * {{ {values} }}")

    assert page.find_element(By.CSS_SELECTOR, ".result .count").text.startswith("10,000 rows")
    assert page.find_element(By.ID, "truncated").text.startswith(
        "This page asks for 10,000 rows at most; there may be more."
    )


def test_of_a_large_graph_the_page_reads_ten_thousand_triples(
    page: webdriver.Chrome, server: Served
) -> None:
    ten = " ".join(map(str, range(10)))
    values = " ".join(f"VALUES ?{name} {{ {ten} }}" for name in "abcde")
    text = 'CONCAT(STR(?a), STR(?b), STR(?c), STR(?d), STR(?e), ", \\"é\\"\\n")'
    construct = f"CONSTRUCT {{ <x:s> <x:p> ?v }} {{ {values} BIND({text} AS ?v) }}"
    open_query(page, server.url, construct)

    assert page.find_element(By.CSS_SELECTOR, ".result .count").text.startswith("10,000 triples")
    assert page.find_element(By.ID, "truncated").text == (
        "The graph has more triples; this page reads the first 10,000."
    )
    assert '"é"' in shown_table(page)[1][0][2]
    assert complaints(page) == []


LIMITS = {
    "SELECT * { ?s ?p ?o }": "SELECT * { ?s ?p ?o }\nLIMIT 10000\n",
    "SELECT * { ?s ?p ?o } # a LIMIT 5": "SELECT * { ?s ?p ?o } # a LIMIT 5\nLIMIT 10000\n",
    "SELECT * { ?s ?p ?o } LIMIT 5 OFFSET 20000": "SELECT * { ?s ?p ?o } LIMIT 5 OFFSET 20000",
    "SELECT * { ?s ?p ?o } limit 20000": "SELECT * { ?s ?p ?o } limit 10000",
    "SELECT * { ?s ?p 'LIMIT 5' }": "SELECT * { ?s ?p 'LIMIT 5' }\nLIMIT 10000\n",
    "PREFIX limit: <x:> SELECT * { ?limit limit:limit 1 }": (
        "PREFIX limit: <x:> SELECT * { ?limit limit:limit 1 }\nLIMIT 10000\n"
    ),
    "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 5 } }": (
        "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 5 } }\nLIMIT 10000\n"
    ),
    "SELECT * { ?s ?p ?o } VALUES ?s { <x:y> }": (
        "SELECT * { ?s ?p ?o } \nLIMIT 10000\nVALUES ?s { <x:y> }"
    ),
    "ASK { ?s ?p ?o }": "ASK { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }": "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <x:SELECT>": "DESCRIBE <x:SELECT>",
}


def test_a_select_gets_a_limit_where_it_may_stand(page: webdriver.Chrome, server: Served) -> None:
    page.get(server.url + "/query")

    limited = {query: call(page, server.url, "limit.js", "limited", query) for query in LIMITS}

    assert limited == LIMITS


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

    assert WebDriverWait(page, 60).until(lambda _: wait_for(page, "h1")[0].text) == "Freedonia"
    page.switch_to.default_content()
