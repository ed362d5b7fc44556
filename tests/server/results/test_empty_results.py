"""Only what has nothing in it is empty, in every format and whatever stands in its texts."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.formats import GRAPHS
from legation_server.namespaces import RDF_TYPE
from legation_server.query import Head
from legation_server.rdf import Words, graph_bytes
from legation_server.results import is_empty

E = "http://e/"
# Names as the context of a release has them, and prefixes alone.
CONTEXTS = {
    "names": Words({"@version": 1.1, "e": E, "id": "@id", "type": "@type", "C": "e:C"}),
    "prefixes": Words({"e": E}),
}
FORMATS = [offer.name for offer in GRAPHS]
# What may look like an empty graph, or like one with something in it.
TEXTS = ["", " ", "\n", '"@graph": []\n}', "[]", "</rdf:RDF>", '<rdf:RDF xmlns:e="x"></rdf:RDF>']
NODES = st.sampled_from([f"{E}a", f"{E}C", RDF_TYPE]).map(ox.NamedNode)
TRIPLES = st.builds(
    ox.Triple,
    NODES | st.just(ox.BlankNode("b")),
    st.sampled_from([f"{E}p", RDF_TYPE]).map(ox.NamedNode),
    NODES | st.just(ox.BlankNode("b")) | st.sampled_from(TEXTS).map(ox.Literal),
)


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40)
@given(triples=st.lists(TRIPLES, max_size=3))
def test_a_graph_is_empty_without_triples_and_only_then(
    name: str, context: str, triples: list[ox.Triple]
) -> None:
    body = graph_bytes(triples, name, {"e": E}, CONTEXTS[context])

    assert is_empty(Head("graph", name), body) is (not triples)


def test_json_ld_that_the_engine_writes_is_read_too() -> None:
    nothing = ox.serialize([], None, ox.RdfFormat.JSON_LD)
    triple = ox.Triple(ox.NamedNode(E), ox.NamedNode(E), ox.Literal("[]"))
    something = ox.serialize([triple], None, ox.RdfFormat.JSON_LD)

    assert nothing is not None and is_empty(Head("graph", "jsonld"), nothing)
    assert something is not None and not is_empty(Head("graph", "jsonld"), something)


TABLES = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
ZEROS = {"0", '"0"', "'0'@en", "'0'^^<http://e/t>"}
OTHERS = {"1", "10", "-1", '"0 "', '"00"', '"a,0"', '"0\\n0"', '"\\t0"', "<http://e/0>"}


def table(name: str, rows: list[list[str]]) -> bytes:
    columns = " ".join(f"?c{number}" for number in range(len(rows[0]) if rows else 1))
    values = " ".join(f"({' '.join(row)})" for row in rows)
    found = ox.Store().query(f"SELECT {columns} {{ VALUES ({columns}) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=TABLES[name]) or b""


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("value", sorted(OTHERS))
def test_what_is_not_zero_alone_is_a_result(name: str, value: str) -> None:
    assert not is_empty(Head("solutions", name), table(name, [[value]]))
    assert not is_empty(Head("solutions", name), table(name, [["0", value]]))
    assert not is_empty(Head("solutions", name), table(name, [[value], ["0"]]))


@pytest.mark.parametrize("name", TABLES)
def test_zeros_of_every_kind_in_any_number_of_rows_are_nothing(name: str) -> None:
    for zero in sorted(ZEROS):
        assert is_empty(Head("solutions", name), table(name, [[zero]])), zero
        assert is_empty(Head("solutions", name), table(name, [[zero, "0"], ["0", zero]])), zero


@pytest.mark.parametrize("name", TABLES)
def test_a_row_without_values_is_a_row(name: str) -> None:
    assert not is_empty(Head("solutions", name), table(name, [["UNDEF"]]))
    assert is_empty(Head("solutions", name), table(name, []))


@pytest.mark.parametrize("name", TABLES)
def test_a_long_table_of_zeros_is_taken_for_a_result(name: str) -> None:
    # It has many rows, which says something.
    assert not is_empty(Head("solutions", name), table(name, [["0"]] * 2_000))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("truth", [True, False])
def test_a_truth_value_is_read_behind_any_head(name: str, truth: bool) -> None:
    body = str(truth).lower().encode()
    if name in ("json", "xml"):
        query = "ASK {}" if truth else "ASK { ?s ?p ?o }"
        found = ox.Store().query(query)
        assert isinstance(found, ox.QueryBoolean)
        body = found.serialize(format=TABLES[name]) or b""

    assert is_empty(Head("boolean", name), body) is not truth
