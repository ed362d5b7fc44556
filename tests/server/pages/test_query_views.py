"""A result is shown as the query asks or the reader chooses: table, timeline, chart or graph."""

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from support.browser import as_phone, complaints, is_too_wide, needs_browser, requested, wait_for
from support.query_page import open_query, show_view, shown_table
from support.server_processes import Served
from support.some import some

pytestmark = needs_browser
EDTF = "PREFIX e: <http://id.loc.gov/datatypes/edtf/>\n"
TIMES = (
    EDTF
    + """SELECT ?event ?eventLabel ?when ?status {
  VALUES (?event ?eventLabel ?when ?status) {
    (<x:b> "second" "1991-11-05"^^e:EDTF "alleged") (<x:a> "first" "1990"^^e:EDTF "stated")
    (<x:d> "undated" UNDEF "planned") (<x:c> "third" "1992~/.."^^e:EDTF "attributed")
    (<x:e> "zeroth" "../1989"^^e:EDTF "denied")
  }
}"""
)
NUMBERS = """SELECT ?topic ?topicLabel ?number {
  VALUES (?topic ?topicLabel ?number) { (<x:a> "arms" 30) (<x:b> "oil" 60) (<x:c> "trade" 15) }
}"""
LINKS = """SELECT ?a ?aLabel ?b ?bLabel ?how {
  VALUES (?a ?aLabel ?b ?bLabel ?how) {
    (<https://w3id.org/legation/id/freedonia> "Freedonia" <x:b> "Sylvania" "recognizes")
    (<x:b> "Sylvania" <x:c> "Ruritania" "visits")
  }
}"""
GRAPH = "CONSTRUCT { <x:a> <x:p> <x:b> . <x:b> <x:p> <x:c> . <x:a> rdfs:label 'A' } {}"


def view(page: webdriver.Chrome) -> str:
    return str(wait_for(page, ".result .view")[0].get_attribute("data-view"))


@pytest.mark.parametrize(
    ("comment", "query", "expected"),
    [
        ("", TIMES, "Table"),
        ("#defaultView:Timeline", TIMES, "Timeline"),
        ("# defaultView: timeline", TIMES, "Timeline"),
        ("#defaultView:BarChart", NUMBERS, "Chart"),
        ('#defaultView:LineChart{"x":"?number"}', NUMBERS, "Chart"),
        ("#defaultView:Graph", LINKS, "Graph"),
        ("#defaultView:Graph", GRAPH, "Graph"),
        ("#defaultView:Table", LINKS, "Table"),
        # What this page does not draw, or cannot of this result.
        ("#defaultView:Map", NUMBERS, "Table"),
        ("#defaultView:Timeline", NUMBERS, "Table"),
    ],
)
def test_a_comment_of_the_query_names_the_view(
    page: webdriver.Chrome, server: Served, comment: str, query: str, expected: str
) -> None:
    open_query(page, server.url, f"{comment}\n{query}")

    assert view(page) == expected
    assert complaints(page) == []


def test_a_result_has_the_views_that_it_can_fill(page: webdriver.Chrome, server: Served) -> None:
    offered = {}
    for query in (TIMES, NUMBERS, LINKS, GRAPH, "SELECT ('a' AS ?v) {}"):
        open_query(page, server.url, query)
        offered[query] = [each.text for each in page.find_elements(By.CSS_SELECTOR, "[data-show]")]

    assert list(offered.values()) == [
        ["Table", "Timeline"],
        ["Table", "Chart"],
        ["Table", "Graph"],
        ["Table", "Graph"],
        [],
    ]


def test_the_table_is_one_click_from_each_view(page: webdriver.Chrome, server: Served) -> None:
    for name, query in (("Timeline", TIMES), ("Chart", NUMBERS), ("Graph", LINKS)):
        open_query(page, server.url, query)
        rows = shown_table(page)
        show_view(page, name)
        assert page.switch_to.active_element.text == name
        assert shown_table(page) == rows


def test_the_timeline_is_in_order_of_time_in_words_and_says_how_firmly(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, f"#defaultView:Timeline\n{TIMES}")

    lines = page.find_elements(By.CSS_SELECTOR, ".timeline li")
    said = [line.text.split("\n") for line in lines]
    assert said == [
        ["by 1989", "zeroth", "⊘denied"],
        ["1990", "first", "●stated"],
        ["5 November 1991", "second", "◐alleged"],
        ["since about 1992", "third", "❝attributed"],
        ["no date", "undated", "○planned"],
    ]
    bars = [
        str(svg.get_attribute("class")).split()
        for svg in page.find_elements(By.CSS_SELECTOR, ".timeline svg.span")
    ]
    assert bars == [
        ["span", "denied"],
        ["span", "stated"],
        ["span", "unconfirmed"],
        ["span", "attributed", "about"],
    ]


def test_a_bar_of_the_timeline_goes_from_the_earliest_to_the_latest_day(
    page: webdriver.Chrome, server: Served
) -> None:
    open_query(page, server.url, f"#defaultView:Timeline\n{TIMES}")
    spans = page.execute_script(
        "return [...document.querySelectorAll('.timeline svg.span')].map((svg) => {"
        " const bar = svg.querySelector('.bar');"
        " return bar && [bar.x1.baseVal, bar.x2.baseVal].map((x) =>"
        "   Math.round(x.valueInSpecifiedUnits)) })"
    )

    # From 1989 to 1992: a quarter of the width is a year. A day has a diamond and no bar.
    assert spans == [[0, 25], [25, 50], None, [75, 100]]


def test_rows_of_one_event_are_one_line_of_the_timeline(
    page: webdriver.Chrome, server: Served
) -> None:
    rows = '(<x:a> "1990"^^e:EDTF "one") (<x:a> "1990"^^e:EDTF "two")'
    query = f"{EDTF}SELECT * {{ VALUES (?event ?when ?sentence) {{ {rows} }} }}"
    open_query(page, server.url, f"#defaultView:Timeline\n{query}")

    (line,) = page.find_elements(By.CSS_SELECTOR, ".timeline li")
    assert "sentence: one, two" in line.text


def test_bars_are_as_long_as_their_numbers(page: webdriver.Chrome, server: Served) -> None:
    open_query(page, server.url, f"#defaultView:BarChart\n{NUMBERS}")

    rects = page.find_elements(By.CSS_SELECTOR, ".bar-chart rect")
    assert [rect.get_attribute("width") for rect in rects] == ["50%", "100%", "25%"]
    names = [line.text.split("\n") for line in page.find_elements(By.CSS_SELECTOR, ".bar-chart li")]
    assert names == [["arms", "30"], ["oil", "60"], ["trade", "15"]]


@pytest.mark.parametrize(("chart", "lines"), [("ScatterChart", 0), ("LineChart", 2)])
def test_numbers_of_times_are_points_that_only_a_line_chart_joins(
    page: webdriver.Chrome, server: Served, chart: str, lines: int
) -> None:
    rows = '("1990"^^e:EDTF 3) ("1992"^^e:EDTF 5) ("1991-11"^^e:EDTF 4) (UNDEF 9)'
    query = f"{EDTF}SELECT * {{ VALUES (?when ?number) {{ {rows} }} }}"
    open_query(page, server.url, f"#defaultView:{chart}\n{query}")

    titles = [
        each.get_attribute("textContent")
        for each in page.find_elements(By.CSS_SELECTOR, ".points circle title")
    ]
    assert titles == ["1990 · 3", "November 1991 · 4", "1992 · 5"]
    assert page.find_element(By.CSS_SELECTOR, ".lacking").text.endswith("which the table has: 1.")
    assert len(page.find_elements(By.CSS_SELECTOR, ".points .joined")) == lines


def test_a_graph_has_a_link_for_each_thing_of_ours(page: webdriver.Chrome, server: Served) -> None:
    open_query(page, server.url, f"#defaultView:Graph\n{LINKS}")

    nodes = [
        each.get_attribute("textContent")
        for each in page.find_elements(By.CSS_SELECTOR, ".graph g title")
    ]
    (link,) = page.find_elements(By.CSS_SELECTOR, ".graph a")
    assert nodes == ["Freedonia", "Sylvania", "Ruritania"]
    assert link.get_dom_attribute("href") == f"{server.url}/id/freedonia"
    assert len(page.find_elements(By.CSS_SELECTOR, ".graph line")) == 2
    asked = [url for url in requested(page) if "d3-" in url]
    assert all(url.startswith(server.url) for url in some(asked))


def test_things_of_a_graph_without_labels_have_those_of_the_vocabulary(
    page: webdriver.Chrome, server: Served
) -> None:
    query = "CONSTRUCT { id:freedonia <x:p> id:sylvania , 'a text' } {}"
    open_query(page, server.url, f"#defaultView:Graph\n{query}")

    titles = page.find_elements(By.CSS_SELECTOR, ".graph g title")
    assert [each.get_attribute("textContent") for each in titles] == ["Freedonia", "Sylvania"]


def test_a_status_is_read_off_its_code_where_it_has_another_word(
    page: webdriver.Chrome, server: Served
) -> None:
    status = "https://w3id.org/legation/code/status/prospective"
    query = f'SELECT * {{ VALUES (?status ?statusLabel ?n) {{ (<{status}> "ahead" 1) }} }}'
    open_query(page, server.url, f"#defaultView:BarChart\n{query}")

    (rect,) = page.find_elements(By.CSS_SELECTOR, ".bar-chart rect")
    assert rect.get_attribute("class") == "prospective"


def test_a_graph_of_many_things_says_that_it_leaves_some_out(
    page: webdriver.Chrome, server: Served
) -> None:
    rows = " ".join(f"(<x:a> <x:{number}>)" for number in range(200))
    open_query(page, server.url, f"#defaultView:Graph\nSELECT * {{ VALUES (?a ?b) {{ {rows} }} }}")

    assert len(page.find_elements(By.CSS_SELECTOR, ".graph g")) == 150
    assert "51 rows are left out" in page.find_element(By.CSS_SELECTOR, ".graph").text


def test_views_fit_a_phone(page: webdriver.Chrome, server: Served) -> None:
    with as_phone(page):
        for name, query in (("Timeline", TIMES), ("Chart", NUMBERS), ("Graph", LINKS)):
            open_query(page, server.url, query)
            assert not is_too_wide(page), "Table"
            show_view(page, name)
            assert not is_too_wide(page), name
