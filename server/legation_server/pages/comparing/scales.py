"""Place figures on a scale: a dot for a number, a bar for a range, each alone on its row. Pure.

No line joins two figures: they may differ in scope, source or kind.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# A share is of a whole; other scales end at the next number of these times a power of ten.
PERCENT, WHOLE = "percent", Decimal(100)
ENDS = (1, 2, 4, 5, 10)
# A scale is for comparing: one number has nothing to be compared with.
FEWEST = 2


@dataclass(frozen=True)
class Quantity:
    """A number, or the least and most of a range; None for what is not known."""

    value: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def ends(self) -> tuple[Decimal, Decimal] | None:
        """Return the least and the most that it may be; None when no number is known."""
        known = [one for one in (self.least, self.value, self.most) if one is not None]
        return (min(known), max(known)) if known else None


@dataclass(frozen=True)
class Place:
    """Where a figure is on a scale, in percent of its length; a number begins where it ends.

    `before` and `after` tell that it may be less or more, as in "more than 60 percent".
    """

    start: float
    end: float
    before: bool
    after: bool


def scale_end(quantities: Sequence[Quantity], unit: str) -> Decimal | None:
    """Return the number at the end of a scale for some figures; None when it would not be needed.

    A scale begins at zero, so figures below zero have none.

    >>> scale_end([Quantity(Decimal(200)), Quantity(Decimal(323))], "us-dollar")
    Decimal('400')
    """
    ends = [quantity.ends for quantity in quantities]
    known = [pair for pair in ends if pair is not None]
    if len(known) < FEWEST or min(pair[0] for pair in known) < 0:
        return None
    most = max(pair[1] for pair in known)
    if unit == PERCENT and most <= WHOLE:
        return WHOLE
    if not most:
        return None
    power = Decimal(10) ** math.floor(math.log10(most))
    return next(end * power for end in ENDS if end * power >= most)


def place(quantity: Quantity, precision: str, end: Decimal | None) -> Place | None:
    """Return where a figure is on a scale from zero to `end`; None when it has no place there.

    `precision` is the name of a code, such as `over`.

    >>> place(Quantity(Decimal(60)), "over", Decimal(100))
    Place(start=60.0, end=60.0, before=False, after=True)
    """
    ends = quantity.ends
    if end is None or ends is None:
        return None
    start, stop = (round(float(100 * one / end), 1) for one in ends)
    only_least = quantity.value is None and quantity.most is None
    only_most = quantity.value is None and quantity.least is None
    return Place(
        start,
        stop,
        precision in ("up-to", "nearly") or only_most,
        precision == "over" or only_least,
    )
