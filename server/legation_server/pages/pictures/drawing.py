"""Draw the picture of a page: 1200 by 630 pixels, the size that readers of links show whole. Pure.

The line under the word of a status is drawn as on pages: solid, double, dashed or dotted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image, ImageDraw

from legation_server.pages.pictures.fitting import (
    SANS,
    SERIF,
    drawable,
    font,
    shortened,
    width,
    wrapped,
)

# In pixels (The Open Graph protocol names no size; 1.91 to 1 is what its readers show whole).
WIDTH, HEIGHT, MARGIN = 1200, 630, 80
ROOM = WIDTH - 2 * MARGIN
TITLE_SIZES, MOST_LINES, LEADING = (84, 68, 60, 52, 46), (2, 3, 4, 4, 5), 1.26
SMALL, MOST_NOTE_LINES = 28, 2
TOP, FOOT, BARS_HEIGHT = 150, 590, 92
# Colours of the pages' style sheet, in the light scheme.
PAPER, INK, SOFT, RULE, ACCENT = "#fbfaf7", "#1c1b19", "#57534b", "#8d877a", "#5a3268"
COLOURS = {
    "stated": "#57534b",
    "attributed": "#5a3268",
    "unconfirmed": "#8a4b00",
    "prospective": "#3f5f6b",
    "denied": "#9c1c2b",
}
# Pixels drawn and left out, of the lines that are broken.
DASHES = {"unconfirmed": (12, 7), "prospective": (3, 6)}
COLOUR_COUNT = 64
# Fonts are not to be used by two threads; and one picture at a time bounds the work.
_DRAWING = Lock()


@dataclass(frozen=True)
class Status:
    """How firmly something is said: the class of its line on pages, and the word."""

    style: str
    word: str


@dataclass(frozen=True)
class Picture:
    """What a picture says: kind of page, title, how firmly, who says it, and the site's name.

    `source` is where it is taken from, and stands at the foot. `bars` are pairs of what is asserted
    and what is not, by year; they stand below all.
    """

    kind: str
    title: str
    site: str
    statuses: Sequence[Status] = ()
    note: str = ""
    bars: Sequence[tuple[int, int]] = ()
    source: str = ""


def png(picture: Picture) -> bytes:
    """Return a picture as a PNG file."""
    with _DRAWING:
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        draw = ImageDraw.Draw(image)
        _head(draw, picture)
        below = _title(draw, picture)
        _statuses(draw, picture, below)
        if picture.source:
            source = shortened(drawable(picture.source), SANS, SMALL, ROOM)
            draw.text((MARGIN, FOOT - SMALL), source, SOFT, font(SANS, SMALL))
        if picture.bars:
            _bars(draw, picture.bars)
        file = BytesIO()
        # The flat colours of text need no more, and the file is a third as large.
        image.quantize(COLOUR_COUNT, Image.Quantize.FASTOCTREE).save(file, "PNG")
        return file.getvalue()


def title_lines(picture: Picture) -> tuple[Sequence[str], int]:
    """Return the lines of a title and the size in pixels that it is written in."""
    text = drawable(picture.title)
    foot = FOOT - (BARS_HEIGHT if picture.bars else 2 * SMALL if picture.source else 0)
    room = foot - TOP - (5 if picture.statuses else 3) * SMALL
    lines: Sequence[str] = ()
    size = TITLE_SIZES[-1]
    for size, most in zip(TITLE_SIZES, MOST_LINES, strict=True):
        most = min(most, int(room // (size * LEADING)))
        lines, fits = wrapped(text, SERIF, size, ROOM, most)
        if fits:
            break
    return lines, size


def _head(draw: ImageDraw.ImageDraw, picture: Picture) -> None:
    name = shortened(drawable(picture.site), SERIF, 34, ROOM // 2)
    draw.text((MARGIN, 58), name, INK, font(SERIF, 34))
    left = ROOM - int(width(name, SERIF, 34)) - SMALL
    kind = shortened(drawable(picture.kind), SANS, SMALL, left)
    draw.text((WIDTH - MARGIN, 64), kind, SOFT, font(SANS, SMALL), anchor="ra")
    for y in (118, 124):
        draw.line((MARGIN, y, WIDTH - MARGIN, y), RULE, 2)


def _title(draw: ImageDraw.ImageDraw, picture: Picture) -> int:
    """Write the title and return the row of pixels below it."""
    lines, size = title_lines(picture)
    for number, line in enumerate(lines):
        draw.text((MARGIN, TOP + round(number * size * LEADING)), line, INK, font(SERIF, size))
    return TOP + round(len(lines) * size * LEADING) + SMALL


def _statuses(draw: ImageDraw.ImageDraw, picture: Picture, y: int) -> None:
    x = MARGIN
    for status in picture.statuses:
        word = shortened(drawable(status.word), SANS, SMALL, ROOM)
        if x > MARGIN and x + width(word, SANS, SMALL) > WIDTH - MARGIN:
            x, y = MARGIN, y + 2 * SMALL
        end = x + round(width(word, SANS, SMALL))
        colour = COLOURS.get(status.style, INK)
        draw.text((x, y), word, colour, font(SANS, SMALL))
        _rule(draw, (x, end), y + SMALL + 12, status.style, colour)
        x = end + SMALL
    note = drawable(picture.note)
    if x > MARGIN and width(note, SANS, SMALL) > WIDTH - MARGIN - x:
        x, y = MARGIN, y + 2 * SMALL
    lines, _ = wrapped(note, SANS, SMALL, WIDTH - MARGIN - x, MOST_NOTE_LINES)
    for number, line in enumerate(lines):
        draw.text((x, y + number * (SMALL + 10)), line, SOFT, font(SANS, SMALL))


def _rule(
    draw: ImageDraw.ImageDraw, ends: tuple[int, int], y: int, style: str, colour: str
) -> None:
    start, end = ends
    if style == "attributed":
        for row in (y - 2, y + 3):
            draw.line((start, row, end, row), colour, 2)
    elif style in DASHES:
        drawn, left_out = DASHES[style]
        for x in range(start, end, drawn + left_out):
            draw.line((x, y, min(x + drawn, end), y), colour, 3)
    else:
        draw.line((start, y, end, y), colour, 3)


def _bars(draw: ImageDraw.ImageDraw, bars: Sequence[tuple[int, int]]) -> None:
    """Draw a bar for each year: filled for what is asserted, framed for the rest."""
    bottom, most = HEIGHT - 44, max(firm + other for firm, other in bars) or 1
    step = ROOM / len(bars)
    for number, (firm, other) in enumerate(bars):
        left, right = MARGIN + number * step + 2, MARGIN + (number + 1) * step - 2
        middle = bottom - BARS_HEIGHT * firm / most
        top = bottom - BARS_HEIGHT * (firm + other) / most
        if firm:
            draw.rectangle((left, middle, right, bottom), ACCENT)
        if other:
            draw.rectangle((left, top, right, middle), PAPER, COLOURS["unconfirmed"], 2)
    draw.line((MARGIN, bottom, WIDTH - MARGIN, bottom), RULE, 2)
