"""A table that is cut at the row limit is well-formed, keeps its rows and says that it is cut."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.query import Head
from legation_server.results import finished, is_empty, too_many_rows

LINK = 'https://example.org/errors?a=1&b="2"#result-too-large'
RESULTS = "{http://www.w3.org/2005/sparql-results#}"

# What XML can hold at all.
values = st.text(st.characters(blacklist_categories=["C"]), max_size=20)
rows = st.lists(values, max_size=5)


def cut_json(cells: list[str]) -> bytes:
    bindings = ",".join(json.dumps({"x": {"type": "literal", "value": cell}}) for cell in cells)
    return f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{bindings}'.encode()


def cut_xml(cells: list[str]) -> bytes:
    root = ET.Element("sparql", xmlns="http://www.w3.org/2005/sparql-results#")
    ET.SubElement(ET.SubElement(root, "head"), "variable", name="x")
    results = ET.SubElement(root, "results")
    for cell in cells:
        binding = ET.SubElement(ET.SubElement(results, "result"), "binding", name="x")
        ET.SubElement(binding, "literal").text = cell
    whole: bytes = ET.tostring(root, encoding="utf-8", short_empty_elements=False)
    return whole.removesuffix(b"</results></sparql>")


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    ("counts", "empty"),
    [("0", True), ("0 0", True), ("0 3", False), ("10", False), ("0.5", False)],
)
def test_a_row_of_zeros_is_as_empty_as_none(name: str, counts: str, empty: bool) -> None:
    values = counts.split()
    select = " ".join(f"({value} AS ?x{number})" for number, value in enumerate(values))
    found = ox.Store().query(f"SELECT {select} {{}}")
    formats = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
    }
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=formats[name])

    assert body is not None
    assert is_empty(Head("solutions", name), body) is empty


@given(rows)
def test_json_keeps_its_rows_and_gets_a_link(cells: list[str]) -> None:
    whole = json.loads(finished(cut_json(cells), "json", LINK))

    assert whole["head"] == {"link": [LINK], "vars": ["x"]}
    assert [row["x"]["value"] for row in whole["results"]["bindings"]] == cells


@given(rows)
def test_xml_keeps_its_rows_and_gets_a_link(cells: list[str]) -> None:
    whole = ET.fromstring(finished(cut_xml(cells), "xml", LINK))

    assert [link.get("href") for link in whole.iter(RESULTS + "link")] == [LINK]
    assert [literal.text or "" for literal in whole.iter(RESULTS + "literal")] == cells
    # The link follows the variables (XML Format, section 2.2).
    assert [child.tag for child in whole[0]] == [RESULTS + "variable", RESULTS + "link"]


@given(rows)
def test_tables_of_text_have_no_place_for_a_link(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["x"], *([cell] for cell in cells)])
    table = out.getvalue().encode()

    assert finished(table, "csv", LINK) == table
    assert finished(table, "tsv", LINK) == table


def test_rows_that_look_like_a_head_stay_as_they_are() -> None:
    cells = ['{"head":{', "</head>"]

    found = json.loads(finished(cut_json(cells), "json", LINK))
    assert [row["x"]["value"] for row in found["results"]["bindings"]] == cells
    marked = ET.fromstring(finished(cut_xml(cells), "xml", LINK))
    assert [literal.text for literal in marked.iter(RESULTS + "literal")] == cells


@pytest.mark.parametrize(("limit", "said"), [(1, "1 rows"), (200_000, "200,000 rows")])
def test_too_many_rows_are_a_problem_with_the_limit(limit: int, said: str) -> None:
    problem = too_many_rows(limit)

    assert (problem.status, problem.members) == (422, {"limit": limit})
    assert said in problem.detail
    assert "LIMIT" in problem.remedy


FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


def answer(query: str, name: str) -> bytes:
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
    return found.serialize(format=FORMATS[name]) or b""


# What may look like an end or a row to one who does not read.
CELLS = ["", "a", "\n", '"', "<result>", '"bindings":[]}}', "true", "false"]


@pytest.mark.parametrize("name", FORMATS)
@given(st.lists(st.sampled_from(CELLS), max_size=3), st.integers(1, 2))
def test_a_table_without_rows_has_nothing_in_it(name: str, cells: list[str], width: int) -> None:
    variables = " ".join(f"?v{number}" for number in range(width))
    rows = " ".join(f"({' '.join([json.dumps(cell)] * width)})" for cell in cells)
    body = answer(f"SELECT * {{ VALUES ({variables}) {{ {rows} }} }}", name)

    assert is_empty(Head("solutions", name), body) == (cells == [])


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(("query", "nothing"), [("ASK {}", False), ("ASK { ?s ?p ?o }", True)])
def test_no_is_nothing_and_yes_is_something(name: str, query: str, nothing: bool) -> None:
    body = b"false" if nothing else b"true"
    if name in ("json", "xml"):
        body = answer(query, name)

    assert is_empty(Head("boolean", name), body) == nothing


def test_a_graph_without_triples_is_empty() -> None:
    assert is_empty(Head("graph", "nt"), b"")
    assert not is_empty(Head("graph", "nt"), b"<e:s> <e:p> <e:o> .\n")
