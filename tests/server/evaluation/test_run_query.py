"""What is written of a query's result, in what order and how much, and what is refused."""

import json
from io import BytesIO

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.errors import Problem
from legation_server.evaluation.engine import Engine
from legation_server.evaluation.run_query import evaluate
from legation_server.query import Head, Task

LIMIT = 10


@pytest.fixture(scope="module")
def numbers() -> Engine:
    """An engine that holds `<http://e/N> <http://e/is> N` of the numbers below 20, in two graphs."""
    store = ox.Store()
    for number in range(20):
        node = ox.NamedNode(f"http://e/{number}")
        graph = ox.NamedNode("http://e/even" if number % 2 == 0 else "http://e/odd")
        store.add(ox.Quad(node, ox.NamedNode("http://e/is"), ox.Literal(number), graph))
    return Engine(store, "http://e/", {"e": "http://e/"}, frozenset(), False, LIMIT)


def written(engine: Engine, task: Task) -> tuple[Head, bytes, bool]:
    """Return the head and the bytes of a result, and whether it is whole."""
    heads: list[Head] = []
    output = BytesIO()
    whole = evaluate(engine, task, heads.append, output)
    (head,) = heads
    return head, output.getvalue(), whole


def refused(engine: Engine, task: Task) -> Problem:
    with pytest.raises(Problem) as caught:
        written(engine, task)
    return caught.value


@pytest.mark.parametrize(
    ("query", "kind", "format"),
    [
        ("SELECT * {}", "solutions", "csv"),
        ("ASK {}", "boolean", "csv"),
        ("CONSTRUCT WHERE { e:1 ?p ?o }", "graph", "ttl"),
        ("DESCRIBE e:1", "graph", "ttl"),
    ],
)
def test_the_head_says_what_it_is(numbers: Engine, query: str, kind: str, format: str) -> None:
    head, _, whole = written(numbers, Task(query, solutions="csv", graph="ttl"))

    assert (head, whole) == (Head(kind, format), True)


@pytest.mark.parametrize(
    "task",
    [Task("SELECT * {}", solutions=None), Task("CONSTRUCT WHERE { ?s ?p ?o }", graph=None)],
)
def test_what_the_client_cannot_read_is_refused(numbers: Engine, task: Task) -> None:
    problem = refused(numbers, task)

    assert problem.kind == "not-acceptable"
    assert problem.members["available"]


@given(rows=st.integers(0, 20))
def test_a_table_ends_after_the_rows_allowed(numbers: Engine, rows: int) -> None:
    query = f"SELECT ?s {{ ?s ?p ?o }} LIMIT {rows}"
    _, table, whole = written(numbers, Task(query, solutions="tsv"))

    assert whole == (rows <= LIMIT)
    assert table.count(b"<http://e/") == min(rows, LIMIT)


@given(rows=st.integers(0, 20))
def test_a_graph_beyond_the_limit_is_refused(numbers: Engine, rows: int) -> None:
    task = Task(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} LIMIT {rows}", graph="nt")
    if rows <= LIMIT:
        assert written(numbers, task)[1].count(b"\n") == rows
    else:
        assert refused(numbers, task).members["limit"] == LIMIT


def test_the_limit_counts_each_triple_once(numbers: Engine) -> None:
    query = "CONSTRUCT { e:a e:b e:c } WHERE { ?s ?p ?o }"

    assert written(numbers, Task(query, graph="nt"))[1].count(b"\n") == 1


def test_queries_of_the_server_have_no_limit(numbers: Engine) -> None:
    table = Task("SELECT ?s { ?s ?p ?o }", solutions="tsv", internal=True)
    graph = Task("CONSTRUCT WHERE { ?s ?p ?o }", graph="nt", internal=True)

    assert written(numbers, table)[1].count(b"<http://e/") == 20
    assert written(numbers, graph)[1].count(b"\n") == 20


@pytest.mark.parametrize(
    ("task", "count"),
    [
        (Task("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), 20),
        (Task("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ("http://e/even",)), 10),
        (Task("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ("http://e/even", "http://e/odd")), 20),
        (Task("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", (), ("http://e/even",)), 0),
        (Task("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"), 20),
        (Task("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", (), ("http://e/odd",)), 10),
        (Task("SELECT (COUNT(*) AS ?n) FROM e:even { ?s ?p ?o }"), 10),
        (Task("SELECT (COUNT(*) AS ?n) FROM NAMED e:odd { GRAPH ?g { ?s ?p ?o } }"), 10),
        (Task("SELECT (COUNT(*) AS ?n) FROM e:odd { ?s ?p ?o }", ("http://e/none",)), 0),
    ],
)
def test_a_query_is_answered_from_the_dataset_asked_for(
    numbers: Engine, task: Task, count: int
) -> None:
    (row,) = json.loads(written(numbers, task)[1])["results"]["bindings"]

    assert int(row["n"]["value"]) == count


@pytest.mark.parametrize("task", [Task("ASK {}", ("no iri",)), Task("ASK {}", (), ("a b",))])
def test_a_graph_has_an_iri(numbers: Engine, task: Task) -> None:
    assert refused(numbers, task).kind == "malformed-request"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { e:a e:b e:c }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX e: <http://e/> CLEAR ALL",
        "# a remark\nDROP ALL",
        "LOAD <http://e/>",
        "with e:odd delete { ?s ?p ?o } where { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_as_one(numbers: Engine, update: str) -> None:
    assert refused(numbers, Task(update)).kind == "update-refused"


def test_columns_of_a_star_come_as_they_are_written(numbers: Engine) -> None:
    _, table, _ = written(numbers, Task("SELECT * { ?z ?b ?a } LIMIT 1", solutions="csv"))

    assert table.splitlines()[0] == b"z,b,a"


def test_a_broken_pipe_is_no_problem_of_the_query(numbers: Engine) -> None:
    class Gone(BytesIO):
        def write(self, data: object) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        evaluate(numbers, Task("SELECT * { ?s ?p ?o }"), lambda head: None, Gone())


@pytest.mark.parametrize("name", ["jsonld", "rdf"])
def test_what_a_format_cannot_write_is_said(numbers: Engine, name: str) -> None:
    query = "CONSTRUCT { ?s <http://e/1> <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o } LIMIT 1"

    assert refused(numbers, Task(query, graph=name)).kind == "not-acceptable"
