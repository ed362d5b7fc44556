"""Place things on a ring and join pairs of them by curves. Pure.

A line is solid when most statements of a pair are asserted, and dashed when most are not.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

# Sizes in units of the picture. Labels stand outside the ring and point away from it.
SIZE, RADIUS, GAP = 760.0, 200.0, 10.0
# How far from the ring the middle of a number is, which stands for a label where there is no room.
NUMBER_GAP = 22.0
# How far a curve is drawn to the middle, and the widths of lines.
BEND, THINNEST, THICKEST = 0.25, 1.0, 6.0


@dataclass(frozen=True)
class Edge:
    """Two things, how many statements that a document stands behind name both, and others."""

    one: Hashable
    other: Hashable
    firm: int
    open: int


@dataclass(frozen=True)
class Knot:
    """A thing on the ring: its place, turn and anchor of its label, middle of its number."""

    key: Hashable
    x: float
    y: float
    label_x: float
    label_y: float
    turn: float
    anchor: str
    number_x: float
    number_y: float


@dataclass(frozen=True)
class Curve:
    """A pair: a path of SVG, the width of its line, and whether it is dashed."""

    edge: Edge
    path: str
    width: float
    dashed: bool


@dataclass(frozen=True)
class Ring:
    """The picture, a square of SIZE."""

    knots: Sequence[Knot]
    curves: Sequence[Curve]
    size: float = SIZE


def ring(keys: Sequence[Hashable], edges: Sequence[Edge]) -> Ring:
    """Return things in the order given, clockwise from the top, with their pairs.

    >>> made = ring(["a", "b"], [Edge("a", "b", 3, 1)])
    >>> [(knot.x, knot.y) for knot in made.knots]
    [(380.0, 180.0), (380.0, 580.0)]
    >>> made.curves[0].path, made.curves[0].dashed
    ('M380.0 180.0Q380.0 380.0 380.0 580.0', False)
    """
    knots = [_knot(key, 2 * math.pi * place / len(keys)) for place, key in enumerate(keys)]
    by_key = {knot.key: knot for knot in knots}
    most = max((edge.firm + edge.open for edge in edges), default=1)
    curves = [_curve(edge, by_key[edge.one], by_key[edge.other], most) for edge in edges]
    # What most statements name is drawn last, above the rest.
    return Ring(knots, sorted(curves, key=lambda curve: curve.width))


def _knot(key: Hashable, angle: float) -> Knot:
    middle, across, up = SIZE / 2, math.sin(angle), -math.cos(angle)
    degrees = math.degrees(angle) - 90
    left = math.pi < angle < 2 * math.pi
    return Knot(
        key,
        round(middle + RADIUS * across, 1),
        round(middle + RADIUS * up, 1),
        round(middle + (RADIUS + GAP) * across, 1),
        round(middle + (RADIUS + GAP) * up, 1),
        round(degrees + (180 if left else 0), 1),
        "end" if left else "start",
        round(middle + (RADIUS + NUMBER_GAP) * across, 1),
        round(middle + (RADIUS + NUMBER_GAP) * up, 1),
    )


def _curve(edge: Edge, one: Knot, other: Knot, most: int) -> Curve:
    middle = SIZE / 2
    bend_x = round(middle + BEND * ((one.x + other.x) / 2 - middle), 1)
    bend_y = round(middle + BEND * ((one.y + other.y) / 2 - middle), 1)
    share = math.log1p(edge.firm + edge.open) / math.log1p(most)
    return Curve(
        edge,
        f"M{one.x} {one.y}Q{bend_x} {bend_y} {other.x} {other.y}",
        round(THINNEST + (THICKEST - THINNEST) * share**2, 1),
        edge.open > edge.firm,
    )
