"""Functions that the Wikidata Query Service has beyond SPARQL's own. Pure.

`DIFFERENCE` is written into queries in place of a minus sign (differences.py): there the difference
of two times is a number of days, not a duration.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from urllib.parse import unquote

import pyoxigraph as ox

from legation_server.namespaces import WIKIDATA, XSD
from legation_server.sparql.wdqs.prefixes import QUERY_SERVICE_PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Function = Callable[..., ox.Literal | None]

WIKIBASE = QUERY_SERVICE_PREFIXES["wikibase"]
GEOF = QUERY_SERVICE_PREFIXES["geof"]
DIFFERENCE = "urn:legation:difference"
# IRIs that stand for values that nobody knows.
SOME_VALUE = WIKIDATA + ".well-known/genid/"
BOOLEAN, INTEGER, DECIMAL, DOUBLE, FLOAT = (
    ox.NamedNode(XSD + name) for name in ("boolean", "integer", "decimal", "double", "float")
)
# The wider of two types is that of the result (XPath and XQuery Functions, section 4.2).
WIDTH = {INTEGER: 0, DECIMAL: 1, FLOAT: 2, DOUBLE: 3}
TIMES = (ox.NamedNode(XSD + "dateTime"), ox.NamedNode(XSD + "date"))
EARTH_RADIUS_KM = 6371.0088
POINT = re.compile(
    r"^\s*Point\s*\(\s*(-?\d{1,3}(?:\.\d+)?)\s+(-?\d{1,3}(?:\.\d+)?)\s*\)\s*$",
    re.IGNORECASE | re.ASCII,
)
TIME = re.compile(
    r"(-?\d{4,})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


def some_value(term: Term) -> ox.Literal:
    """Return whether a term stands for a value that is there but not known."""
    known = isinstance(term, ox.BlankNode) or (
        isinstance(term, ox.NamedNode) and term.value.startswith(SOME_VALUE)
    )
    return ox.Literal("true" if known else "false", datatype=BOOLEAN)


def decoded(term: Term) -> ox.Literal | None:
    """Return the text of an address without its percent signs."""
    if isinstance(term, ox.NamedNode | ox.Literal):
        return ox.Literal(unquote(term.value))
    return None


def difference(one: Term, other: Term) -> ox.Literal | None:
    """Return the difference of two numbers, or that of two times in days; None for other terms."""
    if not isinstance(one, ox.Literal) or not isinstance(other, ox.Literal):
        return None
    if one.datatype in TIMES and other.datatype in TIMES:
        first, second = days_of(one.value), days_of(other.value)
        if first is None or second is None:
            return None
        return ox.Literal(repr(first - second), datatype=DOUBLE)
    if one.datatype not in WIDTH or other.datatype not in WIDTH:
        return None
    kind = max(one.datatype, other.datatype, key=lambda datatype: WIDTH[datatype])
    try:
        return ox.Literal(_minus(one.value, other.value, kind), datatype=kind)
    except (ArithmeticError, ValueError):
        return None


def days_of(time: str) -> float | None:
    """Return the days from 1 January 1970 to a time of the Gregorian calendar; None for others.

    A time without a zone is that of UTC.

    >>> days_of("1970-01-02T12:00:00Z"), days_of("1969-12-31"), days_of("soon")
    (1.5, -1.0, None)
    """
    match = TIME.fullmatch(time)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    seconds = sum(
        float(part or 0) * unit
        for part, unit in zip(match.group(4, 5, 6), (3600, 60, 1), strict=True)
    )
    if (zone := match[7]) and zone != "Z":
        offset = 3600 * int(zone[1:3]) + 60 * int(zone[4:])
        seconds -= offset if zone[0] == "+" else -offset
    return _days(year, month, day) + seconds / 86_400


def _days(year: int, month: int, day: int) -> int:
    """Return the days from 1 January 1970; years of 400 years repeat themselves."""
    if month <= 2:
        year, month = year - 1, month + 12
    era, within = divmod(year, 400)
    of_year = (153 * (month - 3) + 2) // 5 + day - 1
    return era * 146_097 + within * 365 + within // 4 - within // 100 + of_year - 719_468


def _minus(one: str, other: str, kind: ox.NamedNode) -> str:
    if kind == INTEGER:
        return str(int(one) - int(other))
    if kind == DECIMAL:
        return format(Decimal(one) - Decimal(other), "f")
    return repr(float(one) - float(other))


def latitude(place: Term) -> ox.Literal | None:
    """Return the latitude of a point in degrees."""
    found = _point(place)
    return ox.Literal(repr(found[1]), datatype=DOUBLE) if found else None


def longitude(place: Term) -> ox.Literal | None:
    """Return the longitude of a point in degrees."""
    found = _point(place)
    return ox.Literal(repr(found[0]), datatype=DOUBLE) if found else None


def distance(one: Term, other: Term) -> ox.Literal | None:
    """Return the distance of two points on the Earth in kilometres, taken as a sphere."""
    first, second = _point(one), _point(other)
    if first is None or second is None:
        return None
    (east, north), (east_2, north_2) = ((radians(x), radians(y)) for x, y in (first, second))
    half = (
        sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    )
    return ox.Literal(repr(2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))), datatype=DOUBLE)


def _point(term: Term) -> tuple[float, float] | None:
    """Return the longitude and latitude of a point in WKT; None for other terms."""
    match = POINT.search(term.value) if isinstance(term, ox.Literal) else None
    return (float(match[1]), float(match[2])) if match else None


# What a query calls, by a part of its text that shows it, and the function.
FUNCTIONS: dict[str, tuple[ox.NamedNode, Function]] = {
    DIFFERENCE: (ox.NamedNode(DIFFERENCE), difference),
    "isSomeValue": (ox.NamedNode(WIKIBASE + "isSomeValue"), some_value),
    "decodeUri": (ox.NamedNode(WIKIBASE + "decodeUri"), decoded),
    "latitude": (ox.NamedNode(GEOF + "latitude"), latitude),
    "longitude": (ox.NamedNode(GEOF + "longitude"), longitude),
    "distance": (ox.NamedNode(GEOF + "distance"), distance),
}
