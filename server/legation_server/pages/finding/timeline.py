"""Arrange statements by time: months of a year, some time in it, periods that overlap it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from legation_server.pages.finding.time_bars import TimeBar, time_bar
from legation_server.pages.reading.choices import Row
from legation_server.pages.reading.lines import Line, lines
from legation_server.pages.reading.nesting import Entry, Nesting
from legation_server.site_index import SiteIndex, Statement, links_from, statements
from legation_server.web import language

# More than so many lines a page does not show.
MOST_LINES = 400
# Where statements of a year stand that are of no one month, whose places are 1 to 12.
WITHIN, GOES_ON, OVERLAPS, INFERRED, POSSIBLE = 13, 14, 15, 16, 17


@dataclass(frozen=True)
class TimedLine:
    """A line with its bar on the ruler of the page, and the entries of what is said in it."""

    line: Line
    bar: TimeBar | None
    said: Sequence[Entry]


@dataclass(frozen=True)
class Period:
    """Lines under a heading, such as a month."""

    heading: str
    entries: Sequence[TimedLine]

    @property
    def count(self) -> int:
        """Return how many lines there are, with those of what is said."""
        return sum(1 + sum(one.count for one in entry.said) for entry in self.entries)


@dataclass(frozen=True)
class YearView:
    """What a year has: the periods in order, what is background, and how much was left out."""

    periods: Sequence[Period]
    background: Sequence[Line]
    cut: int


@dataclass(frozen=True)
class YearSum:
    """How many statements a year has, each counted once.

    `begin` are those that begin in it, as `year_counts` counts them for other pages; `overlap`
    those that began earlier or may have; `tied` those without a date that may be of the year, by
    what they follow or are part of; `background` says what somebody or something is.
    """

    begin: int
    overlap: int
    tied: int
    background: int

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.begin + self.overlap + self.tied + self.background


def year_sum(left: Sequence[Row], year: int) -> YearSum:
    """Return how many of the statements that touch a year are of which kind."""
    told = [row for row in left if not row.bookkeeping]
    begin = sum(row.year == year for row in told)
    tied = sum(not row.dated for row in told)
    return YearSum(begin, len(told) - begin - tied, tied, len(left) - len(told))


def arrange(index: SiteIndex, year: int, numbers: Sequence[int]) -> YearView:
    """Return the statements of a year, given by their numbers in the order of their beginnings."""
    found = statements(index, numbers[:MOST_LINES])
    made = dict(zip((one.id for one in found), lines(index, found), strict=True))
    nesting = _nesting(index, found, year)
    groups: dict[str, list[TimedLine]] = {}
    top = [one for one in found if not nesting.is_inside(one.id) and not one.bookkeeping]
    for one in sorted(top, key=lambda one: _rank(one, year)):
        ruler = date(year, 1, 1), date(year, 12, 31)
        bar = time_bar(one.edtf, one.time_precision, (one.earliest, one.latest), ruler)
        entry = nesting.entry(one.id, made)
        timed = TimedLine(entry.line, bar, entry.said)
        groups.setdefault(_heading(one, year), []).append(timed)
    background = [
        made[one.id] for one in found if one.bookkeeping and not nesting.is_inside(one.id)
    ]
    periods = [Period(heading, entries) for heading, entries in groups.items()]
    return YearView(periods, background, max(0, len(numbers) - MOST_LINES))


def _nesting(index: SiteIndex, found: Sequence[Statement], year: int) -> Nesting:
    """Return what is said in each saying.

    What overlaps a year, or has no date, stands with others of which this is true.
    """
    here = {one.id: _rank(one, year)[0] for one in found}
    links = [
        link
        for link in links_from(index, here, "says")
        if link.object in here
        and (here[link.object] < OVERLAPS or here[link.object] == here[link.subject])
    ]
    return Nesting(links, here)


def _month(statement: Statement, year: int) -> int:
    """Return the month in which something is, 0 when more than one is possible."""
    first, last = statement.earliest, statement.latest
    if first is None or last is None or (first.year, last.year) != (year, year):
        return 0
    return first.month if first.month == last.month else 0


def _rank(statement: Statement, year: int) -> tuple[int, date, int]:
    """Return where a statement stands: by month, then some time in the year, then periods."""
    first, last = statement.earliest, statement.latest
    month = _month(statement, year)
    inside = first is not None and last is not None and first.year == last.year == year
    if not statement.edtf:
        bounds = {day.year if day else None for day in (statement.not_before, statement.not_after)}
        place = INFERRED if bounds == {year} else POSSIBLE
    elif statement.year != year:
        place = OVERLAPS
    else:
        place = month or (WITHIN if inside else GOES_ON)
    return place, first or statement.not_before or date.min, statement.id


def _heading(statement: Statement, year: int) -> str:
    say = language().say
    place = _rank(statement, year)[0]
    if place < WITHIN:
        return language().month(date(year, place, 1))
    if place == WITHIN:
        return say("Some time in %(year)s", year=year)
    if place == GOES_ON:
        return say("From %(year)s on, or by %(year)s", year=year)
    if place == OVERLAPS:
        return say("Periods that overlap %(year)s", year=year)
    if place == INFERRED:
        return say("No date given: in %(year)s by what they follow or are part of", year=year)
    return say("No date given: %(year)s is possible, by what they follow or are part of", year=year)
