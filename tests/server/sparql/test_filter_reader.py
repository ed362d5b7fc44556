"""What filters ask of a property's values is read from a query's text."""

import pytest
from legation_server.sparql import filter_tests

PREFIXES = {"e": "http://e/", "xsd": "http://x/"}


@pytest.mark.parametrize(
    ("query", "tests"),
    [
        ("ASK { ?s e:p ?v FILTER(?v > 1) }", [("p", ">", "1")]),
        ("ASK { ?s e:p ?v FILTER(-1.5 <= ?v) }", [("p", "<=", "-1.5")]),
        ("ASK { ?s e:p ?v . FILTER(true = ?v) }", [("p", "=", "true")]),
        ('ASK { ?s e:q/e:p ?v FILTER(?v = "a"@en) }', [("p", "=", '"a"@en')]),
        ('ASK { ?s e:p ?v FILTER(?v < "a"^^xsd:b) }', [("p", "<", '"a"^^<http://x/b>')]),
        ("ASK { ?s e:p ?v FILTER(?v = 1 || ?v = 2) }", [("p", "=", "1"), ("p", "=", "2")]),
        ("ASK { [ e:p ?v ] e:r ?w FILTER(!(?v > 1)) }", [("p", ">", "1")]),
        ("ASK { ?s e:p ?v FILTER(year(?v) = 2016) }", [("p", "call", "YEAR")]),
        ('ASK { ?s e:p ?v FILTER(LANG(?v) = "DE") }', [("p", "lang", "@de")]),
        ('ASK { ?s e:p ?v FILTER("de" = lang(?v)) }', [("p", "lang", "@de")]),
        ('ASK { ?s e:p ?v FILTER langMatches(lang(?v), "de") }', [("p", "lang", "@de")]),
        ('ASK { ?s e:p ?v FILTER CONTAINS(?v, "a") }', [("p", ",", '"a"')]),
        ('ASK { ?s e:p ?v FILTER(REGEX(?v, "a", "i")) }', [("p", ",", '"a"')]),
        ("ASK { ?s e:p ?v FILTER(?v > 1 && 2 * 3 > 1) }", [("p", ">", "1")]),
        ("ASK { ?s e:p ?v FILTER EXISTS { ?s e:q ?w FILTER(?w > 1) } }", [("q", ">", "1")]),
    ],
)
def test_a_filter_tests_the_values_of_a_property(
    query: str, tests: list[tuple[str, str, str]]
) -> None:
    assert list(filter_tests(query, PREFIXES).tests) == [
        (f"http://e/{name}", operator, value) for name, operator, value in tests
    ]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s e:p 1 }",
        "ASK { ?s e:p ?v FILTER(?v != 1) }",
        "ASK { ?s ^e:p ?v FILTER(?v = 1) }",
        "ASK { ?s e:q|e:p ?v FILTER(?v = 1) }",
        "ASK { ?s e:p ?v ; e:q ?v FILTER(?v = 1) }",
        "ASK { ?s e:p ?w BIND(?w + 1 AS ?v) FILTER(?v = 1) }",
        'ASK { ?s e:p ?v FILTER(STR(?v) = "a") }',
        'ASK { ?s e:p ?v FILTER(lang(?v) = "") }',
        "ASK { ?s e:p ?v FILTER(?v = ?w) VALUES ?w { 1 } }",
        'ASK { ?s e:p ?v FILTER(COALESCE(?v, "a") = "b" || IF(?v, "c", "d") = "e") }',
        'ASK { ?s e:p ?v FILTER(SUBSTR(?v, 2) = "b" || "b" IN (?v, "c")) }',
        'ASK { ?s e:p ?v ; e:q ?w FILTER(?w - ?v > "P20D"^^xsd:duration) }',
        'ASK { ?s e:p ?v ; e:q ?w FILTER("P20D"^^xsd:duration < ?v - ?w) }',
        'ASK { ?s e:p ?v ; e:q ?w FILTER(?v > "P20D"^^xsd:duration + ?w) }',
        'ASK { ?s e:p ?v ; e:q ?w FILTER(?w + "P20D"^^xsd:duration < ?v) }',
        "ASK { ?s e:p ?v ; e:q ?w FILTER(?w * ?v = 2 || 2 = ?v / ?w) }",
        "ASK { ?s e:p ?v FILTER(?v = 1",
        "FILTER",
        "1 = FILTER(",
    ],
)
def test_what_may_be_fulfilled_by_other_kinds_is_no_test(query: str) -> None:
    assert filter_tests(query, PREFIXES).tests == ()


@pytest.mark.parametrize(
    ("query", "unbound"),
    [
        ("SELECT ?v { ?s e:p ?o FILTER(?v = 1) } ORDER BY ?v", ("?v",)),
        ("SELECT * { ?s e:p $v FILTER(?v = 1) }", ()),
        ("SELECT * { ?s e:p ?o FILTER(?v = 1) } VALUES ?v { 1 }", ()),
        ("SELECT * { ?s e:p ?o BIND(1 AS ?v) FILTER(?v = 1) }", ()),
        ("SELECT * { VALUES (?v) { (1) } FILTER(?v = 1) }", ()),
        ("SELECT * { FILTER NOT EXISTS { ?s e:p ?v } }", ()),
        ("SELECT ?v { ?s e:p ?o }", ()),
    ],
)
def test_a_variable_of_filters_alone_has_no_value(query: str, unbound: tuple[str, ...]) -> None:
    assert filter_tests(query, PREFIXES).unbound == unbound
