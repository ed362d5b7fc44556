"""The terms of a query are looked up in the data, where its result is empty."""

from typing import Any

import pyoxigraph as ox
import pytest
from legation_server.evaluation.default_graphs import make_default_graphs
from legation_server.evaluation.missing_terms import (
    LONGEST_TEXT,
    MOST_MISSING,
    MOST_VALUES,
    TermLookup,
)
from legation_server.query import ENDPOINTS, SPARQL, WIKIDATA, Head, Missing, Task, as_missing

DATA = """
PREFIX e: <http://e/> PREFIX void: <http://rdfs.org/ns/void#>
e:inside { e:s a e:Class ; e:p "word" , "Wort"@de , 1.5 , true , e:o ; e:l "Wort"@de . }
e:inside { e:statistics void:class e:Apart ; void:property e:apart }
e:outside { e:x a e:Apart ; e:apart e:y }
e:view { e:v e:q e:w }
"""
PREFIXES = {"e": "http://e/"}
FALSE = Head("boolean", "json"), b'{"head":{},"boolean":false}'
GRAPHS = {"http://e/inside": (SPARQL,), "http://e/outside": (), "http://e/view": (WIKIDATA,)}


def lookup(data: str = DATA, graphs: dict[str, tuple[str, ...]] | None = None) -> TermLookup:
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.TRIG)
    names = list(store.named_graphs())
    default_graphs = make_default_graphs(store, GRAPHS if graphs is None else graphs)
    prefixes = dict.fromkeys(ENDPOINTS, PREFIXES)
    return TermLookup(store, prefixes, default_graphs, names, "http://e/")


LOOKUP = lookup()


TRUE = Head("boolean", "json"), b'{"head":{},"boolean":true}'


def missing(query: str, **more: Any) -> Missing:
    return LOOKUP.missing(Task(query, **more), *FALSE) or Missing()


@pytest.mark.parametrize(
    ("query", "nowhere"),
    [
        ("ASK { e:s ?p e:z }", ["z"]),
        ("ASK { ?s e:z/e:p ?o }", ["z"]),
        ("ASK { VALUES ?x { e:s e:z } ?x e:p ?y FILTER(?y != e:zz) }", ["z", "zz"]),
        ("ASK { GRAPH e:outside { e:z ?p ?o } }", ["z"]),
        ("ASK { e:o a e:Class ; e:p e:w ; e:q e:v }", []),
        ("ASK { ?g ?p ?o FILTER(?g = e:outside) }", []),
        ("ASK { ?s <http://e/\\u0020> ?o }", []),
    ],
)
def test_iris_that_no_triple_has_are_missing(query: str, nowhere: list[str]) -> None:
    assert missing(query).nowhere == tuple(f"http://e/{name}" for name in nowhere)


@pytest.mark.parametrize(
    ("endpoint", "query", "outside"),
    [
        (SPARQL, "ASK { ?x a e:Apart ; e:apart e:s }", ["Apart", "apart"]),
        (SPARQL, "ASK { ?x a e:Class }", []),
        (WIKIDATA, "ASK { e:v e:q e:s ; e:p ?o }", ["s", "p"]),
        # These say themselves where they look.
        (SPARQL, "ASK { GRAPH ?g { ?x a e:Apart ; e:p ?o } }", []),
        (SPARQL, "ASK FROM e:outside { ?x a e:Apart ; e:p ?o }", []),
    ],
)
def test_iris_outside_the_default_graph_are_missing_there(
    endpoint: str, query: str, outside: list[str]
) -> None:
    found = missing(query, endpoint=endpoint)

    assert found.outside == tuple(f"http://e/{name}" for name in outside)
    assert found.nowhere == ()


@pytest.mark.parametrize(
    ("query", "nowhere", "outside"),
    [
        ("ASK { { ?x a e:Class } UNION { ?x a e:Clas } }", ["Clas"], []),
        ("ASK { ?x a e:Class OPTIONAL { ?x <http://e/z> ?y } }", ["z"], []),
        ("PREFIX o: <http://e/> ASK { VALUES ?x { o:s o:z. } ?x a o:Class }", ["z"], []),
        ("BASE <http://e/> ASK { ?x a e:Class OPTIONAL { ?x <http://e/z> ?y } }", ["z"], []),
        ("ASK { ?x a e:Class OPTIONAL { ?x <http://e/\\u007a> ?y } }", ["z"], []),
        ("ASK { ?x a e:Class OPTIONAL { ?x a e:Apart } }", [], ["Apart"]),
        ("ASK { ?x a e:Class OPTIONAL { GRAPH ?g { ?x a e:Apart } } }", [], []),
        # Those of others may be asked for, whatever there is.
        ("ASK { ?x a e:Class OPTIONAL { ?x <http://other/name> ?y } }", [], []),
        ("ASK { ?x a e:Class } # e:z", [], []),
        ("ASK { ?x a e:Class FILTER(STR(?x) != 'e:z') }", [], []),
        ("PREFIX e: <http://other/> ASK { ?x e:z ?y }", [], []),
        ("CONSTRUCT { ?x a e:Made } { ?x a e:Class }", [], []),
    ],
)
def test_names_of_the_release_are_missing_beside_rows_too(
    query: str, nowhere: list[str], outside: list[str]
) -> None:
    found = LOOKUP.missing(Task(query), *TRUE) or Missing()

    assert found.nowhere == tuple(f"http://e/{name}" for name in nowhere)
    assert found.outside == tuple(f"http://e/{name}" for name in outside)
    assert (LOOKUP.misspelt(Task(query)) or Missing()) == found


def test_beside_rows_values_and_filters_are_nobody_s_mistake() -> None:
    query = "ASK { ?x a e:Class OPTIONAL { ?x e:p 'none' } OPTIONAL { ?x e:l ?l FILTER(?l > 9) } }"

    assert missing(query) != Missing()
    assert LOOKUP.missing(Task(query), *TRUE) is None


def test_a_query_whose_request_chooses_graphs_says_itself_where_it_looks() -> None:
    assert missing("ASK { ?x a e:Apart }", default_graphs=("http://e/inside",)) == Missing()


def test_nothing_is_outside_where_all_graphs_are_the_default_graph() -> None:
    everywhere = lookup(graphs={})

    assert everywhere.missing(Task("ASK { ?x a e:Apart , e:Class }"), *FALSE) is None


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("ASK { GRAPH e:z { ?s ?p ?o } GRAPH e:view { ?s ?p ?o } }", {}),
        ("ASK FROM e:z FROM NAMED e:inside { ?s ?p ?o }", {}),
        ("ASK {}", {"default_graphs": ("http://e/z",)}),
        ("ASK {}", {"named_graphs": ("http://e/z", "http://e/outside")}),
    ],
)
def test_graphs_that_are_not_there_are_missing(query: str, more: dict[str, Any]) -> None:
    assert missing(query, **more) == Missing(graphs=("http://e/z",))


@pytest.mark.parametrize(
    ("literal", "is_there"),
    [
        ('"word"', True),
        ("'word'", True),
        ('"Word"', False),
        ('"Wort"@de', True),
        ('"Wort"@en', False),
        ('"Wort"', False),
        ("1.5", True),
        ('"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', True),
        ("1.5e0", False),
        ("-1.5", False),
        ("1", False),
        ("true", True),
        ("false", False),
        # Turtle does not read this, so nothing is said of it.
        ('"\\ud800"', True),
    ],
)
def test_a_literal_is_missing_when_its_property_never_has_it(literal: str, is_there: bool) -> None:
    found = missing(f"ASK {{ ?s e:p {literal} }}").literals

    assert found == (() if is_there else (("http://e/p", literal),))


def test_of_a_property_that_is_missing_no_value_is() -> None:
    assert missing('ASK { ?s e:z "word" }') == Missing(nowhere=("http://e/z",))


@pytest.mark.parametrize(
    "task",
    [
        Task("ASK { ?s e:z ?o }", internal=True),
        Task("ASK { ?s e:z ?o }" + " " * LONGEST_TEXT),
        Task("ASK { ?s e:z ?o }" + " e:n" * 100_000),
    ],
    ids=["our own", "long", "very long"],
)
def test_nothing_is_looked_up_for_queries_of_our_own_and_long_ones(task: Task) -> None:
    assert LOOKUP.missing(task, *FALSE) is None


def test_of_a_result_that_is_not_empty_no_literal_is_looked_up() -> None:
    head = Head("solutions", "csv")

    assert LOOKUP.missing(Task("SELECT * { ?s e:p 7 }"), head, b"s,o\r\na,b\r\n") is None
    assert LOOKUP.missing(Task("SELECT * { ?s e:p 7 }"), head, b"s,o\r\n") is not None
    assert LOOKUP.missing(Task("ASK { ?s e:p 7 }"), Head("boolean", "csv"), b"true") is None
    assert LOOKUP.missing(Task("CONSTRUCT { ?s e:z ?o }"), Head("graph", "nt"), b"") is None


def test_few_of_many_missing_terms_are_named() -> None:
    many = " ".join(f"?x{number} a e:Z{number} ." for number in range(200))

    assert len(missing(f"ASK {{ {many} }}").nowhere) == MOST_MISSING


def test_nothing_is_said_of_iris_that_may_stand_in_a_triple_term() -> None:
    data = DATA + "e:inside { e:r rdf:reifies <<( e:z e:zp e:zo )>> }"
    reified = lookup(f"PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n{data}")

    assert reified.missing(Task("ASK { e:z ?p ?o }"), *FALSE) is None


@pytest.mark.parametrize(
    ("query", "tests"),
    [
        ('ASK { ?s e:p ?v FILTER(?v > "1"^^e:day) }', ['"1"^^<http://e/day>']),
        ('ASK { ?s e:q ?v FILTER(?v = "w") }', ['"w"']),
        ("ASK { ?s e:p ?v FILTER(YEAR(?v) = 2016) }", ["YEAR"]),
        ('ASK { ?s e:p ?v FILTER(LANG(?v) = "fr") }', ["@fr"]),
        ('ASK { ?s e:p ?v FILTER(LANG(?v) = "de") }', []),
        ("ASK { ?s e:p ?v FILTER(?v > 7 || ?v = 1e3 || ?v = false) }", []),
        ('ASK { ?s e:none ?v FILTER(?v = "w") }', []),
        ('ASK { ?s e:l ?v FILTER CONTAINS(?v, "snow") }', []),
        ('ASK { ?s e:l ?v FILTER(STRAFTER(?v, "snow"@fr) = "") }', ['"snow"@fr']),
        ('ASK { ?s e:q ?v FILTER REGEX(?v, "w") }', ['"w"']),
    ],
)
def test_what_no_value_of_a_property_can_fulfil_is_missing(query: str, tests: list[str]) -> None:
    assert [test for _, test in missing(query).tests] == tests


@pytest.mark.parametrize(
    "test",
    ["YEAR(?v) > 2200", '?v > "2200-01-01"^^xsd:date', 'CONTAINS(?v, "z")', "?v = 1"],
)
def test_more_values_than_are_looked_at_may_have_kinds_besides(test: str) -> None:
    values = " , ".join(f'"{number}"' for number in range(MOST_VALUES))
    dates = " , ".join(f'"{year}-01-01"^^xsd:date' for year in range(1_000, 1_100))
    xsd = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    many = lookup(f"{xsd}{DATA} e:inside {{ e:s e:many {values} , {dates} }}")

    assert many.missing(Task(f"{xsd}ASK {{ ?s e:many ?v FILTER({test}) }}"), *FALSE) is None


def test_a_text_of_a_kind_that_values_are_is_looked_up() -> None:
    found = missing('ASK { ?s e:p ?v FILTER(?v = "wort"@de || ?v = "word") }')

    assert found.literals == (("http://e/p", '"wort"@de'),)
    assert found.tests == ()


def test_what_is_missing_goes_from_process_to_process() -> None:
    found = Missing(
        ("g",), ("a", "b"), ("ü",), (("p", '"x"@en'),), (("p", "YEAR"),), ("?x",), (("c", "s"),)
    )

    assert as_missing(found.encode()) == found
    assert as_missing(b"") is None
