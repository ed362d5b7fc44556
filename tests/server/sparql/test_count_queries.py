"""A query that is answered from counts has the solutions it would have over the data."""

from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legation_server.namespaces import RDF_TYPE
from legation_server.sparql import Counts, from_counts
from legation_server.sparql.counting.answer import LONGEST_CHARACTERS

E = "http://e/"
PREFIXES = {"e": E, "": E}
# Triples of the default graph, and of two graphs that repeat some of them.
TRIPLES = [
    ("a", "p", "x"),
    ("a", "p", "y"),
    ("b", "p", "x"),
    ("b", "q", "x"),
    ("a", "type", "C"),
    ("b", "type", "C"),
    ("x", "type", "D"),
]
IN_GRAPHS = {"g": TRIPLES[:4], "h": TRIPLES[3:5], "i": TRIPLES[:1]}


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(RDF_TYPE if name == "type" else E + name)


def store() -> ox.Store:
    found = ox.Store()
    found.extend(ox.Quad(node(s), node(p), node(o)) for s, p, o in TRIPLES)
    for graph, triples in IN_GRAPHS.items():
        found.extend(ox.Quad(node(s), node(p), node(o), node(graph)) for s, p, o in triples)
    return found


def sizes(terms: list[str]) -> dict[str, int]:
    return {str(node(term)): number for term, number in Counter(terms).items()}


COUNTS = Counts(
    sizes([p for _, p, _ in TRIPLES]),
    {
        str(node(name)): sizes([o for _, p, o in TRIPLES if p == name])
        for name in ("p", "q", "type")
    },
    sizes([graph for graph, triples in IN_GRAPHS.items() for _ in triples]),
)
DATA, NOTHING = store(), ox.Store()


def answer(data: ox.Store, query: str) -> tuple[list[str], list[dict[str, Any]]] | None:
    """Return columns and rows; None for a query that the engine refuses."""
    try:
        found = data.query(query, prefixes=PREFIXES)
    except SyntaxError:
        return None
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return names, [{name: str(row[name]) for name in names} for row in found]


VARIABLES = st.sampled_from(["?s", "?p", "?o", "?g", "?n"])
COUNTED = st.builds(
    lambda distinct, of: f"COUNT({distinct}{of})",
    st.sampled_from(["", "DISTINCT "]),
    st.sampled_from(["*", "?s", "?p", "?o", "?g", "?other"]),
)
COLUMNS = st.lists(
    VARIABLES | st.builds("({} AS {})".format, COUNTED, st.sampled_from(["?n", "?m", "?s"])),
    min_size=1,
    max_size=3,
)
PATTERNS = st.sampled_from(
    [
        *("?s ?p ?o", "?s e:p ?o", "?s a ?o", "?s :q ?o .", "?s a e:C", f"?s e:p <{E}x>"),
        *("GRAPH ?g { ?s ?p ?o }", "GRAPH ?g { ?s ?p ?o . }", "?s e:none ?o", "?s e:p e:none"),
        *("?s ?p e:x", "?s ?p ?s", "GRAPH ?s { ?s ?p ?o }", "GRAPH ?g { ?s e:p ?o }"),
    ]
)
KEYS = st.sampled_from(["", " GROUP BY ?p", " GROUP BY ?o", " GROUP BY ?g", " GROUP BY ?s"])
ORDERS = st.lists(
    st.builds(str.__add__, st.sampled_from(["", "ASC", "DESC"]), VARIABLES.map("({})".format))
    | st.builds("DESC({})".format, COUNTED)
    | VARIABLES,
    max_size=2,
).map(lambda found: " ORDER BY " + " ".join(found) if found else "")
SLICES = st.sampled_from(
    ["", "", " LIMIT 1", " OFFSET 1", " LIMIT 2 OFFSET 1", " OFFSET 0 LIMIT 9"]
)


@settings(max_examples=200)
@given(st.sampled_from(["", "DISTINCT "]), COLUMNS, PATTERNS, KEYS, ORDERS, SLICES)
def test_the_solutions_are_those_over_the_data(
    distinct: str, columns: list[str], pattern: str, key: str, order: str, part: str
) -> None:
    query = f"SELECT {distinct}{' '.join(columns)} {{ {pattern} }}{key}{order}{part}"

    counted = from_counts(query, PREFIXES, COUNTS)

    if counted is not None:
        expected, found = answer(DATA, query), answer(NOTHING, counted)
        assert expected is not None and found is not None, query
        assert found[0] == expected[0]
        assert len(found[1]) == len(expected[1])
        if not part:
            assert sorted(found[1], key=str) == sorted(expected[1], key=str)


TOTAL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (TOTAL, ["7"]),
        ("SELECT (COUNT(*) AS ?n) { ?s e:p ?o }", ["3"]),
        ("SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s e:p ?o }", ["2"]),
        ("SELECT (COUNT(*) AS ?n) { ?s a :C }", ["2"]),
        ("SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }", ["3"]),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", ["7"]),
        ("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }", ["3"]),
        ("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY DESC(?g)", ["i", "h", "g"]),
        (
            "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?n",
            ["i", "h", "g"],
        ),
        ("SELECT ?o (COUNT(DISTINCT ?s) AS ?n) { ?s e:p ?o } GROUP BY ?o ORDER BY ?n", ["y", "x"]),
        (
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY DESC(?g) OFFSET 1 LIMIT 1",
            ["h"],
        ),
    ],
)
def test_queries_that_count_are_answered_without_data(query: str, rows: list[str]) -> None:
    counted = from_counts(query, PREFIXES, COUNTS)

    assert counted is not None
    found, expected = answer(NOTHING, counted), answer(DATA, query)
    assert found == expected
    assert found is not None
    shown = [next(iter(row.values())).strip("<>").removeprefix(E) for row in found[1]]
    assert [value.partition("^")[0].strip('"') for value in shown] == rows


@pytest.mark.parametrize(
    "query",
    [
        # Twice the same column, and a name that the pattern has.
        "SELECT ?p ?p { ?s ?p ?o } GROUP BY ?p",
        "SELECT DISTINCT ?p ?p { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?s) { ?s ?p ?o }",
        "SELECT { ?s ?p ?o } GROUP BY ?p",
        # A column that is neither the key nor a count.
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o }",
        # A subject and an object may come with several predicates, and be in several graphs.
        "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?p (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        # Each group has one key.
        "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s e:p ?o } GROUP BY ?o",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT (COUNT(?other) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } ORDER BY ?p",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } ORDER BY COUNT(?s)",
        "SELECT ?p { ?s ?p ?o } GROUP BY ?p ORDER BY ?s",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT 1 LIMIT 1",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } OFFSET 1 OFFSET 1",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT 1234567890",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT -1",
        "SELECT (COUNT(*) AS ?n) { ?s ?p e:x }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } more",
        f"PREFIX f: <{E}a/../> {TOTAL}",
        f"PREFIX f: <relative> {TOTAL}",
    ],
)
def test_other_queries_are_left_to_the_engine(query: str) -> None:
    assert from_counts(query, PREFIXES, COUNTS) is None


@pytest.mark.parametrize(
    ("query", "known"),
    [
        (TOTAL, True),
        (f"{TOTAL} #{'x' * (LONGEST_CHARACTERS - len(TOTAL) - 2)}", True),
        (f"{TOTAL} #{'x' * (LONGEST_CHARACTERS - len(TOTAL) - 1)}", False),
        (f"{TOTAL} #é", False),
    ],
)
def test_long_queries_and_other_letters_are_left_to_the_engine(query: str, known: bool) -> None:
    assert (from_counts(query, PREFIXES, COUNTS) is not None) is known


@pytest.mark.parametrize(
    ("counts", "query"),
    [
        (Counts(None, COUNTS.objects, COUNTS.graphs), TOTAL),
        (Counts(COUNTS.predicates, {}, COUNTS.graphs), "SELECT DISTINCT ?o { ?s e:p ?o }"),
        (
            Counts(COUNTS.predicates, COUNTS.objects),
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        ),
        (
            Counts(COUNTS.predicates, {}, COUNTS.graphs),
            "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s e:p ?o }",
        ),
        (Counts(COUNTS.predicates, {}, COUNTS.graphs), "SELECT (COUNT(*) AS ?n) { ?s a e:C }"),
        (COUNTS, "SELECT (COUNT(*) AS ?n) { ?s a e:None }"),
        (COUNTS, "SELECT (COUNT(*) AS ?n) { ?s e:none ?o }"),
    ],
)
def test_what_was_not_counted_is_left_to_the_engine(counts: Counts, query: str) -> None:
    assert from_counts(query, PREFIXES, counts) is None


def test_without_objects_a_predicate_is_still_counted() -> None:
    counts = Counts(COUNTS.predicates, {})
    counted = from_counts("SELECT (COUNT(*) AS ?n) { ?s e:p ?o }", PREFIXES, counts)

    assert counted is not None
    assert answer(NOTHING, counted) == answer(DATA, "SELECT (COUNT(*) AS ?n) { ?s e:p ?o }")


@pytest.mark.parametrize(
    "query",
    [
        "select distinct ?p where { ?s ?p ?o }",
        "SELECT\tDISTINCT\n?p#c\n{?s ?p ?o}",
        f"prefix f: <{E}> SELECT DISTINCT ?o {{ ?s f:p ?o }} order by asc(?o) limit 1",
        f"SELECT DISTINCT ?o {{ ?s <{E}p> ?o }}",
        f"SELECT DISTINCT ?o {{ ?s <{RDF_TYPE}> ?o }} ORDER BY ?o",
        "SELECT DISTINCT $p { $s $p $o }",
    ],
)
def test_a_query_is_known_however_it_is_written(query: str) -> None:
    counted = from_counts(query, PREFIXES, COUNTS)

    assert counted is not None
    found, expected = answer(NOTHING, counted), answer(DATA, query)
    assert found is not None and expected is not None
    assert sorted(map(str, found[1])) == sorted(map(str, expected[1]))
