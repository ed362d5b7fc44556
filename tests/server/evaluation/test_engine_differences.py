"""docs/engine.md is true: what is mended is right, and the engine still differs where it says so."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from legation_server.errors import Problem
from legation_server.evaluation import Engine, evaluate
from legation_server.evaluation import engine as engine_module
from legation_server.evaluation.default_graphs import DefaultGraphs
from legation_server.query import SPARQL, WIKIDATA, Head, Task
from legation_server.sparql import Rewriting, for_engine
from support.some import some

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")


def rows_of(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading, without the two lines of its head."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [
        [cell.strip().replace("\\|", "|") for cell in line[1:-1].split(" | ")] for line in lines[2:]
    ]


MENDED = [(row[0].strip("`"), *row[1:]) for row in rows_of("Mended here")]
DIFFERENT = [(row[0].strip("`"), row[1], row[2]) for row in rows_of("Different")]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An engine with the data that the page describes."""
    store = ox.Store()
    triple = (ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(1))
    for graph in (ox.NamedNode("http://g/1"), ox.NamedNode("http://g/2"), ox.DefaultGraph()):
        store.add(ox.Quad(*triple, graph))
    default = DefaultGraphs({SPARQL: {}, WIKIDATA: {}}, {})
    return Engine(store, "http://base/", {}, frozenset(), False, 1000, default_graphs=default)


def shown(engine: Engine, query: str) -> str:
    """Return an answer as the page shows it."""
    heads: list[Head] = []
    out = io.BytesIO()
    try:
        evaluate(engine, Task(query, solutions="csv", graph="nt"), heads.append, out)
    except Problem as problem:
        return str(problem.status)
    text = out.getvalue().decode()
    if heads[0].kind == "boolean":
        return text
    if heads[0].kind == "graph":
        rows = [re.findall(r'[^<>"\s]+', line.partition("^^")[0]) for line in text.splitlines()]
    else:
        rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    return " / ".join(" ".join(cell or "–" for cell in row) for row in rows) or "no row"


@pytest.mark.parametrize(("query", "plain", "right"), MENDED)
def test_a_query_is_mended(engine: Engine, query: str, plain: str, right: str) -> None:
    assert shown(engine, query) == right


@pytest.mark.parametrize(("query", "plain", "right"), MENDED)
def test_the_engine_alone_still_needs_mending(
    engine: Engine, query: str, plain: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "mended", lambda self, reading: None)
    monkeypatch.setattr(engine_module, "for_engine", lambda query, prefixes, base: query)

    assert shown(replace(engine), query) == plain != right


@pytest.mark.parametrize(("query", "here", "standard"), DIFFERENT)
def test_the_engine_still_differs(engine: Engine, query: str, here: str, standard: str) -> None:
    assert shown(engine, query) == here != standard


def test_the_page_has_both_tables() -> None:
    assert len(MENDED) > 10
    assert len(DIFFERENT) > 10


def test_the_page_names_the_version_that_is_installed_by_default() -> None:
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    named = re.findall(r"pyoxigraph ([\d.]+\d)", PAGE)

    assert len(named) == 1
    assert f"\npyoxigraph=={named[0]} " in locked


# Two statements lead from `a` to `b`. The standard counts each, whatever is known.
KNOWN_ENDS = "<http://e/a> !<http://e/r> <http://e/b>"


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        (KNOWN_ENDS, 1),
        ("?a <http://e/p> ?b . ?a !<http://e/r> ?b", 1),
        ("<http://e/a> !<http://e/r> ?b", 2),
        ("?a !<http://e/r> ?b", 2),
    ],
)
def test_statements_between_two_known_ends_count_once(pattern: str, rows: int) -> None:
    store = ox.Store()
    for name in ("p", "q"):
        store.add(ox.Quad(*[ox.NamedNode(f"http://e/{end}") for end in ("a", name, "b")]))

    found = store.query(f"SELECT * {{ {pattern} }}")

    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == rows
    assert f"`{KNOWN_ENDS}`" in PAGE


def test_literals_come_in_their_canonical_form(engine: Engine) -> None:
    query = "SELECT ?x { VALUES ?x { '240537'^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> } }"
    store = ox.Store()
    lines = b"<http://e/s> <http://e/p> '240537'^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ."
    store.load(lines.replace(b"'", b'"'), format=ox.RdfFormat.N_TRIPLES)

    (quad,) = store
    results = ox.Store().query(query)
    assert isinstance(results, ox.QuerySolutions)
    assert quad.object == next(results)[0] == ox.Literal(240537)


MORE = [
    # Members of the same kinds, in other places.
    (
        "SELECT ?s (GROUP_CONCAT(DISTINCT ?o * 2; SEPARATOR='; ') AS ?all) { ?s ?p ?o } GROUP BY ?s",
        "http://e/s 2",
    ),
    ("SELECT (GROUP_CONCAT(STR(?x)) AS ?all) { VALUES ?x { 1 2 } }", "1 2"),
    ("SELECT (COUNT(?y) AS ?n) { VALUES ?x { 1 UNDEF 2 } BIND(?x + 1 AS ?y) }", "2"),
    (
        "SELECT (GROUP_CONCAT(?x) AS ?all) { VALUES ?x { true 1.5 '2000-01-01' } }",
        "true 1.5 2000-01-01",
    ),
    ("SELECT (REPLACE('abc', '(a)(b)', '$2$1$12$3') AS ?t) {}", "baa2c"),
    ("SELECT (REPLACE('abc', 'B', '$0_$0', 'i') AS ?t) {}", "ab_bc"),
    (r"SELECT (REPLACE('a.c', '\\.', '\\\\') AS ?t) {}", r"a\c"),
    ("SELECT (REPLACE('abc', '(?:a)(b)', '$1_') AS ?t) {}", "b_c"),
    ("SELECT (REPLACE('a(c', '[(]', '$0x') AS ?t) {}", "a(xc"),
    (
        "SELECT ?x (COUNT(*) AS ?n) (?n + 1 AS ?m) (?n * ?m AS ?k) { VALUES ?x { 1 1 } } GROUP BY ?x",
        "1 2 3 6",
    ),
    (
        "SELECT (AVG(?x) AS ?mean) (ROUND(?mean) AS ?r) { VALUES ?x { 1 2 3.2 } }",
        "2.066666666666666666 2",
    ),
    ("SELECT * { { SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) { VALUES ?x { 1 } } } }", "1 2"),
    ("ASK { VALUES ?x { 1 1 2 } } GROUP BY ?x HAVING (COUNT(*) > 1)", "true"),
    ("ASK { VALUES ?x { 1 } } HAVING (SUM(?x) > 1)", "false"),
    (
        "CONSTRUCT { ?x <http://e/p> ?k } WHERE { VALUES ?x { <http://e/s> } }"
        " GROUP BY ?x (STRLEN(STR(?x)) AS ?k) HAVING (COUNT(*) > 0) ORDER BY DESC(COUNT(*)) LIMIT 1 # x",
        "http://e/s http://e/p 10",
    ),
    ("DESCRIBE ?s { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 0)", "http://e/s http://e/p 1"),
    ("BASE <http://g/> SELECT ?o FROM <1> FROM <http://g/1> FROM <//g/1> { ?s ?p ?o }", "1"),
    ("PREFIX g: <http://g/> SELECT ?o FROM g:1 FROM <http://g/1> { ?s ?p ?o }", "1"),
    ("ASK FROM NAMED <http://g/1> FROM <http://g/1> { GRAPH <http://g/1> { ?s ?p ?o } }", "true"),
    ("PREFIX 𐐷: <http://e/> SELECT (STR(𐐷:a) AS ?x) { ?s 𐐷:p ?o }", "http://e/a"),
    (r"PREFIX e: <http://e/> SELECT (STR(e:a.b\-c.%41.d) AS ?x) {}", "http://e/a.b-c.%41.d"),
]


@pytest.mark.parametrize(("query", "right"), MORE)
def test_more_of_the_same_kinds_are_right(engine: Engine, query: str, right: str) -> None:
    assert shown(engine, query) == right


def test_an_expression_that_changes_each_time_is_not_written_twice(engine: Engine) -> None:
    assert shown(engine, "SELECT (RAND() + COUNT(*) AS ?n) (?n - ?n AS ?z) {}") == "400"


def test_places_of_errors_are_those_of_the_query_sent(engine: Engine) -> None:
    query = "SELECT (GROUP_CONCAT(?x) AS ?g)\nFROM <http://g/1> FROM <http://g/1> { ?s z:p ?x }"

    with pytest.raises(Problem) as caught:
        evaluate(engine, Task(query), lambda head: None, io.BytesIO())

    assert (caught.value.members["line"], caught.value.members["column"]) == (2, 47)


def test_no_rewriting_brings_a_call_past_the_guard(engine: Engine) -> None:
    calls = ("SERVICE <http://127.0.0.1:9/> {}", "SERVICE SILENT <http://127.0.0.1:9/> {}")
    forms = (
        "ASK {{ {} }} HAVING (COUNT(*) = 1)",
        "SELECT (COUNT(*) AS ?n) (EXISTS {{ {} }} AS ?e) (?e AS ?f) {{}}",
        "SELECT (GROUP_CONCAT(EXISTS {{ {} }}) AS ?n) FROM <g> FROM <g> {{}}",
    )

    for query in some(form.format(call) for form in forms for call in calls):
        assert shown(engine, query) == "403", query


def test_other_queries_are_left_alone(engine: Engine) -> None:
    query = "SELECT ?s { ?s ?p 'GROUP_CONCAT(' . ?replace ?from ?o } # from from"

    assert for_engine(Rewriting(query, query), {}, "http://b/").text == query
