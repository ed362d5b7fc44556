"""Read the numbers in an English sentence, in digits or in words. Pure."""

import re
from collections.abc import Iterator, Mapping
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
# Words within a number: "two and a half".
_LINKS = frozenset({"and", "a", "an"})
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
    total, part, before = Decimal(0), Decimal(0), ""
    for word in map(str.lower, _TOKEN.findall(sentence)):
        scale, fraction = _named(_SCALES, word), _named(_FRACTIONS, word)
        if word[0].isdigit():
            total, part = Decimal(0), Decimal(re.sub(r"[^\d.]", "", word))
        elif word in _WORDS:
            if not _goes_on(part, _WORDS[word]):
                total, part = Decimal(0), Decimal(0)
            part += _WORDS[word]
        elif fraction:
            yield {fraction, fraction * (part or 1)}
            # "two and a half million" and "three quarters of a million"
            is_added = part and before in _LINKS
            part = part + fraction / 100 if is_added else (part or 1) * fraction / 100
        elif scale and scale <= _SCALES["hundred"]:
            # "one hundred and two hundred"; but "215 dozen"
            if part > scale and not before[0].isdigit():
                total, part = Decimal(0), part % 100
            part = (part or 1) * scale
        elif scale:
            # "one million and two million"; but "one million two hundred thousand"
            total = (Decimal(0) if total % (scale * 1000) else total) + (part or 1) * scale
            part = Decimal(0)
        elif not (word in _LINKS or (word == "of" and _named(_FRACTIONS, before))):
            total, part = Decimal(0), Decimal(0)
        before = word
        if total or part:
            yield {part, total + part}


def _named(numbers: Mapping[str, Decimal], word: str) -> Decimal | None:
    """Return the number that a word names, in the plural too."""
    return numbers.get(word) or numbers.get(word.removesuffix("s"))


def _goes_on(part: Decimal, number: Decimal) -> bool:
    """Return whether a number word goes on with the number that the words before it began.

    "Forty" goes on with "two", and "hundred" with all; "twenty and thirty" are two numbers.
    """
    below = part % 100
    return below == 0 or (below >= 20 and below % 10 == 0 and number < 10)
