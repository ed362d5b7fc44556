"""Expressions of the Wikidata Query Service: times without a zone, days, names of a SELECT."""

import json
from datetime import UTC, date, datetime

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from legation_server.evaluation.engine import Engine
from legation_server.isolation.pool import Pool
from legation_server.query import WIKIDATA, Task
from legation_server.sparql.wdqs.dialect import as_sparql
from legation_server.sparql.wdqs.functions import days_of, difference, distance
from support.dialect_engine import PREFIXES, rows

XSD = "http://www.w3.org/2001/XMLSchema#"
DECLARED = f"PREFIX xsd: <{XSD}> "


def value(engine: Engine, expression: str, pattern: str = "") -> str | None:
    (row,) = rows(engine, f"{DECLARED} SELECT ({expression} AS ?x) {{ {pattern} }}")
    return row.get("x")


@pytest.mark.parametrize(
    "limit",
    [
        '"1992-04-07T00:00:00"^^xsd:dateTime',
        '"1992-04-07T00:00:00Z"^^xsd:dateTime',
        '"1992-04-07"^^xsd:dateTime',
        '"+1992-04-07T00:00:00Z"^^xsd:dateTime',
        'xsd:dateTime("1992-04-07T00:00:00")',
    ],
)
def test_a_time_without_a_zone_is_compared_with_those_of_the_view(
    published_pool: Pool, limit: str
) -> None:
    query = f"SELECT ?s ?t {{ ?s pq:P580 ?t FILTER(?t >= {limit}) }}"
    answer = published_pool.run(Task(query, endpoint=WIKIDATA)).first

    assert len(json.loads(answer)["results"]["bindings"]) == 2


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ('("2024-04-07"^^xsd:dateTime - "1992-04-07"^^xsd:dateTime)', 11688),
        ('("2000-03-01"^^xsd:date - "2000-02-28"^^xsd:date)', 2),
        ('("1900-03-01"^^xsd:date - "1900-02-28"^^xsd:date)', 1),
        ('"2000-01-02T12:00:00"^^xsd:dateTime - "2000-01-01"^^xsd:dateTime', 1.5),
        ('FLOOR((?late - ?early)/365.2425)', 32),
        ('ABS(?early - ?late)', 11688),
        ('(?late - ?early) * 2 - 1', 23375),
        ('?early - "-0001-01-01T00:00:00Z"^^xsd:dateTime > 1', "true"),
        ('IF(?late - ?early > 10, ?late - ?early, 0)', 11688),
        ('YEAR(?late) - YEAR(?early) - 1', 31),
        ("5 - 2 - 1", 2),
        ("?n - ?n - ?n + ?n", 0),
        ("?n + ?n - ?n * ?n / ?n", 2),
        ("?n - -?n", 4),
        ("-?n - ?n", -4),
        ("?n - 0.5", 1.5),
        ("(?n - ?n) = 0", "true"),
        ('?late - "P1D"^^xsd:duration < ?late', "true"),
        ('NOW() - ?late > 1', "true"),
        ('COALESCE(?none - ?late, "unbound")', "unbound"),
        ('COALESCE("a" - ?late, "no number")', "no number"),
    ],
)  # fmt: skip
def test_a_difference_of_times_is_one_of_days(
    engine: Engine, expression: str, result: float | str
) -> None:
    pattern = """BIND("2024-04-07"^^xsd:dateTime AS ?late) BIND(2 AS ?n)
        BIND("1992-04-07"^^xsd:dateTime AS ?early)"""
    found = value(engine, expression, pattern)

    assert found == result if isinstance(result, str) else float(found or "nan") == result


def test_days_are_counted_wherever_an_expression_stands(engine: Engine) -> None:
    times = (
        'VALUES ?t { "2000-01-01T00:00:00Z"^^xsd:dateTime "2000-01-11T00:00:00Z"^^xsd:dateTime }'
    )
    start = '"2000-01-01"^^xsd:dateTime'
    queries = [
        f"SELECT ?t {{ {times} FILTER(?t - {start} > 5) }}",
        f"SELECT ?d {{ {times} BIND(?t - {start} AS ?d) FILTER(?d = 10) }}",
        f"SELECT (COUNT(*) AS ?n) {{ {times} }} GROUP BY (?t - {start} AS ?d) HAVING(MAX(?t - {start}) > 5)",
        f"SELECT ?t {{ {times} }} ORDER BY DESC(?t - {start}) LIMIT 1",
    ]

    for query in queries:
        assert len(rows(engine, DECLARED + query)) == 1, query


@pytest.mark.parametrize(
    "untouched",
    [
        "SELECT * { VALUES (?a ?b) { (1 -2) (3 4) } }",
        "SELECT * { VALUES ?a { 1 -2 } }",
        "SELECT * { ?a wdt:P0 (1 -2) }",
        "SELECT * { ?a wdt:P0 -2 FILTER(?a > -2) FILTER(?a - 2 > 0) }",
        'SELECT * { ?a-b ?c "x - y" }',
        "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?a ORDER BY ?n",
        "SELECT (?a + 1 AS ?b) (?b + 1 AS ?c) { ?a ?p ?o }",
    ],
)
def test_other_signs_and_names_stay(untouched: str) -> None:
    assert as_sparql(untouched, PREFIXES).text == untouched


@given(st.dates(), st.dates())
@example(date(2000, 2, 29), date(1600, 3, 1))
def test_days_are_those_of_the_calendar(one: date, other: date) -> None:
    terms = (ox.Literal(str(day), datatype=ox.NamedNode(XSD + "date")) for day in (one, other))
    found = difference(*terms)

    assert found is not None and float(found.value) == (one - other).days


@given(st.datetimes(min_value=datetime(1900, 1, 1)))
def test_times_are_parts_of_days(time: datetime) -> None:
    seconds = time.replace(tzinfo=UTC).timestamp()

    assert days_of(time.isoformat() + "Z") == pytest.approx(seconds / 86_400)


@given(st.integers(-(2**62), 2**62), st.integers(-(2**62), 2**62))
def test_a_difference_of_whole_numbers_is_exact(one: int, other: int) -> None:
    found = difference(ox.Literal(one), ox.Literal(other))

    assert found is not None and int(found.value) == one - other


@pytest.mark.parametrize(
    ("select", "pattern", "first"),
    [
        ("(COUNT(*) AS ?n) (?n/2 AS ?h)", "{ ?c e:rank ?r }", {"n": "3", "h": "1.5"}),
        ("(MIN(?r) AS ?a) (MAX(?r) AS ?b) (?b - ?a AS ?d)", "{ ?c e:rank ?r }", {"d": "2"}),
        ("(COUNT(*) AS ?n) (?n + 1 AS ?m) (?m + 1 AS ?k)", "{ ?c e:rank ?r }", {"k": "5"}),
        ("?r (COUNT(*) AS ?n)", "{ ?c e:rank ?r } GROUP BY ?r ?n ORDER BY ?r", {"n": "1"}),
        ("(COUNT(*) AS ?n)", "{ ?c e:rank ?r } GROUP BY ?n", {"n": "3"}),
        ("(?r > 1 AS ?big) (COUNT(*) AS ?n)", "{ ?c e:rank ?r } GROUP BY ?big ORDER BY ?n", {"n": "1"}),
        ("?n", "{ { SELECT ?r (COUNT(*) AS ?n) { ?c e:rank ?r } GROUP BY ?r ?n } }", {"n": "1"}),
        ("(?r + 1 AS ?s) (?s + 1 AS ?t)", "{ ?c e:rank ?r } ORDER BY ?r", {"s": "2", "t": "3"}),
    ],
)  # fmt: skip
def test_a_select_uses_its_own_names(
    engine: Engine, select: str, pattern: str, first: dict[str, str]
) -> None:
    found = rows(engine, f"SELECT {select} {pattern}")

    assert {name: found[0][name] for name in first} == first


def test_nothing_here_is_a_value_that_nobody_knows(engine: Engine) -> None:
    for known in ("wd:Q0a", "1", '"a"@en'):
        assert value(engine, f"wikibase:isSomeValue({known})") == "false"
    genid = "<http://www.wikidata.org/.well-known/genid/804129ad>"
    assert value(engine, f"wikibase:isSomeValue({genid})") == "true"
    assert len(rows(engine, "SELECT ?c { ?c e:rank 1 FILTER(!wikibase:isSomeValue(?c)) }")) == 1
    assert rows(engine, "SELECT ?c { ?c e:rank 1 FILTER wikibase:isSomeValue(?c) }") == []


def test_places_have_coordinates_and_distances(engine: Engine) -> None:
    declared = "geof:longitude(?p)", "geof:latitude(?p)", 'geof:distance(?p, "Point(34.8 32.1)")'
    point = 'BIND("Point(49.8 40.4)"^^geo:wktLiteral AS ?p)'
    east, north, far = (float(value(engine, call, point) or "nan") for call in declared)

    assert (east, north) == (49.8, 40.4)
    assert 1600 < far < 1700
    assert distance(ox.Literal("Point(0 0)"), ox.Literal("nowhere")) is None


def test_an_address_is_read(engine: Engine) -> None:
    assert value(engine, 'wikibase:decodeUri("B%C3%A4ku")') == "Bäku"
