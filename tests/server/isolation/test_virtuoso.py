"""Tables of Virtuoso are repaired where they are odd, and in no other place."""

import json
from email.message import Message
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.isolation.remote.known_engines import time_limit
from legation_server.isolation.remote.virtuoso import (
    repaired,
    rows_given,
    says_incomplete,
    truth,
)

BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


def headers(**values: str) -> Message:
    found = Message()
    for name, value in values.items():
        found[name.replace("_", "-")] = value
    return found


def table(*terms: dict[str, str]) -> bytes:
    rows = [{"x": term} for term in terms]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


def read(data: bytes) -> list[object]:
    found = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [row["x"] for row in found]


LABELS = st.text("ab1:/_-.é", min_size=1, max_size=9).filter(lambda text: '"' not in text)


@given(st.lists(LABELS, min_size=1, max_size=5))
def test_blank_nodes_have_valid_labels_that_stay_apart(labels: list[str]) -> None:
    data = table(*({"type": "bnode", "value": f"nodeID://{label}"} for label in labels))

    found = read(repaired(data))

    assert all(isinstance(node, ox.BlankNode) for node in found)
    same = {
        (one, other) for one, a in enumerate(labels) for other, b in enumerate(labels) if a == b
    }
    assert same == {
        (one, other) for one, a in enumerate(found) for other, b in enumerate(found) if a == b
    }


@pytest.mark.parametrize(("written", "value"), [("1", "true"), ("0", "false"), ("true", "true")])
def test_truth_values_are_words(written: str, value: str) -> None:
    data = table({"type": "typed-literal", "datatype": BOOLEAN, "value": written})

    assert read(repaired(data)) == [ox.Literal(value, datatype=ox.NamedNode(BOOLEAN))]


TERMS = st.one_of(
    st.text(max_size=12).map(lambda text: {"type": "literal", "value": text}),
    st.sampled_from(
        ['"type": "bnode", "value": "a:b"', f'{BOOLEAN}", "value": "1"', "nodeID://b1"]
    ).map(lambda text: {"type": "literal", "value": text}),
    st.sampled_from(["http://e/a", "nodeID://b1", BOOLEAN]).map(
        lambda iri: {"type": "uri", "value": iri}
    ),
    st.just({"type": "literal", "datatype": f"{BOOLEAN}s", "value": "1"}),
)


@given(st.lists(TERMS, max_size=5))
def test_all_other_terms_stay_as_they_are(terms: list[dict[str, str]]) -> None:
    data = table(*terms)

    assert repaired(data) == data


@pytest.mark.parametrize(
    ("state", "incomplete"), [("S1TAT", True), ("S1T00", False), ("", False), (None, False)]
)
def test_an_answer_that_was_broken_off_is_known(state: str | None, incomplete: bool) -> None:
    given_headers = headers() if state is None else headers(X_SQL_State=state)

    assert says_incomplete(given_headers) is incomplete


@pytest.mark.parametrize(
    ("value", "rows"), [("10000", 10000), ("0", 0), ("", None), ("-1", None), ("many", None)]
)
def test_the_number_of_rows_is_one(value: str, rows: int | None) -> None:
    assert rows_given(headers(X_SPARQL_MaxRows=value)) == rows
    assert rows_given(headers()) is None


@pytest.mark.parametrize(("rows", "held"), [(0, False), (1, True), (2, True)])
def test_a_table_for_an_answer_of_yes_or_no_is_yes_with_a_row(rows: int, held: bool) -> None:
    found = ox.parse_query_results(
        table(*[{"type": "literal", "value": "1"}] * rows), ox.QueryResultsFormat.JSON
    )
    assert isinstance(found, ox.QuerySolutions)

    assert bool(truth(found)) is held


@pytest.mark.parametrize(
    ("server", "path", "limit"),
    [
        ("Virtuoso/07.20", "/sparql", "2500"),
        ("Apache Jena Fuseki (5)", "/ds/sparql", "2"),
        ("", "/repositories/x", "2"),
        ("GraphDB", "/repositories/x", "2"),
        ("", "/sparql", None),
        ("nginx", "/sparql", None),
        ("My Virtuoso", "/sparql", None),
    ],
)
def test_the_deadline_is_told_in_the_unit_that_an_engine_reads(
    server: str, path: str, limit: str | None
) -> None:
    assert time_limit(server, urlsplit(f"http://e{path}"), 2.5) == limit


def test_a_short_deadline_is_at_least_a_second_where_seconds_are_read() -> None:
    assert time_limit("Apache Jena Fuseki", urlsplit("http://e/ds"), 0.2) == "1"
    assert time_limit("Virtuoso", urlsplit("http://e/sparql"), 0.2) == "200"
