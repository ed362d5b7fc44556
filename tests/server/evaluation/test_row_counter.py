import io
import json
from collections.abc import Sequence
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.evaluation.run_query import SOLUTION_FORMATS
from legation_server.evaluation.tables.csv_writer import CsvWriter
from legation_server.evaluation.tables.row_limit import EnoughRowsError, RowCounter
from legation_server.results.tables import finished

TEXTS = st.text(alphabet='"\\{},:<>result\r\n\t a', max_size=20)
NODE = ox.NamedNode("http://e/s")
LOOKALIKES = st.sampled_from(
    ["},{", '},{"', '},{"x', "},{}", '\\"},{"', "\\", '"}},{"s', "{},{},{}"]
)
STRINGS = st.lists(st.one_of(TEXTS, LOOKALIKES), max_size=4).map("".join)
# A value is nothing, a string, one in a language, or one inside a triple.
VALUES = st.one_of(
    st.none(),
    STRINGS.map(ox.Literal),
    STRINGS.map(lambda text: ox.Literal(text, language="en")),
    STRINGS.map(lambda text: ox.Triple(NODE, NODE, ox.Literal(text))),
)
ROWS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=8)
X = (ox.Literal("x"), ox.Literal("x"))
FORMATS = sorted(SOLUTION_FORMATS)


def table(name: str, rows: Sequence[tuple[object, object]]) -> bytes:
    cells = " ".join(f"({' '.join(map(cell, row))})" for row in rows)
    results = ox.Store().query(f"SELECT ?s ?o {{ VALUES (?s ?o) {{ {cells} }} }}")
    assert isinstance(results, ox.QuerySolutions)
    written = results.serialize(format=SOLUTION_FORMATS[name])
    assert written is not None
    if name != "csv":
        return written
    output = io.BytesIO()
    writer = CsvWriter(output)
    writer.write(table("tsv", rows))
    return output.getvalue()


def cell(value: object) -> str:
    if isinstance(value, ox.Triple):
        return f"<<( {value.subject} {value.predicate} {value.object} )>>"
    return "UNDEF" if value is None else str(value)


def passed_on(name: str, data: bytes, limit: int, size: int) -> tuple[bytes, bool]:
    """Return what a counter lets through of data given in pieces, and whether it was all."""
    output = io.BytesIO()
    counter = RowCounter(output, name, limit)
    try:
        for start in range(0, len(data), size):
            counter.write(data[start : start + size])
        counter.finish()
    except EnoughRowsError:
        return output.getvalue(), False
    return output.getvalue(), True


@given(st.sampled_from(FORMATS), ROWS, st.integers(1, 40))
def test_a_table_within_the_limit_passes_as_it_is(
    name: str, rows: list[tuple[object, object]], size: int
) -> None:
    data = table(name, rows)

    assert passed_on(name, data, len(rows), size) == (data, True)


@given(
    st.sampled_from(FORMATS),
    ROWS.filter(lambda rows: len(rows) > 1),
    st.integers(1, 40),
    st.integers(1, 7),
)
def test_a_table_beyond_the_limit_is_cut_after_the_last_row(
    name: str, rows: list[tuple[object, object]], size: int, limit: int
) -> None:
    limit = min(limit, len(rows) - 1)

    passed, whole = passed_on(name, table(name, rows), limit, size)

    assert not whole
    without_link = (
        finished(passed, name, "L").replace(b'"link":["L"],', b"").replace(b'<link href="L"/>', b"")
    )
    assert without_link == table(name, rows[:limit])


@given(ROWS, st.integers(1, 40), st.integers(1, 9))
def test_rows_of_json_are_those_that_a_reader_counts(
    rows: list[tuple[object, object]], size: int, limit: int
) -> None:
    data = table("json", rows)

    passed, whole = passed_on("json", data, limit, size)

    told = json.loads(data)["results"]["bindings"]
    read = json.loads(passed if whole else finished(passed, "json", ""))["results"]["bindings"]
    assert whole == (len(told) <= limit)
    assert read == told[:limit]


@pytest.mark.parametrize("name", FORMATS)
def test_rows_without_a_value_count(name: str) -> None:
    data = table(name, [(None, None)] * 10)

    assert passed_on(name, data, 10, 4096) == (data, True)
    assert not passed_on(name, data, 9, 4096)[1]


def test_a_long_string_of_lookalikes_is_no_row() -> None:
    data = table("json", [(ox.Literal('\\"},{}' * 20_000), None)] * 2)

    assert passed_on("json", data, 2, 8192) == (data, True)
    assert not passed_on("json", data, 1, 8192)[1]


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_just_within_the_limit_is_whole(name: str) -> None:
    data = table(name, [X] * 10)

    assert passed_on(name, data, 10, 7)[1]
    assert not passed_on(name, data, 9, 7)[1]


def test_nothing_follows_the_last_row() -> None:
    counter = RowCounter(output := io.BytesIO(), "csv", 1)
    counter.write(b"a\r\n1\r\n")

    for _ in range(2):
        with pytest.raises(EnoughRowsError):
            counter.write(b"2\r\n")
    assert output.getvalue() == b"a\r\n1\r\n"


def test_a_cut_table_has_a_link_where_its_format_has_one() -> None:
    rows = {name: passed_on(name, table(name, [X] * 3), 2, 9)[0] for name in FORMATS}

    head = json.loads(finished(rows["json"], "json", "http://e/?a&b"))["head"]
    assert head == {"link": ["http://e/?a&b"], "vars": ["s", "o"]}
    xml = ElementTree.fromstring(finished(rows["xml"], "xml", "http://e/?a&b"))
    assert [child.tag.rpartition("}")[2] for child in xml[0]] == ["variable", "variable", "link"]
    assert xml[0][2].get("href") == "http://e/?a&b"
