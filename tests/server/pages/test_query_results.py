"""What the editor shows of results: terms as text, names as links of ours, errors whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from legation_server.phrases import time_words
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from support.browser import complaints, needs_browser, requested, wait_for
from support.eventually import eventually
from support.listening import RESULTS, Handler, listening
from support.query_page import call, cells, open_query, shown_table
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
BOX = ".work > .problem"
CELLS = "#query .result tbody td"


def literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize("kind", ["", "@en", "^^<http://example.org/kind>"])
def test_literals_are_text(page: webdriver.Chrome, server: Served, kind: str) -> None:
    values = " ".join(literal(text) + kind for text in HOSTILE)
    open_query(page, server.url, f"SELECT ?v {{ VALUES ?v {{ {values} }} }}")

    columns, rows = shown_table(page)

    assert columns == ["v"]
    assert rows == [[text] for text in HOSTILE]
    assert cells(page) == HOSTILE
    assert not page.find_elements(By.CSS_SELECTOR, f"{CELLS} :is(b, i, img, script, template)")
    assert not any("example.org" in url for url in requested(page) if "/query#" not in url)
    assert complaints(page) == []


def test_literals_of_a_graph_are_text(page: webdriver.Chrome, server: Served) -> None:
    triples = " ".join(f"<x:s> <x:p> {literal(text)} ." for text in HOSTILE)
    open_query(page, server.url, f"CONSTRUCT {{ {triples} }} {{}}")

    _, rows = shown_table(page)

    assert sorted(row[2] for row in rows) == sorted(HOSTILE)
    assert complaints(page) == []


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("https://w3id.org/legation/id/freedonia", "/id/freedonia"),
        ("https://w3id.org/legation/javascript:alert(1)", "/javascript:alert(1)"),
        ("https://w3id.org/legation//example.org/x", "//example.org/x"),
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

    assert cells(page) == ['<<( <x:s> <x:p> "<b>"@en )>>']


def test_triple_terms_of_a_graph_are_shown(page: webdriver.Chrome, server: Served) -> None:
    open_query(page, server.url, 'CONSTRUCT { <x:a> <x:b> <<( <x:s> <x:p> "<b>"@en )>> } {}')

    assert cells(page) == ["x:a", "x:b", '<<( <x:s> <x:p> "<b>"@en )>>']


# A literal as a query writes it, what is seen of it, and what its title says.
LITERALS = {
    '"plain"': ("plain", None),
    '"English"@en': ("English", None),
    '"deutsch"@de': ("deutsch", "@de"),
    '"2016-09"^^edtf:EDTF': ("September 2016", "2016-09"),
    '"no time"^^edtf:EDTF': ("no time", "edtf:EDTF"),
    '"2016-12-31"^^xsd:date': ("31 December 2016", "2016-12-31"),
    '"2016"^^xsd:gYear': ("2016", "xsd:gYear"),
    '"2016-12-31T10:30:00Z"^^xsd:dateTime': (
        "31 December 2016, 10:30 UTC",
        "2016-12-31T10:30:00Z",
    ),
    '"260000000"^^xsd:decimal': ("260,000,000", "260000000"),
    '"2016"^^xsd:integer': ("2016", "xsd:integer"),
    '"-12345.5"^^xsd:decimal': ("\u221212,345.5", "-12345.5"),
    '"0.00000025"^^xsd:double': ("0.00000025", "xsd:double"),
    "true": ("true", "xsd:boolean"),
}


def test_literals_are_shown_as_they_are_read(page: webdriver.Chrome, server: Served) -> None:
    prefixes = (
        "PREFIX edtf: <http://id.loc.gov/datatypes/edtf/> "
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    )
    open_query(page, server.url, f"{prefixes}SELECT ?v {{ VALUES ?v {{ {' '.join(LITERALS)} }} }}")

    spans = page.find_elements(By.CSS_SELECTOR, f"{CELLS} > span")
    seen = [(each.get_attribute("textContent"), each.get_dom_attribute("title")) for each in spans]
    assert dict(zip(LITERALS, seen, strict=True)) == LITERALS


TIMES = ["1990~/..", "201X", "199X/..", "../2006", "2016/2020", "2017-01/2017-02", "19XX", "20XX"]
TIMES += [
    "1992-XX",
    "1992-04-XX",
    "1992-04-XX?",
    "2006~",
    "1994?/2004%",
    "2016-12-31",
    "2016",
    "../..",
]


def test_times_are_in_the_words_of_all_pages(page: webdriver.Chrome, server: Served) -> None:
    page.get(server.url + "/query")

    said = {each: call(page, server.url, "times.js", "readEdtf", each)["words"] for each in TIMES}

    assert said == {each: time_words(each) for each in TIMES}


def test_a_label_is_the_link_of_what_it_names(page: webdriver.Chrome, server: Served) -> None:
    open_query(page, server.url, "SELECT ?x ?xLabel { ?x a bil:Event ; rdfs:label ?xLabel }")

    (link,) = page.find_elements(By.CSS_SELECTOR, f"{CELLS} a")
    assert link.text == "Freedonia recognizes Sylvania"
    # What a middle click or "copy link" takes is the link itself.
    assert link.get_dom_attribute("href") == f"{server.url}/freedonia-sylvania/recognition"
    assert [head.text for head in page.find_elements(By.CSS_SELECTOR, "thead th")] == ["x"]
    assert shown_table(page)[0] == ["x", "xLabel"]


def test_a_label_without_a_name_beside_it_is_a_column(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, 'SELECT (1 AS ?x) ("one" AS ?xLabel) {}')

    assert cells(page) == ["1", "one"]


def test_columns_sort_by_number_time_and_text(page: webdriver.Chrome, server: Served) -> None:
    rows = '(10 "b" "1990"^^e:EDTF) (9 "a" "1990-05/.."^^e:EDTF) (UNDEF "C" "201X"^^e:EDTF)'
    prefix = "PREFIX e: <http://id.loc.gov/datatypes/edtf/>"
    open_query(page, server.url, f"{prefix} SELECT * {{ VALUES (?n ?t ?w) {{ {rows} }} }}")
    heads = page.find_elements(By.CSS_SELECTOR, "thead th")

    def column(place: int) -> list[str]:
        return [row[place] for row in shown_table(page)[1]]

    orders = []
    for _ in range(3):
        heads[0].find_element(By.CSS_SELECTOR, "button").click()
        orders.append((column(0), heads[0].get_attribute("aria-sort")))
    heads[1].find_element(By.CSS_SELECTOR, "button").click()
    by_text = column(1)
    heads[2].find_element(By.CSS_SELECTOR, "button").click()

    assert orders == [
        (["9", "10", ""], "ascending"),
        (["10", "9", ""], "descending"),
        (["10", "9", ""], "none"),
    ]
    assert by_text == ["a", "b", "C"]
    assert column(2) == ["1990", "1990-05/..", "201X"]
    assert heads[1].get_attribute("aria-sort") == "none"


def test_a_long_text_wraps_and_is_not_cut(page: webdriver.Chrome, server: Served) -> None:
    text = "told and told again " * 100 + "x" * 500
    open_query(page, server.url, f'SELECT ("{text}" AS ?v) (1 AS ?n) {{}}')

    assert cells(page)[0] == text
    assert not is_cut(page, page.find_element(By.CSS_SELECTOR, ".result tbody"))


def test_a_click_downloads_the_result(
    page: webdriver.Chrome, server: Served, tmp_path: Path
) -> None:
    folder = {"behavior": "allow", "downloadPath": str(tmp_path)}
    page.execute_cdp_cmd("Browser.setDownloadBehavior", folder)
    open_query(page, server.url, 'SELECT ("a,b" AS ?v) (2 AS ?n) {}')

    for button in page.find_elements(By.CSS_SELECTOR, ".downloads button"):
        button.click()

    csv, sent = tmp_path / "result.csv", tmp_path / "result.json"
    assert eventually(lambda: csv.exists() and csv.read_bytes()) == b'v,n\r\n"a,b",2\r\n'
    text = eventually(lambda: sent.read_text() if sent.exists() else "")
    assert json.loads(text)["results"]["bindings"][0]["v"]["value"] == "a,b"


def test_the_result_is_downloaded_as_it_was_sent(page: webdriver.Chrome, server: Served) -> None:
    page.get(server.url + "/query")
    answer = {
        "kind": "table",
        "columns": ["a", "b"],
        "rows": [
            {"a": {"type": "literal", "value": 'a "b", c\nd', "xml:lang": "en"}},
            {"a": {"type": "uri", "value": "x:y"}, "b": {"type": "bnode", "value": "n"}},
        ],
    }

    csv = call(page, server.url, "answers.js", "asCsv", answer)
    sent = json.loads(call(page, server.url, "answers.js", "asJson", answer))

    assert csv == 'a,b\r\n"a ""b"", c\nd",\r\nx:y,_:n\r\n'
    assert sent == {"head": {"vars": ["a", "b"]}, "results": {"bindings": answer["rows"]}}


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

    box = page.find_element(By.CSS_SELECTOR, BOX)

    for part in some(parts):
        assert part in box.text
    assert "{" not in box.text or "{" in query
    assert not is_cut(page, box)
    # Above the result, which is further down.
    assert box.location["y"] < page.find_element(By.CSS_SELECTOR, ".result").location["y"]


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

        box: Any = wait_for(page, BOX)[0]
        assert "The answer did not come, or broke off" in box.text
