"""The values that Wikidata's statements have: items, times, quantities, addresses. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

_POINT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_DECADE = re.compile(r"(\d{3})X", re.ASCII)
DECADE, YEAR, MONTH, DAY = 8, 9, 10, 11
# The proleptic Gregorian calendar, in which EDTF writes all times.
CALENDAR = "Q1985727"
# What a bare number has as its unit in RDF: the number 1. In JSON it has "1".
NO_UNIT = "Q199"


@dataclass(frozen=True)
class Item:
    """An item, by its id."""

    id: str

    def __str__(self) -> str:
        """Return the id."""
        return self.id


@dataclass(frozen=True)
class Time:
    """A time of CALENDAR to a precision: 8 decade, 9 year, 10 month, 11 day.

    `month` and `day` are 0 where the precision leaves them open.
    """

    year: int
    month: int
    day: int
    precision: int

    def __str__(self) -> str:
        """Return the time as Wikibase writes it in JSON: `+1997-08-00T00:00:00Z/10`."""
        return f"{self.stamp()}/{self.precision}"

    def stamp(self) -> str:
        """Return the time without its precision."""
        return f"+{self.year:04}-{self.month:02}-{self.day:02}T00:00:00Z"

    def day_one(self) -> str:
        """Return the xsd:dateTime that stands for the time in RDF: its first day."""
        return f"{self.year:04}-{self.month or 1:02}-{self.day or 1:02}T00:00:00Z"


@dataclass(frozen=True)
class Quantity:
    """An exact amount; `unit` is the id of an item, empty for a bare number."""

    amount: Decimal
    unit: str = ""

    def __str__(self) -> str:
        """Return the amount with its sign, and U and the number of the unit, as in `+5U4917`."""
        return f"{self.amount:+f}" + (f"U{self.unit[1:]}" if self.unit else "")


@dataclass(frozen=True)
class Url:
    """A web address."""

    address: str

    def __str__(self) -> str:
        """Return the address."""
        return self.address


Value = Item | Time | Quantity | Url


def point(edtf: str) -> Time | None:
    """Return the time that `edtf` means; None when Wikidata cannot say it exactly.

    >>> str(point("1997-08"))
    '+1997-08-00T00:00:00Z/10'
    >>> point("1994~") is None
    True
    """
    if match := _POINT.fullmatch(edtf):
        year, month, day = (int(part or 0) for part in match.groups())
        return Time(year, month, day, DAY if day else MONTH if month else YEAR)
    if match := _DECADE.fullmatch(edtf):
        return Time(int(match[1]) * 10, 0, 0, DECADE)
    return None
