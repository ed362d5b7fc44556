"""Speak one language: translated messages, dates, numbers and the direction of writing.

Messages are written in English where they are used. `pybabel extract` finds them by the names of
the methods here (see `make messages`).
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal, format_decimal

MILLION = 1_000_000
# From here on no word that people know is short: a thousand trillions.
TOO_LARGE = 10**15
# A number of millions, billions or trillions is short when it is one of such parts of them.
SHORT_PARTS = 1_000
# No language's unit for large numbers needs more digits for what is short in these.
MOST_DIGITS = 15
# Digits that numbers are worked out with at least.
LEAST_PRECISION = 100
# How many numbers are remembered as they are written.
MOST_NUMBERS = 4_096


def plural(one: str, many: str) -> tuple[str, str]:
    """Return a message in singular and plural, and mark it for the catalogue.

    >>> plural("%(n)s mile", "%(n)s miles")
    ('%(n)s mile', '%(n)s miles')
    """
    return one, many


@dataclass(frozen=True)
class Language:
    """A language: its locale, and the translations of messages into it."""

    locale: Locale
    translations: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    @property
    def tag(self) -> str:
        """Return the language tag (BCP 47) that pages have."""
        return str(self.locale.language)

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`."""
        return str(self.locale.text_direction)

    @property
    def translates(self) -> bool:
        """Return whether there are translations; without them messages stand as they are."""
        return type(self.translations) is not gettext.NullTranslations

    def say(self, message: str, **parts: object) -> str:
        """Return a translated message with its `%(name)s` filled in."""
        translated = self.translations.gettext(message)
        return translated % parts if parts else translated

    def say_count(self, one: str, many: str, number: int, **parts: object) -> str:
        """Return a translated message for a number of things, which fills `%(n)s`."""
        translated = self.translations.ngettext(one, many, number)
        return translated % {"n": self.number(number), **parts}

    def day(self, value: date) -> str:
        """Return a day in words.

        >>> ENGLISH.day(date(1922, 5, 3))
        '3 May 1922'
        """
        return format_skeleton("yMMMMd", value, locale=self.locale)

    def month(self, value: date) -> str:
        """Return a month in words.

        >>> ENGLISH.month(date(1922, 5, 1))
        'May 1922'
        """
        return format_skeleton("yMMMM", value, locale=self.locale)

    def number(self, value: Decimal | float) -> str:
        """Return a number as people write it, never rounded; short millions and more with a word.

        >>> ENGLISH.number(30000), ENGLISH.number(260000000), ENGLISH.number(17.5)
        ('30,000', '260 million', '17.5')
        """
        return _number(value, self.locale)

    def listed(self, words: Iterable[str]) -> str:
        """Return words joined as a list.

        >>> ENGLISH.listed(["oil", "gas"])
        'oil and gas'
        """
        *first, last = words
        if not first:
            return last
        return self.say("%(first)s and %(last)s", first=", ".join(first), last=last)


# Pages count the same small numbers again and again, and to write one takes Babel 0.03 ms.
@lru_cache(MOST_NUMBERS)
def _number(value: Decimal | float, locale: Locale) -> str:
    exact = Decimal(str(value))
    # Babel rounds to the digits of the context, and stops where there are more.
    with localcontext(prec=max(LEAST_PRECISION, abs(exact.adjusted()) * 2)):
        if _is_short(exact):
            return format_compact_decimal(
                exact, format_type="long", locale=locale, fraction_digits=MOST_DIGITS
            )
        return format_decimal(exact, locale=locale, decimal_quantization=False)


def _is_short(number: Decimal) -> bool:
    """Return whether a number of millions or more is one with few digits behind the point.

    >>> [_is_short(Decimal(number)) for number in (1_234_000, 1_234_500, 1_234_000_000)]
    [True, False, True]
    """
    whole = int(number)
    if not MILLION <= abs(whole) < TOO_LARGE or whole != number:
        return False
    unit: int = 10 ** (number.adjusted() // 3 * 3)
    return whole * SHORT_PARTS % unit == 0


ENGLISH = Language(Locale("en", "GB"))
