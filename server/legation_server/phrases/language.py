"""Speak one language: translated messages, dates, numbers and the direction of writing.

Messages are written in English where they are used. `pybabel extract` finds them by the names of
the methods here (see `make messages`).
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal, format_decimal

MILLION = 1_000_000
# With so many digits behind the point, a number of millions is written short.
SHORT_DIGITS = 3
SHORTEST = Decimal(1).scaleb(-SHORT_DIGITS)
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
        """Return a number as people write it; whole and short millions with a word.

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
    short = Decimal(str(value)) / MILLION
    if abs(short) >= 1 and short.quantize(SHORTEST) == short:
        return format_compact_decimal(
            value, format_type="long", locale=locale, fraction_digits=SHORT_DIGITS
        )
    return format_decimal(value, locale=locale)


ENGLISH = Language(Locale("en", "GB"))
