"""Group figures by what they measure; those in one unit stand on one scale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from legation_server.pages.comparing.scales import Place, Quantity, place, scale_end
from legation_server.pages.reading.lines import Line, Link, address, amount, lines
from legation_server.pages.reading.verdicts import readings
from legation_server.phrases import Amount, amount_words
from legation_server.site_index import Figure, SiteIndex, Statement, statements
from legation_server.web import language

# Counts of unlike things, which a scale would seem to compare.
NO_SCALE = frozenset({"number", "duration"})
# These grow with the time that they are counted over: of two months and of a year they differ.
SUMS = frozenset({"trade-volume", "export-value", "casualties"})
DAYS_OF_A_MONTH, MONTHS_OF_A_YEAR = 30.4, 12


@dataclass(frozen=True)
class FigureRow:
    """A figure: its line, where it is on the scale, and its numbers as the release has them.

    `apart` says why it is not on the scale of the others; `notes` how its editors read it.
    """

    line: Line
    place: Place | None
    raw: str
    apart: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one measure; their scale ends at `end` in words, "" when they have none."""

    title: Link
    end: str
    rows: Sequence[FigureRow]


def figure_groups(index: SiteIndex, numbers: Iterable[int]) -> list[FigureGroup]:
    """Return figures by measure: those on a scale first, then by their number."""
    found = [one for one in statements(index, numbers) if one.figure]
    groups: dict[str, list[Statement]] = {}
    for one in found:
        assert one.figure is not None
        groups.setdefault(_name(one.figure), []).append(one)
    made = [_group(index, members) for members in groups.values()]
    return sorted(made, key=lambda group: (not group.end, -len(group.rows)))


def _group(index: SiteIndex, members: Sequence[Statement]) -> FigureGroup:
    figures = [one.figure for one in members if one.figure]
    first = figures[0]
    unit, name = _unit(first), _name(first)
    apart = _parts_of_years(members) if name in SUMS else {}
    comparable = name not in NO_SCALE and {_unit(figure) for figure in figures} == {unit}
    beside = [one.figure for one in members if one.figure and one.id not in apart]
    end = scale_end([_quantity(figure) for figure in beside], unit) if comparable else None
    rows = [
        FigureRow(
            line,
            None if one.id in apart else place(_quantity(figure), figure.precision, end),
            _raw(figure),
            _apart_words(apart[one.id]) if one.id in apart and end else "",
            readings(one),
        )
        for one, line, figure in zip(members, lines(index, members), figures, strict=True)
    ]
    title = first.measure.label if first.measure else language().say("figures")
    words = amount_words(Amount(value=end, unit_code=unit), language()) if end else ""
    return FigureGroup(Link(title, address(f"figures/{name}")), words, rows)


def _parts_of_years(members: Sequence[Statement]) -> Mapping[int, int]:
    """Return of how many months sums are, where others are of years, by their numbers."""
    months = {
        one.id: max(1, round(((one.latest - one.earliest).days + 1) / DAYS_OF_A_MONTH))
        for one in members
        if one.earliest and one.latest
    }
    if not any(length >= MONTHS_OF_A_YEAR for length in months.values()):
        return {}
    return {number: length for number, length in months.items() if length < MONTHS_OF_A_YEAR}


def _apart_words(months: int) -> str:
    return language().say_count(
        "in %(n)s month; not on the scale, which is of years",
        "in %(n)s months; not on the scale, which is of years",
        months,
    )


def _quantity(figure: Figure) -> Quantity:
    found = amount(figure)
    return Quantity(found.value, found.least, found.most)


def _raw(figure: Figure) -> str:
    """Return the numbers of a figure as the release has them, for programs that read the page."""
    if figure.value:
        return str(Decimal(figure.value))
    return "/".join(one for one in (figure.min_value, figure.max_value) if one)


def _name(figure: Figure) -> str:
    return figure.measure.name if figure.measure else ""


def _unit(figure: Figure) -> str:
    return figure.unit.name if figure.unit else ""
