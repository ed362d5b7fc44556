"""Functions of the Wikidata Query Service, for every term that a query may give them."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import product
from math import isclose, pi

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legation_server.namespaces import XSD
from legation_server.sparql import FUNCTIONS
from legation_server.sparql.wdqs.functions import (
    EARTH_RADIUS_KM,
    days_of,
    decoded,
    difference,
    distance,
    latitude,
    longitude,
    some_value,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMBERS = ("integer", "decimal", "float", "double")


def typed(value: object, name: str) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + name))


TERMS = [
    ox.NamedNode("http://www.wikidata.org/entity/Q42"),
    ox.NamedNode("http://www.wikidata.org/.well-known/genid/abc"),
    ox.BlankNode("b"),
    ox.Literal("text"),
    ox.Literal("text", language="en"),
    typed("Point(1 2)", "string"),
    typed("soon", "dateTime"),
    typed("2000-01-01", "date"),
    typed("x", "integer"),
    typed("NaN", "decimal"),
    typed(1, "integer"),
    ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c")),
]
ONE = ("isSomeValue", "decodeUri", "latitude", "longitude")
TWO = ("distance", "urn:legation:difference")


def test_each_function_is_known_by_a_part_of_its_name() -> None:
    assert sorted(FUNCTIONS) == sorted([*ONE, *TWO])
    assert all(sign in name.value for sign, (name, _) in FUNCTIONS.items())


@pytest.mark.parametrize(("name", "term"), list(product(ONE, TERMS)))
def test_no_term_makes_a_function_fail(name: str, term: ox.Literal) -> None:
    found = FUNCTIONS[name][1](term)

    assert found is None or isinstance(found, ox.Literal)


@pytest.mark.parametrize(("name", "one", "other"), list(product(TWO, TERMS, TERMS)))
def test_no_two_terms_make_a_function_fail(name: str, one: ox.Literal, other: ox.Literal) -> None:
    found = FUNCTIONS[name][1](one, other)

    assert found is None or isinstance(found, ox.Literal)


@pytest.mark.parametrize(
    ("term", "known"),
    [
        (ox.NamedNode("http://www.wikidata.org/.well-known/genid/0a"), "true"),
        (ox.BlankNode("b"), "true"),
        (ox.NamedNode("http://www.wikidata.org/entity/Q1"), "false"),
        (ox.Literal("http://www.wikidata.org/.well-known/genid/0a"), "false"),
    ],
)
def test_a_value_that_nobody_knows_is_told_from_others(term: ox.Literal, known: str) -> None:
    assert some_value(term) == typed(known, "boolean")


@pytest.mark.parametrize("term", [ox.Literal("a%20b%C3%A9"), ox.NamedNode("x:a%20b%C3%A9")])
def test_an_address_is_read_without_its_percent_signs(term: ox.Literal) -> None:
    found = decoded(term)

    assert found is not None
    assert found.value.removeprefix("x:") == "a bé"
    assert decoded(ox.BlankNode("b")) is None


instants = st.datetimes(
    min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(instants, zones)
def test_days_are_those_of_the_calendar_in_every_zone(instant: datetime, zone: timezone) -> None:
    try:
        written = instant.astimezone(zone).isoformat()
    except OverflowError:
        return
    found = days_of(written)

    assert found is not None
    assert isclose(found, (instant - EPOCH) / timedelta(days=1), abs_tol=1e-9, rel_tol=1e-15)


@given(st.integers(-20_000, 20_000), st.integers(1, 12), st.integers(1, 28))
def test_four_hundred_years_are_always_as_long(year: int, month: int, day: int) -> None:
    def days(of: int) -> float:
        sign = "-" if of < 0 else ""
        return days_of(f"{sign}{abs(of):04}-{month:02}-{day:02}") or 0.0

    assert days(year + 400) - days(year) == 146_097


@given(instants, instants)
def test_times_differ_by_days(one: datetime, other: datetime) -> None:
    found = difference(typed(one.isoformat(), "dateTime"), typed(other.isoformat(), "dateTime"))

    assert found is not None
    assert found.datatype.value == XSD + "double"
    assert isclose(float(found.value), (one - other) / timedelta(days=1), abs_tol=1e-6)


@given(st.integers(), st.integers())
def test_whole_numbers_differ_exactly(one: int, other: int) -> None:
    assert difference(typed(one, "integer"), typed(other, "integer")) == typed(
        one - other, "integer"
    )


decimals = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-9999, max_value=9999
)


@given(decimals, decimals)
def test_decimals_differ_exactly_and_without_an_exponent(one: Decimal, other: Decimal) -> None:
    found = difference(typed(one, "decimal"), typed(other, "decimal"))

    assert found is not None
    assert Decimal(found.value) == one - other
    assert "E" not in found.value


@pytest.mark.parametrize(("one", "other"), list(product(NUMBERS, NUMBERS)))
def test_the_wider_type_is_that_of_the_difference(one: str, other: str) -> None:
    found = difference(typed(7, one), typed(2, other))

    wider = max(one, other, key=NUMBERS.index)
    assert found is not None
    assert (found.datatype.value, float(found.value)) == (XSD + wider, 5.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed(1, "integer"), typed("2000-01-01", "date")),
        (typed("2000-01-01", "date"), typed("later", "date")),
        (typed("1", "string"), typed(1, "integer")),
        (typed("x", "integer"), typed(1, "integer")),
        (typed("sNaN", "decimal"), typed(1, "decimal")),
        (ox.NamedNode("x:a"), typed(1, "integer")),
    ],
)
def test_other_terms_have_no_difference(one: ox.Literal, other: ox.Literal) -> None:
    assert difference(one, other) is None
    assert difference(other, one) is None


degrees = st.decimals(-90, 90, places=4, allow_nan=False, allow_infinity=False)
points = st.tuples(degrees, degrees)


def point(place: tuple[Decimal, Decimal]) -> ox.Literal:
    return ox.Literal(f"Point({place[0]} {place[1]})")


@given(points)
def test_a_point_has_its_longitude_first(place: tuple[Decimal, Decimal]) -> None:
    east, north = longitude(point(place)), latitude(point(place))

    assert east is not None
    assert north is not None
    assert [float(east.value), float(north.value)] == [float(each) for each in place]


@given(points, points)
def test_distances_are_the_same_both_ways_and_at_most_half_way_around(
    one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]
) -> None:
    there, back = distance(point(one), point(other)), distance(point(other), point(one))

    assert there is not None
    assert back is not None
    assert isclose(float(there.value), float(back.value), abs_tol=1e-6)
    assert 0 <= float(there.value) <= pi * EARTH_RADIUS_KM
    assert one != other or float(there.value) < 1e-6


@pytest.mark.parametrize(
    "text",
    ["POINT ( -0.5   51.5 )", "point(-0.5 51.5)", " Point(-0.5 51.5) "],
)
def test_a_point_may_be_written_in_several_ways(text: str) -> None:
    assert latitude(ox.Literal(text)) == typed(51.5, "double")


@pytest.mark.parametrize("text", ["", "Point(1)", "Point(1 2 3)", "Point(1,2)", "Line(1 2)"])
def test_what_is_no_point_has_no_place(text: str) -> None:
    assert latitude(ox.Literal(text)) is None
    assert longitude(ox.Literal(text)) is None
    assert distance(ox.Literal(text), ox.Literal("Point(1 2)")) is None
