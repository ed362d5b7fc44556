"""Read times in Extended Date/Time Format (EDTF, ISO 8601-2): the part that mappings use.

Dates, months, years, decades (`199X`), centuries (`19XX`), unknown months or days (`1992-XX`),
the qualifiers `~ ? %`, and intervals of these with open (`..`) or unknown (empty) ends.
"""

import calendar
import re
from datetime import date

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?[~?%]?",
    re.ASCII,
)
_OPEN = ("", "..")

Bounds = tuple[date | None, date | None]


def bounds(text: str) -> Bounds:
    """Return the first and the last day that the EDTF `text` can mean; None for an open end.

    Raises ValueError, with a message for people, when `text` is not in the subset above.

    >>> bounds("2012-03~")
    (datetime.date(2012, 3, 1), datetime.date(2012, 3, 31))
    >>> bounds("199X/..")
    (datetime.date(1990, 1, 1), None)
    """
    if "/" not in text:
        return _point(text)
    first, _, last = text.partition("/")
    earliest = None if first in _OPEN else _point(first)[0]
    latest = None if last in _OPEN else _point(last)[1]
    if earliest is None and latest is None:
        raise ValueError(f"{text!r} says nothing: give at least one end of the interval")
    if earliest is not None and latest is not None and earliest > latest:
        raise ValueError(f"{text!r} ends before it begins")
    return earliest, latest


def _point(text: str) -> tuple[date, date]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is not a time in EDTF; write 1991-12-25, 1991-12, 1991, 199X, 2011/2020, "
            "1992-04-07/.. or ../1998, with ~ for an approximate time"
        )
    year, month, day = match.group("year", "month", "day")
    if month == "XX" and day not in (None, "XX"):
        raise ValueError(f"{text!r} gives a day of an unknown month")
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if not first_year:
        raise ValueError(f"{text!r} is in the year 0, which the calendar does not have")
    first_month, last_month = (int(month), int(month)) if month not in (None, "XX") else (1, 12)
    if day not in (None, "XX"):
        try:
            return date(first_year, first_month, int(day)), date(last_year, last_month, int(day))
        except ValueError:
            raise ValueError(f"{text!r} is not a day of the calendar") from None
    return (
        date(first_year, first_month, 1),
        date(last_year, last_month, calendar.monthrange(last_year, last_month)[1]),
    )
