"""Read the numbers in an English sentence, in digits or in words. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: Decimal(number) for number, word in enumerate(_UNITS)}
_WORDS |= {word: Decimal(10 * number) for number, word in enumerate(_TENS, 2)}
_SCALES = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
    "m": Decimal(1_000_000),
    "bn": Decimal(1_000_000_000),
}
# Fractions, in percent; "three quarters" is three of them.
_FRACTIONS = {
    "half": Decimal(50),
    "quarter": Decimal(25),
    "fifth": Decimal(20),
    "tenth": Decimal(10),
}
_TOKEN = re.compile(r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?|[a-z]+", re.IGNORECASE)


def numbers_in(sentence: str) -> set[Decimal]:
    """Return the numbers that a sentence may mean; a scale also counts with what stands before it.

    >>> sorted(map(int, numbers_in("2.9 billion of them, forty-two thousand and half")))[-2:]
    [42000, 2900000000]
    """
    found: set[Decimal] = set()
    for run in _runs(sentence):
        found |= run
    return found


def _runs(sentence: str) -> Iterator[set[Decimal]]:
    """Yield for each row of number words all that it may mean, as it grows."""
    total, part, is_open = Decimal(0), Decimal(0), False
    for token in _TOKEN.findall(sentence):
        word = token.lower()
        scale = _SCALES.get(word) or _SCALES.get(word.removesuffix("s"))
        fraction = _FRACTIONS.get(word) or _FRACTIONS.get(word.removesuffix("s"))
        if word[0].isdigit():
            total, part, is_open = Decimal(0), Decimal(re.sub(r"[^\d.]", "", word)), True
        elif word in _WORDS:
            part, is_open = part + _WORDS[word], True
        elif fraction:
            yield {fraction, fraction * (part or 1)}
            total, part, is_open = Decimal(0), Decimal(0), False
            continue
        elif scale:
            grown = (part or Decimal(1)) * scale
            # Hundreds stand before thousands: "two hundred thousand".
            part, total = (
                (grown, total)
                if scale <= _SCALES["hundred"]
                else (
                    Decimal(0),
                    total + grown,
                )
            )
            is_open = True
        elif word in ("and", "a", "an"):
            continue
        else:
            total, part, is_open = Decimal(0), Decimal(0), False
        if is_open:
            yield {part, total + part}
