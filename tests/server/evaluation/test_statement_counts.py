"""A query that counts everything has the same answer from the counts as from the engine."""

import json
import re
from io import BytesIO
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.evaluation import Engine, count_statements, evaluate, make_default_graphs
from legation_server.evaluation import statement_counts as counting
from legation_server.query import SPARQL, WIKIDATA, Task
from support.some import some

E = "http://e/"
NAMES = [ox.NamedNode(E + name) for name in ("a", "b", "c", "d")]
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREDICATES = [ox.NamedNode(E + "p"), ox.NamedNode(E + "q"), TYPE]
# Two of these the store rewrites.
LITERALS = [
    *(ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),),
    *(ox.Literal(1.5), ox.Literal('"\\\n'), ox.Literal("x", language="en"), ox.Literal("x")),
]
GRAPHS = [ox.NamedNode(f"{E}g{number}") for number in range(3)]
quads = st.builds(
    ox.Quad,
    st.sampled_from([*NAMES, ox.BlankNode("n")]),
    st.sampled_from(PREDICATES),
    st.sampled_from([*NAMES, *LITERALS, ox.BlankNode("m")]),
    st.sampled_from(GRAPHS),
)
# Which endpoints have a graph's triples in their default graph.
places = st.dictionaries(
    st.sampled_from([graph.value for graph in GRAPHS]),
    st.sampled_from([(), (SPARQL,), (WIKIDATA,), (SPARQL, WIKIDATA)]),
)
QUERIES = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) (COUNT(?s) AS ?m) (COUNT(DISTINCT ?p) AS ?k) WHERE { ?s ?p ?o . }",
    "SELECT (COUNT(*) AS ?n) { ?s e:p ?o }",
    "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
    "SELECT (COUNT(?s) AS ?n) { ?s a e:d } LIMIT 1",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } OFFSET 1",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "SELECT (COUNT(?o) AS ?n) ?p { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) ?p",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p LIMIT 2 OFFSET 1",
    "SELECT DISTINCT (COUNT(*) AS ?n) { ?s a ?o } GROUP BY ?o",
    "SELECT ?o (COUNT(?s) AS ?n) { ?s e:q ?o } GROUP BY ?o ORDER BY DESC(COUNT(?s)) ASC(?o)",
    "SELECT ?o (COUNT(DISTINCT ?s) AS ?n) { ?s e:p ?o } GROUP BY ?o",
    "SELECT DISTINCT ?p { ?s ?p ?o }",
    "SELECT DISTINCT ?o { ?s a ?o } ORDER BY DESC(?o)",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?n ?g",
    "SELECT (COUNT(?p) AS ?n) { GRAPH ?g { ?s ?p ?o . } }",
]


def engines(data: list[ox.Quad], graphs: dict[str, Any]) -> tuple[Engine, Engine]:
    """Return an engine that has counts of some data, and one that has none."""
    store = ox.Store()
    store.bulk_extend(data)
    default_graphs = make_default_graphs(store, graphs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "LEAST_QUADS", 0)
        counts = count_statements(store, default_graphs)
    given = (store, "http://base/", {"e": E}, frozenset[str](), False, 1_000)
    return (
        Engine(*given, default_graphs=default_graphs, counts=counts),
        Engine(*given, default_graphs=default_graphs),
    )


def answer(engine: Engine, task: Task) -> Any:
    """Return the answer as JSON, its rows sorted unless the query orders them."""
    output = BytesIO()
    try:
        evaluate(engine, task, lambda head: None, output)
    except Problem as problem:
        return problem.kind
    found = json.loads(output.getvalue())
    if "ORDER" not in task.query and "results" in found:
        found["results"]["bindings"].sort(key=str)
    return found


@given(st.lists(quads, max_size=30), places, st.sampled_from([SPARQL, WIKIDATA]))
def test_counts_give_the_answers_of_the_engine(
    data: list[ox.Quad], graphs: dict[str, Any], endpoint: str
) -> None:
    counted, plain = engines(data, graphs)

    for query in some(QUERIES):
        task = Task(query, endpoint=endpoint)
        assert answer(counted, task) == answer(plain, task), query


@given(st.lists(quads, max_size=20), places, st.sets(st.sampled_from(GRAPHS), min_size=1))
def test_a_dataset_of_the_request_is_counted_by_the_engine(
    data: list[ox.Quad], graphs: dict[str, Any], chosen: set[ox.NamedNode]
) -> None:
    counted, plain = engines(data, graphs)
    names = tuple(graph.value for graph in chosen)

    for query in some(QUERIES):
        for task in (Task(query, default_graphs=names), Task(query, named_graphs=names)):
            assert answer(counted, task) == answer(plain, task), query


def in_any_order(engine: Engine, query: str) -> Any:
    """Return what an answer surely has: its rows, or how many where not all are shown."""
    found = answer(engine, Task(query))
    if not isinstance(found, dict) or "results" not in found:
        return found
    rows = sorted(found["results"]["bindings"], key=str)
    return found["head"], len(rows) if re.search("LIMIT|OFFSET", query) else rows


# What stands between two tokens, and words that make a query another one.
BETWEEN = st.sampled_from(["", " ", "\n", "#x\n", "\u00a0", "\f"])
WORDS = (
    "SELECT DISTINCT COUNT ( ) * ?s ?p ?o ?n AS WHERE { } . ; , a e:p e: :p <p> <http://e/p> "
    "<http://e/./p> [] e:x.y GROUP BY ORDER DESC ASC LIMIT OFFSET 1 01 1.0 -1 GRAPH HAVING FROM "
    "PREFIX BASE REDUCED UNION \\u0053 'x' $s ?N count"
)


@given(st.data())
def test_a_query_that_is_nearly_one_of_them_has_the_answer_of_the_engine(
    drawn: st.DataObject,
) -> None:
    words = drawn.draw(st.sampled_from(QUERIES)).replace("(", " ( ").replace(")", " ) ").split()
    for _ in range(drawn.draw(st.integers(0, 2))):
        place = drawn.draw(st.integers(0, len(words)))
        words[place : place + drawn.draw(st.integers(0, 1))] = [
            drawn.draw(st.sampled_from(WORDS.split()))
        ]
    query = "".join(word + drawn.draw(BETWEEN | st.just(" ")) for word in words)

    assert in_any_order(COUNTED, query) == in_any_order(PLAIN, query)


COUNTED, PLAIN = engines(
    [
        ox.Quad(subject, predicate, value, graph)
        for subject, predicate, value, graph in zip(
            NAMES,
            [*PREDICATES, PREDICATES[0]],
            NAMES[1:] + NAMES[:1],
            [*GRAPHS, GRAPHS[0]],
            strict=True,
        )
    ],
    {},
)


@pytest.mark.parametrize("query", QUERIES)
def test_these_are_answered_from_counts(query: str) -> None:
    reading = COUNTED.read(query)

    assert reading.counted is not None and "VALUES" in reading.counted
    assert PLAIN.read(query).counted is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) FROM e:g0 { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?s ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?r }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o > 1) }",
        "SELECT (COUNT(?x) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(*) > 1)",
        "SELECT (COUNT(*) AS ?n) { ?s <p> ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s e:nowhere ?o }",
        "BASE <http://e/> SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?p { ?s ?p ?o }",
        "ASK { ?s ?p ?o }",
    ],
)
def test_others_are_not(query: str) -> None:
    assert COUNTED.read(query).counted is None


def test_what_has_many_objects_is_not_counted_by_object() -> None:
    many = [
        ox.Quad(NAMES[0], PREDICATES[0], ox.Literal(number), GRAPHS[0])
        for number in range(counting.MOST_TERMS + 1)
    ]
    counts = engines(many, {})[0].counts[SPARQL]

    assert counts.objects == {}
    assert counts.predicates == {str(PREDICATES[0]): len(many)}


@pytest.mark.parametrize(("least", "most"), [(0, 1), (3, 4)])
def test_a_very_large_store_and_a_small_one_are_not_counted(
    monkeypatch: pytest.MonkeyPatch, least: int, most: int
) -> None:
    monkeypatch.setattr(counting, "LEAST_QUADS", least)
    monkeypatch.setattr(counting, "MOST_QUADS", most)
    store = ox.Store()
    store.bulk_extend([ox.Quad(NAMES[0], PREDICATES[0], name, GRAPHS[0]) for name in NAMES[:2]])

    assert count_statements(store, make_default_graphs(store, {})) == {}
