import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.evaluation.row_limit import EnoughRowsError, RowCounter
from legation_server.evaluation.run_query import SOLUTION_FORMATS
from legation_server.results.truncation import finished

TEXTS = st.text(alphabet='"\\{},<>result\r\n\t a', max_size=20)
FORMATS = sorted(SOLUTION_FORMATS)


def table(name: str, texts: list[str]) -> bytes:
    store = ox.Store()
    for number, text in enumerate(texts):
        subject = ox.NamedNode(f"http://example.org/{number}")
        store.add(ox.Quad(subject, subject, ox.Literal(text)))
    results = store.query("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s")
    assert isinstance(results, ox.QuerySolutions)
    written = results.serialize(format=SOLUTION_FORMATS[name])
    assert written is not None
    return written


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


@given(st.sampled_from(FORMATS), st.lists(TEXTS, min_size=1, max_size=8), st.integers(1, 40))
def test_a_table_within_the_limit_passes_as_it_is(name: str, texts: list[str], size: int) -> None:
    data = table(name, texts)

    assert passed_on(name, data, len(texts), size) == (data, True)


@given(
    st.sampled_from(FORMATS),
    st.lists(TEXTS, min_size=2, max_size=8),
    st.integers(1, 40),
    st.integers(1, 7),
)
def test_a_table_beyond_the_limit_is_cut_after_the_last_row(
    name: str, texts: list[str], size: int, limit: int
) -> None:
    limit = min(limit, len(texts) - 1)

    rows, whole = passed_on(name, table(name, texts), limit, size)

    assert not whole
    without_link = (
        finished(rows, name, "L").replace(b'"link":["L"],', b"").replace(b'<link href="L"/>', b"")
    )
    assert without_link == table(name, texts[:limit])


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_just_within_the_limit_is_whole(name: str) -> None:
    data = table(name, ["x"] * 10)

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
    rows = {name: passed_on(name, table(name, ["x"] * 3), 2, 9)[0] for name in FORMATS}

    head = json.loads(finished(rows["json"], "json", "http://e/?a&b"))["head"]
    assert head == {"link": ["http://e/?a&b"], "vars": ["s", "o"]}
    xml = ElementTree.fromstring(finished(rows["xml"], "xml", "http://e/?a&b"))
    assert [child.tag.rpartition("}")[2] for child in xml[0]] == ["variable", "variable", "link"]
    assert xml[0][2].get("href") == "http://e/?a&b"
