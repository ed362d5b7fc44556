"""Read times in Extended Date/Time Format (EDTF, ISO 8601-2): the part that mappings use.

Dates, months, years, decades (`199X`), centuries (`19XX`), unknown months or days (`1992-XX`),
the qualifiers `~ ? %`, and intervals of these with open (`..`) or unknown (empty) ends.
"""

import calendar
import re
from datetime import date

from legation_build.mapping.edtf.words import meant

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?[~?%]?",
    re.ASCII,
)
_OPEN = ("", "..")
_PART = re.compile(
    r"\b(early|mid|late)\b(?:[\s-]+(?:(?:in|the|of)\s+)*(?P<next>\w+))?", re.IGNORECASE
)
_YEAR = re.compile(r"(\d{4})(s?)", re.ASCII)
_SECOND = re.compile(r"\b(?:until|till|to|through|and)\b|[–—]", re.IGNORECASE)
_MONTHS = [month.lower() for month in calendar.month_name]
_FORMS = (
    "1991-12-25, 1991-12, 1991, 199X for the 1990s, 19XX for the 20th century, 2011/2020, "
    "1992-04-07/.. for what goes on, 1992/ if its end is unknown, or ../1998, "
    "with ~ for an approximate time"
)
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
    first, interval, last = text.partition("/")
    if not _has_the_form(text):
        raise ValueError(_instead(text))
    if not interval:
        return _point(text)
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
    or century; of an interval they narrow the end that they stand with. A point with a qualifier
    stays as it is: its author has weighed the words already. Raises ValueError as `bounds` does.

    >>> narrowed("1994", "in early 1994")
    (datetime.date(1994, 1, 1), datetime.date(1994, 5, 2))
    >>> narrowed("200X/..", "since the late 2000s")
    (datetime.date(2006, 9, 1), None)
    """
    earliest, latest = bounds(text)
    first, interval, last = text.partition("/")
    if not interval:
        return _narrowed(first, part_of(words, first))
    second = None if first in _OPEN or last in _OPEN else _SECOND.search(words)
    head, tail = (words[: second.start()], words[second.end() :]) if second else (words, words)
    own = first in _OPEN or last in _OPEN
    if first not in _OPEN:
        earliest = _narrowed(first, part_of(head, first, own))[0]
    if last not in _OPEN:
        latest = _narrowed(last, part_of(tail, last, own))[1]
    return earliest, latest


def part_of(words: str, point: str, is_its_own: bool = True) -> str:
    """Return which part of a point in time `words` mean: early, mid, late or "".

    What stands before another year, or a month where the point has none, is not about this point.
    Unless the words are its own alone, they have to name it. The server's `time_words` goes
    by the same rules, so that pages say what the days in the data say.

    >>> part_of("until late 1961", "1902"), part_of("until late 1961", "1961")
    ('', 'late')
    """
    match = _POINT.fullmatch(point)
    if match is None or match["day"]:
        return ""
    for found in _PART.finditer(words):
        following = (found["next"] or "").lower()
        month = f"{_MONTHS.index(following):02}" if following in _MONTHS[1:] else None
        year = _YEAR.search(words, found.end(1))
        is_named = is_its_own or month is not None or following[:1].isdigit()
        if month == match["month"] and (_is_year(year, match["year"]) if year else is_named):
            return found[1].lower()
    return ""


def _is_year(named: re.Match[str], year: str) -> bool:
    """Return whether the document names the year or period `year`, as in 1961 or 196X."""
    is_period = "X" in year
    return is_period == bool(named[2]) and named[1].startswith(year.rstrip("X"))


def _narrowed(point: str, part: str) -> tuple[date, date]:
    """Return the bounds of a part of a point: a third of it, or all of it."""
    start, end = _point(point)
    third = (end - start) / 3
    if not part or point.endswith(("~", "?", "%")):
        return start, end
    if part == "early":
        return start, start + third
    return (start + third, end - third) if part == "mid" else (end - third, end)


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


def _has_the_form(text: str) -> bool:
    first, interval, last = text.partition("/")
    ends = (first, last) if interval else (first,)
    return all(_POINT.fullmatch(end) or (interval and end in _OPEN) for end in ends)


def _instead(text: str) -> str:
    """Return that a text is no time in EDTF, and what to write: what it means, or all forms."""
    found = meant(text)
    try:
        if _has_the_form(found):
            bounds(found)
        else:
            found = ""
    except ValueError:
        found = ""
    if "XX" in found and re.search(r"\d\d00'?s", text):
        # "The 1800s" are a century to some, and ten years to others.
        found += f" for the century, {found.replace('XX', '0X', 1)} for its first ten years"
    if found.endswith(".."):
        found = f"'{found}'"  # the end of the sentence would be a third dot
    return f"{text!r} is not a time in EDTF; write {found or _FORMS}"


def _point(text: str) -> tuple[date, date]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(_instead(text))
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
