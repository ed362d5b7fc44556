"""Draw a time on a ruler, with what is not known of it: day, span, open or vague end. Pure.

A day is a diamond; a month or year is a bar with caps at both ends; an open end has an arrow, an
approximate one fades, a decade or century is a bracket. All places are in percent of the width.
"""

from dataclasses import dataclass
from datetime import date

CAP, OPEN, CUT, FADED = "cap", "open", "cut", "faded"
DAY, SPAN, BRACKET = "day", "span", "bracket"
VAGUE = ("decade", "century")
# The share of a bar over which an approximate end fades, in so many steps.
FADING, STEPS = 0.45, 3


@dataclass(frozen=True)
class Segment:
    """A part of a bar; `fade` is 0 for its firm part, then 1, 2 and so on outwards."""

    start: float
    end: float
    fade: int = 0


@dataclass(frozen=True)
class TimeBar:
    """A time on a ruler: its form, where it begins and ends, and what its ends are like."""

    form: str
    start: float
    end: float
    before: str
    after: str
    segments: tuple[Segment, ...]


def time_bar(
    edtf: str, precision: str, bounds: tuple[date | None, date | None], ruler: tuple[date, date]
) -> TimeBar | None:
    """Return a time as a bar on a ruler from one day to another; None when it does not touch it.

    `bounds` are the first and last day that the time allows, None where it is open; `precision` is
    what it is precise to, as in `decade`.

    >>> bar = time_bar("1992-04", "month", (date(1992, 4, 1), date(1992, 4, 30)), YEAR)
    >>> bar.form, bar.start, bar.end, bar.before, bar.after
    ('span', 24.9, 33.1, 'cap', 'cap')
    >>> time_bar("1990~/..", "year", (date(1990, 1, 1), None), YEAR).after
    'open'
    """
    (earliest, latest), (first, last) = bounds, ruler
    if (earliest and earliest > last) or (latest and latest < first):
        return None
    days = (last - first).days + 1
    start = max(0, ((earliest or first) - first).days)
    end = min(days, ((latest or last) - first).days + 1)
    begin, _, finish = edtf.partition("/")
    before = _end(earliest, begin, earliest is not None and earliest < first)
    after = _end(latest, finish or begin, latest is not None and latest > last)
    one, other = (round(100 * place / days, 1) for place in (start, end))
    if earliest and earliest == latest and before == after == CAP:
        middle = round((one + other) / 2, 1)
        return TimeBar(DAY, middle, middle, CAP, CAP, ())
    form = BRACKET if precision in VAGUE and CAP in (before, after) else SPAN
    return TimeBar(form, one, other, before, after, tuple(_segments(one, other, before, after)))


# The ruler of the examples above.
YEAR = (date(1992, 1, 1), date(1992, 12, 31))


def _end(day: date | None, text: str, is_beyond: bool) -> str:
    """Return what an end is like, by its day and its text in EDTF, on a ruler or beyond it."""
    if day is None:
        return OPEN
    if is_beyond:
        return CUT
    return FADED if text.endswith(("~", "%")) else CAP


def _segments(start: float, end: float, before: str, after: str) -> list[Segment]:
    """Return the parts of a bar: its middle, and steps outwards at an end that fades."""
    length = (end - start) * FADING
    left = start + (length if before == FADED else 0)
    right = end - (length if after == FADED else 0)
    step = length / STEPS
    found = [Segment(round(left, 1), round(right, 1))]
    for number in range(STEPS):
        if before == FADED:
            one, other = left - (number + 1) * step, left - number * step
            found.append(Segment(round(one, 1), round(other, 1), number + 1))
        if after == FADED:
            one, other = right + number * step, right + (number + 1) * step
            found.append(Segment(round(one, 1), round(other, 1), number + 1))
    return found
