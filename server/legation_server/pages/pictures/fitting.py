"""Fit texts into a picture: letters that the fonts have, lines that are short enough. Pure.

What a font has no letter for is written in Latin letters, so that no picture has empty boxes.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from math import ceil
from pathlib import Path

from anyascii import anyascii
from PIL import ImageFont

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
SERIF, SANS = VENDOR / "noto-serif.ttf", VENDOR / "noto-sans.ttf"
ELLIPSIS = "…"
# Longer texts are cut before they are measured, so that no text takes long.
MOST_CHARACTERS = 400
# No font has a letter for this code point (Unicode, section 23.7).
NO_CHARACTER = "\uffff"


@cache
def font(file: Path, size: int) -> ImageFont.FreeTypeFont:
    """Return a font in a size in pixels."""
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    r"""Return a text in one line, in letters that the fonts have.

    >>> drawable("Əliyev,\n בנימין")
    'Əliyev, vnymyn'
    """
    joined = " ".join(text[:MOST_CHARACTERS].split())
    return "".join(char if has_letter(char) else anyascii(char) for char in joined)


@cache
def has_letter(char: str) -> bool:
    """Return whether the fonts have a picture of a character."""
    return char.isascii() or all(_mask(file, char) != _mask(file, NO_CHARACTER) for file in FILES)


FILES = (SERIF, SANS)
PROBED_PIXELS = 24


def _mask(file: Path, char: str) -> bytes:
    return bytes(font(file, PROBED_PIXELS).getmask(char))


def width(text: str, file: Path, size: int) -> int:
    """Return how many pixels a text in a line is wide."""
    return ceil(font(file, size).getlength(text))


def shortened(text: str, file: Path, size: int, room: int) -> str:
    """Return a text that is at most `room` pixels wide; a longer one ends at a word, with “…”."""
    if width(text, file, size) <= room:
        return text
    words = text.split(" ")
    ends = [" ".join(words[:count]).rstrip(",;:.–—- ") for count in range(1, len(words))]
    # One word alone is cut within.
    for cuts in (ends, [words[0][:count] for count in range(1, len(words[0]))]):
        fitting = bisect_right(cuts, room, key=lambda cut: width(cut + ELLIPSIS, file, size))
        if fitting:
            return cuts[fitting - 1] + ELLIPSIS
    return ELLIPSIS


def wrapped(text: str, file: Path, size: int, room: int, most: int) -> tuple[Sequence[str], bool]:
    """Return a text in at most `most` lines, each `room` pixels wide at most, and if all fits."""
    lines: list[str] = []
    words = text.split(" ")
    while words and len(lines) < most:
        starts = range(1, len(words) + 1)
        count = bisect_right(
            starts, room, key=lambda number: width(" ".join(words[:number]), file, size)
        )
        if len(lines) == most - 1 or not count:
            rest = words if len(lines) == most - 1 else words[:1]
            lines.append(shortened(" ".join(rest), file, size, room))
            fits = width(" ".join(rest), file, size) <= room
            return lines, fits and len(rest) == len(words)
        lines.append(" ".join(words[:count]))
        words = words[count:]
    return lines, not words
