"""What the editor shows of results: terms as text, names as links of ours, errors whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from support.browser import complaints, needs_browser, requested, wait_for
from support.listening import RESULTS, Handler, listening
from support.query_page import open_query, shown_table
from support.server_processes import Served
from support.some import some

pytestmark = needs_browser
HOSTILE = [
    "<b>bold</b>",
    "<img src=http://example.org/x.png onerror=alert(1)>",
    "&lt;i&gt; &amp; &copy; & <img src='http://example.org/y.png'>",
    "<script>alert(1)</script><template>t</template>",
    "{{v}} and {{ other }}",
    "a 'quoted' and `ticked` text",
    'id="x" name="y"',
]
CELLS = ".tabPanel.active .yasr tbody td + td"


def literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cells(page: webdriver.Chrome) -> list[WebElement]:
    return page.find_elements(By.CSS_SELECTOR, CELLS)


@pytest.mark.parametrize("kind", ["", "@en", "^^<http://example.org/kind>"])
def test_literals_are_text(page: webdriver.Chrome, server: Served, kind: str) -> None:
    values = " ".join(literal(text) + kind for text in HOSTILE)
    open_query(page, server.url, f"SELECT ?v {{ VALUES ?v {{ {values} }} }}")

    columns, rows = shown_table(page)

    assert columns == ["v"]
    assert rows == [[text] for text in HOSTILE]
    assert not page.find_elements(By.CSS_SELECTOR, f"{CELLS} :is(b, i, img, script, template)")
    assert not any("example.org" in url for url in requested(page) if "/query#" not in url)
    assert complaints(page) == []


def test_literals_of_a_graph_are_text(page: webdriver.Chrome, server: Served) -> None:
    triples = " ".join(f"<x:s> <x:p> {literal(text)} ." for text in HOSTILE)
    open_query(page, server.url, f"CONSTRUCT {{ {triples} }} {{}}")

    _, rows = shown_table(page)

    assert sorted(row[2] for row in rows) == sorted(HOSTILE)
    assert complaints(page) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_results_are_filtered_by_the_text_that_is_seen(
    page: webdriver.Chrome, server: Served, text: str
) -> None:
    values = " ".join(map(literal, [*HOSTILE, "something else"]))
    open_query(page, server.url, f"SELECT ?v {{ VALUES ?v {{ {values} }} }}")

    field = page.find_element(By.CSS_SELECTOR, ".tabPanel.active .tableFilter")
    # Quotes have a meaning there.
    field.send_keys(text.replace('"', " ").split()[0], Keys.SHIFT)

    found = [cell.get_attribute("textContent") for cell in cells(page)]
    assert text in found
    assert "something else" not in found
    assert complaints(page) == []


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("https://w3id.org/legation/id/freedonia", "/id/freedonia"),
        ("http://example.org/?a=1&copy=2'onmouseover='alert(1)", None),
        ("HTTPS://example.org/%3Cb%3E", None),
    ],
)
def test_names_are_links(page: webdriver.Chrome, server: Served, iri: str, path: str) -> None:
    open_query(page, server.url, f"SELECT (<{iri}> AS ?v) {{}}")

    assert shown_table(page)[1] == [[iri]]
    (link,) = page.find_elements(By.CSS_SELECTOR, f"{CELLS} a")
    expected = server.url + path if path else iri.replace("HTTPS:", "https:").replace("'", "%27")
    assert link.get_attribute("href") == expected
    assert link.get_attribute("onmouseover") is None
    assert complaints(page) == []


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "urn:x:y", "x:y"])
def test_names_that_are_no_addresses_are_no_links(
    page: webdriver.Chrome, server: Served, iri: str
) -> None:
    open_query(page, server.url, f"SELECT (<{iri}> AS ?v) {{}}")

    assert shown_table(page)[1] == [[iri]]
    assert not page.find_elements(By.CSS_SELECTOR, f"{CELLS} a")


def test_triple_terms_are_shown(page: webdriver.Chrome, server: Served) -> None:
    open_query(page, server.url, 'SELECT (<<( <x:s> <x:p> "<b>"@en )>> AS ?v) {}')

    (cell,) = cells(page)
    assert cell.get_attribute("textContent") == '<<( <x:s> <x:p> "<b>"@en )>>'


ERRORS: dict[str, tuple[str, list[str]]] = {
    "a syntax error": (
        "SELECT *\n{ ?s ?p foo:x }",
        ["(400)", "Line 2, column 14: the prefix foo: is not declared.", "{ ?s ?p foo:x }", " ^"],
    ),
    "a long line": (
        "SELECT * { " + "?subject ?predicate ?object . " * 40 + "}}",
        ["(400)", "Correct the query at the line and column given."],
    ),
    "an update": ("DELETE WHERE { ?s ?p ?o }", ["(403)", "read-only", "Send a query."]),
    "too slow": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        ["(503)", "took too long", "add a LIMIT", "limit: 2"],
    ),
}


@pytest.mark.parametrize("error", ERRORS)
def test_errors_of_the_endpoint_are_shown_whole(
    page: webdriver.Chrome, server: Served, error: str
) -> None:
    query, parts = ERRORS[error]
    open_query(page, server.url, query)

    box = page.find_element(By.CSS_SELECTOR, ".tabPanel.active .errorResult")

    for part in some(parts):
        assert part in box.text
    assert "{" not in box.text or "{" in query
    assert not is_cut(page, box)


def is_cut(page: webdriver.Chrome, box: WebElement) -> bool:
    """Tell whether part of an element is beyond its edge, or the box itself beyond the page's."""
    cut = page.execute_script(
        "const wide = document.documentElement.clientWidth;"
        "return [arguments[0], ...arguments[0].querySelectorAll('*')].some((part) =>"
        " part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0"
        " || part.getBoundingClientRect().right > wide)",
        box,
    )
    return bool(cut)


def test_an_answer_that_breaks_off_is_said_to_be_incomplete(
    page: webdriver.Chrome, dataset: Path, serve: Callable[..., Served]
) -> None:
    row = b'{"x":{"type":"literal","value":"' + b"told" * 25_000 + b'"}},'

    class Engine(Handler):
        """An engine that ends in the middle of its answer to one query."""

        def respond(self, body: bytes) -> None:
            if b"broken" not in body:
                rows = b'"boolean":true' if b"ASK" in body else b'"results":{"bindings":[]}'
                self.answer(200, b'{"head":{"vars":[]},' + rows + b"}", Content_Type=RESULTS)
                return
            self.send_response(200)
            self.send_header("Content-Type", RESULTS)
            self.send_header("Content-Length", "9000000")
            self.end_headers()
            self.wfile.write(b'{"head":{"vars":["x"]},"results":{"bindings":[' + row * 30)
            self.close_connection = True

    with listening(Engine) as engine:
        front = serve(dataset, "--store", engine)
        open_query(page, front.url, "SELECT ?x { ?broken ?p ?x }")

        box: Any = wait_for(page, ".tabPanel.active .errorResult")[0]
        assert "The answer did not come, or broke off." in box.text
