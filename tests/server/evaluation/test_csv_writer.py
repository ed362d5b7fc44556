"""Other libraries read the terms of every table out of CSV and TSV, whatever characters they have."""

import csv
import io
import json
from pathlib import Path

import duckdb
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.evaluation import Engine, evaluate
from legation_server.evaluation.tables.csv_writer import CsvWriter
from legation_server.query import Task
from rdflib.util import from_n3

# All of ASCII but NUL, and others that readers may take for the end of a line or a field.
CHARACTERS = [chr(code) for code in range(1, 128)] + list(
    "é\u00a0\u0085\u2028\u2029\ufeff\U0001f600"
)
COLUMNS = "SELECT ?n ?s ?o ?none"


def iris() -> list[ox.NamedNode]:
    found = []
    for character in CHARACTERS:
        try:
            found.append(ox.NamedNode(f"http://e/a{character}b"))
        except ValueError:
            continue
    return found


def literals() -> list[ox.Literal]:
    texts = [text for c in CHARACTERS for text in (c, f"a{c}b", c * 2)]
    typed = [ox.Literal("x", datatype=iri) for iri in iris()]
    return [
        *(ox.Literal(text) for text in ["", *texts]),
        *(ox.Literal(text, language="en-x-a") for text in texts),
        *(ox.Literal(text, datatype=ox.NamedNode("http://e/t")) for text in texts),
        *typed,
        *(ox.Literal(number) for number in (1, -1, 1.5, True)),
        ox.Literal("1.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    ]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An engine whose data have every character in every kind of term."""
    store = ox.Store()
    named = ox.NamedNode("http://e/p")
    objects: list[ox.NamedNode | ox.Literal | ox.BlankNode] = [*iris(), *literals()]
    for number, term in enumerate([*objects, ox.BlankNode("b1")]):
        subject = term if isinstance(term, ox.NamedNode) else named
        store.add(ox.Quad(subject, ox.NamedNode(f"http://e/p{number}"), term))
    return Engine(store, "http://e/", {}, frozenset(), False, 100_000)


TERMS = "{ ?s ?n ?o } ORDER BY ?n"
TRIPLES = "{ ?s ?n ?x BIND(TRIPLE(?s, ?n, ?x) AS ?o) } ORDER BY ?n"


def answer(engine: Engine, query: str, name: str) -> bytes:
    evaluate(engine, Task(query, solutions=name), lambda head: None, output := io.BytesIO())
    return output.getvalue()


def values(engine: Engine, query: str) -> list[list[str]]:
    """Return the fields that a table has by the standard (section 3)."""
    table = json.loads(answer(engine, query, "json"))
    return [
        [_value(row[name]) if name in row else "" for name in table["head"]["vars"]]
        for row in table["results"]["bindings"]
    ]


def _value(term: dict[str, str]) -> str:
    return ("_:" if term["type"] == "bnode" else "") + term["value"]


def test_the_csv_module_reads_every_term(engine: Engine) -> None:
    text = answer(engine, f"{COLUMNS} {TERMS}", "csv").decode()
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)

    assert header == ["n", "s", "o", "none"]
    assert len(rows) > 1_000
    assert rows == values(engine, f"{COLUMNS} {TERMS}")
    assert text.endswith("\r\n")


def test_duckdb_reads_every_term(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(answer(engine, f"{COLUMNS} {TERMS}", "csv"))

    relation = duckdb.sql(
        f"SELECT * FROM read_csv('{file}', all_varchar=true, header=true, delim=',', quote='\"',"
        " escape='\"', new_line='\\r\\n', parallel=false, nullstr='NULL')"
    )

    assert relation is not None
    rows = relation.fetchall()
    assert [list(row) for row in rows] == values(engine, f"{COLUMNS} {TERMS}")


def test_triple_terms_are_one_field_each(engine: Engine) -> None:
    query = f"{COLUMNS} {TRIPLES}"
    table = csv.reader(io.StringIO(answer(engine, query, "csv").decode(), newline=""), strict=True)
    lines = answer(engine, query, "tsv").decode().split("\n")[1:-1]

    rows = list(table)[1:]

    assert len(rows) > 1_000
    assert [row[2] for row in rows] == [line.split("\t")[2] for line in lines]
    assert all(len(row) == 4 for row in rows)


def test_the_engine_reads_every_term_of_tsv(engine: Engine) -> None:
    query = f"SELECT ?n ?s ?o {TERMS}"
    read = ox.parse_query_results(answer(engine, query, "tsv"), format=ox.QueryResultsFormat.TSV)
    as_json = ox.parse_query_results(
        answer(engine, query, "json"), format=ox.QueryResultsFormat.JSON
    )

    assert isinstance(read, ox.QuerySolutions) and isinstance(as_json, ox.QuerySolutions)
    rows, expected = [list(row) for row in read], [list(row) for row in as_json]
    assert len(rows) > 1_000
    assert [row for row in rows if not _blank(row)] == [row for row in expected if not _blank(row)]


def _blank(row: list[object]) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in row)


def test_the_csv_module_and_rdflib_read_the_terms_of_tsv(engine: Engine) -> None:
    query = f"SELECT ?n ?s ?o {TERMS}"
    text = io.StringIO(answer(engine, query, "tsv").decode(), newline="")
    header, *rows = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)

    assert header == ["?n", "?s", "?o"]
    assert len(rows) > 1_000
    assert [[_plain(term) for term in row] for row in rows] == values(engine, query)


def _plain(term: str) -> str:
    return term if term.startswith("_:") else str(from_n3(term))


@pytest.mark.parametrize("value", ["UNDEF", '""'])
def test_a_row_with_one_empty_field_is_no_empty_line(engine: Engine, value: str) -> None:
    table = answer(engine, f"SELECT ?x {{ VALUES ?x {{ 1 {value} 2 }} }}", "csv")

    assert table == b'x\r\n1\r\n""\r\n2\r\n'
    assert list(csv.reader(io.StringIO(table.decode(), newline=""))) == [["x"], ["1"], [""], ["2"]]


@pytest.mark.parametrize(
    ("query", "table"),
    [
        ("SELECT ?é ?b {}", "é,b\r\n,\r\n"),
        ("SELECT ?a { FILTER(false) }", "a\r\n"),
        ("ASK {}", "true"),
    ],
)
def test_tables_without_terms(engine: Engine, query: str, table: str) -> None:
    assert answer(engine, query, "csv").decode() == table


@given(
    st.lists(st.text(st.sampled_from('a,"\\\t\r\n<>é'), max_size=8), min_size=1), st.integers(1, 9)
)
def test_pieces_of_any_length_give_the_same_table(texts: list[str], size: int) -> None:
    store = ox.Store()
    rows = " ".join(f"({ox.Literal(text)} <http://e/,>)" for text in texts)
    results = store.query(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} }}")
    assert isinstance(results, ox.QuerySolutions)
    table = results.serialize(format=ox.QueryResultsFormat.TSV) or b""

    writer = CsvWriter(output := io.BytesIO())
    for start in range(0, len(table), size):
        writer.write(table[start : start + size])
    writer.finish()

    written = io.StringIO(output.getvalue().decode(), newline="")
    assert list(csv.reader(written))[1:] == [[text, "http://e/,"] for text in texts]
