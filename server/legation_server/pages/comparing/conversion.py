"""Convert figures to one unit, to tell whether those in different units agree. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from legation_server.site_index import Figure

# By the names of codes of units: the base unit, and how many of it one is. All are exact.
IN_BASE = {
    "kilometre": ("kilometre", Decimal(1)),
    "mile": ("kilometre", Decimal("1.609344")),
    "day": ("day", Decimal(1)),
    "month": ("month", Decimal(1)),
    "year": ("month", Decimal(12)),
    "decade": ("month", Decimal(120)),
    "century": ("month", Decimal(1200)),
}
# Numbers that differ by less, in hundredths, may be one number that was rounded.
SAME_WITHIN_PERCENT = 2


@dataclass(frozen=True)
class Converted:
    """Two exact figures in the unit of the first: their values, and whether they agree."""

    first: Decimal
    second: Decimal
    converted: Decimal
    agree: bool


def converted(figures: Sequence[Figure]) -> Converted | None:
    """Return two figures compared in the unit of the first; None where that cannot be done.

    There must be two, each with an exact value, in different units for the same kind of thing.
    """
    if len(figures) != 2 or not all(one.value and one.unit for one in figures):
        return None
    (first, one), (second, other) = (
        (Decimal(figure.value), figure.unit.name if figure.unit else "") for figure in figures
    )
    if one == other or one not in IN_BASE or other not in IN_BASE:
        return None
    (base, factor), (other_base, other_factor) = IN_BASE[one], IN_BASE[other]
    if base != other_base or not first:
        return None
    value = second * other_factor / factor
    agree = abs(value - first) * 100 <= SAME_WITHIN_PERCENT * abs(first)
    return Converted(first, second, value, agree)
