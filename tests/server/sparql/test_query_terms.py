"""The terms that a query names are read where they stand."""

import pytest
from legation_server.sparql.query_terms import MOST_TERMS, NamedTerms, named_terms

PREFIXES = {"bil": "http://b/", "id": "http://i/", "xsd": "http://x#"}


def local_names(query: str) -> list[str]:
    return [iri.removeprefix("http://b/") for iri in named_terms(query, PREFIXES).iris]


def test_terms_are_read_where_they_stand() -> None:
    found = named_terms(
        """PREFIX e: <http://e/> BASE <http://base/>
        SELECT * FROM id:from FROM NAMED id:named {
          e:s a bil:C ; bil:p "x"@en , "skipped" ; <http://q> -5 , e:o ; bil:r "1"^^xsd:date .
          GRAPH id:g { ?s !(bil:not|^bil:back)* ?o }
          SERVICE <http://other/> { ?s bil:elsewhere e:elsewhere }
          FILTER(e:function(?o, "y") = "z" && ?s != e:compared)
        }""",
        PREFIXES,
    )

    assert found.graphs == ("http://i/from", "http://i/named", "http://i/g")
    assert set(found.iris) == {
        *(f"http://b/{name}" for name in ("C", "p", "r", "not", "back")),
        *(f"http://e/{name}" for name in ("s", "o", "compared")),
        "http://q",
    }
    assert found.literals == (
        ("http://b/p", '"x"@en'),
        ("http://q", "-5"),
        ("http://b/r", '"1"^^<http://x#date>'),
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ASK { VALUES ?x { bil:A bil:B } ?x ?p ?o }", ["A", "B"]),
        ("ASK { VALUES (?x ?y) { (bil:A 1) (UNDEF 2) } }", ["A"]),
        ("ASK { ?s ?p ?o FILTER(?s = bil:A || ?o IN (bil:B, bil:C)) }", ["A", "B", "C"]),
        ("ASK { ?s bil:p/bil:q* ?o # bil:comment\n }", ["p", "q"]),
        # What is no term of a triple: text, datatypes, functions.
        ("ASK { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(bil:))) }", []),
        ("ASK { ?s bil:p ?o FILTER(DATATYPE(?o) = bil:Date) }", ["p"]),
        ("ASK { ?s ?p ?o FILTER(bil:f(?o)) }", []),
        ("ASK { ?s ?p <relative> , unknown:A }", []),
        # Other endpoints know other terms.
        ("ASK { SERVICE SILENT bil:endpoint { ?s bil:p bil:A } ?s bil:q ?o }", ["q"]),
        ("ASK { SERVICE ?x { ?s bil:p ?o } }", []),
        ("ASK { ?s bil:p ?o } SERVICE", ["p"]),
        # This is no query.
        ("SELECT { ( bil:A }", []),
    ],
)
def test_only_what_may_be_a_term_of_a_triple_is_one(query: str, names: list[str]) -> None:
    assert local_names(query) == names


@pytest.mark.parametrize(
    "query",
    [
        'ASK { VALUES ?x { bil:p "a" } }',
        'ASK { ?s ?p ?o FILTER(?o = bil:p || ?o = "a") }',
        'ASK { ?s ^bil:p "a" }',
        'ASK { ?s !bil:p "a" }',
        'ASK { ?s bil:p* "a" }',
        'ASK { ?s ?p "a" }',
        "1 true",
    ],
)
def test_a_literal_without_a_property_of_its_own_is_none_of_a_property(query: str) -> None:
    assert named_terms(query, PREFIXES).literals == ()


@pytest.mark.parametrize(
    ("query", "chooses"),
    [
        ("ASK { GRAPH ?g { ?s ?p ?o } }", True),
        ("ASK FROM bil:g { ?s ?p ?o }", True),
        ("ASK { ?graph bil:graph 'graph' }", False),
    ],
)
def test_a_query_that_chooses_graphs_is_known(query: str, chooses: bool) -> None:
    assert named_terms(query, PREFIXES).chooses_graphs is chooses


def test_hints_to_wikidata_s_optimizer_are_no_terms() -> None:
    query = "ASK { hint:Prior hint:rangeSafe true . hint:Query hint:optimizer 'None' }"
    prefixes = {"hint": "http://www.bigdata.com/queryHints#"}

    assert named_terms(query, prefixes) == NamedTerms()


def test_terms_beyond_a_number_are_not_read() -> None:
    many = " ".join(f"bil:n{number}" for number in range(5_000))

    assert len(named_terms(many, PREFIXES).iris) == MOST_TERMS
    assert named_terms("", PREFIXES) == NamedTerms()
