import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.evaluation import SOLUTION_FORMATS
from legation_server.row_counter import RowCounter

TEXTS = st.text(alphabet='"\\{},<>result\r\n\t a', max_size=20)


def table(name: str, texts: list[str]) -> bytes:
    store = ox.Store()
    for number, text in enumerate(texts):
        subject = ox.NamedNode(f"http://example.org/{number}")
        store.add(ox.Quad(subject, subject, ox.Literal(text)))
    results = store.query("SELECT ?s ?o { ?s ?p ?o }")
    assert isinstance(results, ox.QuerySolutions)
    written = results.serialize(format=SOLUTION_FORMATS[name])
    assert written is not None
    return written


@given(st.sampled_from(sorted(SOLUTION_FORMATS)), st.lists(TEXTS, max_size=8), st.integers(1, 9))
def test_rows_are_counted_whatever_they_hold(name: str, texts: list[str], size: int) -> None:
    data = table(name, texts)
    output = io.BytesIO()
    counter = RowCounter(output, name, len(texts) + 2)

    for start in range(0, len(data), size):
        counter.write(data[start : start + size])

    assert output.getvalue() == data
    # The line of names counts in CSV and TSV; JSON has no mark before its first row.
    extra = {"csv": 1, "tsv": 1, "xml": 0, "json": -1 if texts else 0}[name]
    assert counter.rows == len(texts) + extra


@pytest.mark.parametrize("name", sorted(SOLUTION_FORMATS))
def test_a_row_too_many_is_a_problem(name: str) -> None:
    with pytest.raises(Problem) as caught:
        RowCounter(io.BytesIO(), name, 5).write(table(name, ["x"] * 10))

    assert caught.value.kind == "result-too-large"
