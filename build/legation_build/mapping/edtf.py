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
_PART = re.compile(r"\b(early|mid|late)\b", re.IGNORECASE)
# What a point is precise to, by which of its parts are known.
PRECISIONS = ("day", "month", "year", "decade", "century")

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


def narrowed(text: str, words: str) -> Bounds:
    """Return the bounds of an EDTF `text`, narrowed by a document's `words` for it.

    "Early", "mid" and "late" mean the first, the middle and the last third of a month, year, decade
    or century; of an interval they narrow the beginning. A point with a qualifier stays as it is:
    its author has weighed the words already. Raises ValueError as `bounds` does.

    >>> narrowed("1994", "in early 1994")
    (datetime.date(1994, 1, 1), datetime.date(1994, 5, 2))
    >>> narrowed("200X/..", "since the late 2000s")
    (datetime.date(2006, 9, 1), None)
    """
    earliest, latest = bounds(text)
    part = _PART.search(words)
    first = text.partition("/")[0]
    if part is None or first in _OPEN or first.endswith(("~", "?", "%")):
        return earliest, latest
    start, end = _point(first)
    third = (end - start) / 3
    if part[1].lower() != "early":
        earliest = end - third if part[1].lower() == "late" else start + third
    if "/" not in text and part[1].lower() != "late":
        latest = start + third if part[1].lower() == "early" else end - third
    return earliest, latest


def precision(text: str) -> str:
    """Return what an EDTF text is precise to, one of PRECISIONS; an interval, its known end.

    >>> precision("1994-03"), precision("199X/.."), precision("1992-04-07")
    ('month', 'decade', 'day')
    """
    ends = [end for end in text.split("/") if end not in _OPEN]
    return max(map(_precision, ends), key=PRECISIONS.index)


def _precision(point: str) -> str:
    match = _POINT.fullmatch(point)
    assert match is not None
    year, month, day = match.group("year", "month", "day")
    if "X" in year:
        return "century" if year.endswith("XX") else "decade"
    return "year" if month in (None, "XX") else "month" if day in (None, "XX") else "day"


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
