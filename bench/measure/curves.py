"""Growth curves as SVG: both axes in powers of ten, colours that can be read on light and dark.

Nothing but attributes: a server that forbids styles in pages can show them.
"""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]
WIDTH, HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 40, 64, 44
# Each has a contrast of 3 or more with white and with a dark page.
INK, GRID = "#767676", "#8a8a8a"
COLOURS = ("#3b78d8", "#c2610f", "#2f8a4a", "#a05ac8", "#c0453d")
_DASHES = ("", "6 3", "2 3", "9 3 2 3", "1 4")


def chart(title: str, across: str, up: str, lines: Mapping[str, Points]) -> str:
    """Return a picture with a line for each name; values are above 0, `across` and `up` are axes.

    Lines differ by dashes too, so that nobody has to tell colours apart.
    """
    # Such axes have no place for 0.
    lines = {name: [(x, y) for x, y in line if x > 0 and y > 0] for name, line in lines.items()}
    points = [point for line in lines.values() for point in line]
    if not points:
        points = [(1.0, 1.0), (10.0, 10.0)]
    xs, ys = _decades([x for x, _ in points]), _decades([y for _, y in points])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" font-family="sans-serif" font-size="12" '
        f'fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f'<text x="{_LEFT}" y="18" font-size="14" font-weight="bold">{escape(title)}</text>',
    ]
    for value in _ticks(xs):
        x = _across(value, xs)
        parts.append(_grid(x, x, _TOP, HEIGHT - _BOTTOM))
        parts.append(_text(x, HEIGHT - _BOTTOM + 16, _number(value), "middle"))
    for value in _ticks(ys):
        y = _up(value, ys)
        parts.append(_grid(_LEFT, WIDTH - _RIGHT, y, y))
        parts.append(_text(_LEFT - 6, y + 4, _number(value), "end"))
    parts.append(_text((_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 8, across, "middle"))
    parts.append(_text(_LEFT - 6, _TOP - 10, up, "start"))
    place = float(_LEFT)
    for number, (name, line) in enumerate(lines.items()):
        colour, dash = COLOURS[number % len(COLOURS)], _DASHES[number % len(_DASHES)]
        stroke = f'stroke="{colour}" stroke-width="2" fill="none" stroke-dasharray="{dash}"'
        stroke = stroke.replace(' stroke-dasharray=""', "")
        path = " ".join(f"{_across(x, xs):.1f},{_up(y, ys):.1f}" for x, y in line)
        parts.append(f'<polyline points="{path}" {stroke}/>')
        parts += [
            f'<circle cx="{_across(x, xs):.1f}" cy="{_up(y, ys):.1f}" r="3.5" fill="{colour}"/>'
            for x, y in line
        ]
        parts.append(f'<path d="M{place:.0f} 34h24" {stroke}/>')
        parts.append(_text(place + 30, 38, name, "start"))
        place += 44 + 6.6 * len(name)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around some values."""
    first, last = floor(log10(min(values))), ceil(log10(max(values)))
    return first, max(last, first + 1)


def _ticks(powers: tuple[int, int]) -> list[float]:
    """Return the marks of an axis: powers of ten, and some between where there is room."""
    between = (1, 2, 5) if powers[1] - powers[0] < 3 else (1,)
    marks = [step * 10.0**power for power in range(powers[0], powers[1]) for step in between]
    return [*marks, 10.0 ** powers[1]]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def _across(x: float, powers: tuple[int, int]) -> float:
    share = (log10(x) - powers[0]) / (powers[1] - powers[0])
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _up(y: float, powers: tuple[int, int]) -> float:
    share = (log10(y) - powers[0]) / (powers[1] - powers[0])
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def _grid(x1: float, x2: float, y1: float, y2: float) -> str:
    place = f'x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="{GRID}" stroke-opacity="0.4"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
