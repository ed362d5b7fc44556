"""Draw how many statements begin in each year: an SVG picture, and the table beside it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from legation_server.site_index import YearCount

# Sizes in units of the picture.
WIDTH, HEIGHT, GAP = 1000.0, 120.0, 2.0
# Years before a longer pause are told in the table only, so that the others have room.
LONGEST_PAUSE = 20
FEWEST_YEARS = 12
MOST_LABELS = 8


@dataclass(frozen=True)
class Bar:
    """A year: how many statements are asserted and how many are not, and where its bars are."""

    year: int
    firm: int
    other: int
    href: str
    x: float
    width: float
    firm_y: float
    firm_height: float
    other_y: float
    other_height: float


@dataclass(frozen=True)
class YearBars:
    """The picture: its bars, the years to write below it and where, and the rows of the table.

    Places of labels are in percent of the width, so that they can be written at their real size.
    """

    bars: list[Bar]
    labels: list[tuple[int, float]]
    before: int
    table: list[tuple[int, int, int, str]]
    width: float = WIDTH
    height: float = HEIGHT


def year_bars(
    counts: Iterable[YearCount], address: Callable[[int], str] = lambda year: ""
) -> YearBars | None:
    """Return the picture of the years in which statements begin; None without any.

    `address` gives the address that the bar of a year leads to, or nothing.
    """
    found = list(counts)
    firm = Counter({one.year: one.firm for one in found})
    other = Counter({one.year: one.open for one in found})
    every = sorted(one.year for one in found)
    if not every:
        return None
    last = every[-1]
    first = min(_first_shown(every), last - FEWEST_YEARS + 1)
    most = max(firm[year] + other[year] for year in every if year >= first)
    step = WIDTH / (last - first + 1)
    bars = []
    for place, year in enumerate(range(first, last + 1)):
        tall, more = (HEIGHT * count / most for count in (firm[year], other[year]))
        bars.append(
            Bar(
                year=year,
                firm=firm[year],
                other=other[year],
                href=address(year) if firm[year] + other[year] else "",
                x=round(place * step + GAP / 2, 1),
                width=round(step - GAP, 1),
                firm_y=round(HEIGHT - tall, 1),
                firm_height=round(tall, 1),
                other_y=round(HEIGHT - tall - more, 1),
                other_height=round(more, 1),
            )
        )
    return YearBars(
        bars=bars,
        labels=_labels(first, last),
        before=sum(firm[year] + other[year] for year in every if year < first),
        table=[(year, firm[year], other[year], address(year)) for year in every],
    )


def _first_shown(years: list[int]) -> int:
    """Return the first year after the last long pause.

    >>> _first_shown([1730, 1982, 1991, 2010])
    1982
    """
    first = years[0]
    for before, after in pairwise(years):
        if after - before > LONGEST_PAUSE:
            first = after
    return first


def _labels(first: int, last: int) -> list[tuple[int, float]]:
    """Return the years to write below the picture, at most MOST_LABELS, and the middle of each.

    >>> _labels(1998, 2014)
    [(2000, 14.7), (2005, 44.1), (2010, 73.5)]
    """
    span = last - first + 1
    every = next(step for step in (1, 2, 5, 10, 25, 50, 100, 1000) if span <= step * MOST_LABELS)
    years = [year for year in range(first, last + 1) if year % every == 0]
    return [(year, round(100 * (year - first + 0.5) / span, 1)) for year in years]
