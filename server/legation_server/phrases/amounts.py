"""Put a figure into words: number, unit, precision and what it leaves out."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from legation_server.phrases.language import ENGLISH, Language, plural
from legation_server.phrases.times import time_words

# By the names of codes. An item is counted without a word for it.
UNITS = {
    "barrel": plural("%(n)s barrel", "%(n)s barrels"),
    "century": plural("%(n)s century", "%(n)s centuries"),
    "day": plural("%(n)s day", "%(n)s days"),
    "decade": plural("%(n)s decade", "%(n)s decades"),
    "euro": plural("%(n)s euro", "%(n)s euros"),
    "item": plural("%(n)s", "%(n)s"),
    "kilometre": plural("%(n)s kilometre", "%(n)s kilometres"),
    "mile": plural("%(n)s mile", "%(n)s miles"),
    "month": plural("%(n)s month", "%(n)s months"),
    "percent": plural("%(n)s percent", "%(n)s percent"),
    "person": plural("%(n)s person", "%(n)s people"),
    "rank": plural("rank %(n)s", "rank %(n)s"),
    "tonne": plural("%(n)s tonne", "%(n)s tonnes"),
    "us-dollar": plural("%(n)s US dollar", "%(n)s US dollars"),
    "us-dollar-per-month": plural("%(n)s US dollar a month", "%(n)s US dollars a month"),
    "year": plural("%(n)s year", "%(n)s years"),
}
MANY = 2


@dataclass(frozen=True)
class Amount:
    """What a figure says: numbers in the unit `unit`.

    `unit_code` and `precision` are names of codes, such as `us-dollar` and `about`, `unit` is the
    label of the unit; `baseline` is a time in EDTF; `excludes` are the labels of what the figure
    leaves out.
    """

    value: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    precision: str = ""
    quantity: str = ""
    unit: str = ""
    unit_code: str = ""
    baseline: str = ""
    excludes: tuple[str, ...] = ()


def amount_words(amount: Amount, language: Language = ENGLISH) -> str:
    """Return a figure in words; nothing when it has no quantity.

    >>> amount_words(Amount(Decimal(260_000_000), unit_code="us-dollar", excludes=("energy",)))
    '260 million US dollars, without energy'
    >>> amount_words(Amount(least=Decimal(60), most=Decimal(69), unit_code="percent"))
    '60 to 69 percent'
    """
    say = language.say
    words = _quantity(amount, language)
    if not words:
        return ""
    words = PRECISIONS.get(amount.precision, _exactly)(words, language)
    if amount.baseline:
        time = time_words(amount.baseline, "", language)
        if (amount.value or 0) < 0:
            words = say("%(amount)s less than in %(time)s", amount=words, time=time)
        else:
            words = say("%(amount)s more than in %(time)s", amount=words, time=time)
    if amount.excludes:
        left_out = language.listed(amount.excludes)
        words = say("%(amount)s, without %(left_out)s", amount=words, left_out=left_out)
    return words


def _quantity(amount: Amount, language: Language) -> str:
    number = language.number
    if amount.value is not None:
        value = abs(amount.value) if amount.baseline else amount.value
        return _with_unit(number(value), value, amount, language)
    if amount.least is not None and amount.most is not None:
        both = language.say(
            "%(least)s to %(most)s", least=number(amount.least), most=number(amount.most)
        )
        return _with_unit(both, amount.most, amount, language)
    if amount.least is not None:
        words = language.say("at least %(number)s", number=number(amount.least))
        return _with_unit(words, amount.least, amount, language)
    if amount.most is not None:
        words = language.say("at most %(number)s", number=number(amount.most))
        return _with_unit(words, amount.most, amount, language)
    if not amount.quantity:
        return ""
    return _with_unit(amount.quantity, Decimal(MANY), amount, language)


def _with_unit(words: str, number: Decimal, amount: Amount, language: Language) -> str:
    """Return the words of a number with its unit, which is of the number asked for."""
    if not (amount.unit_code or amount.unit):
        return words
    one, many = UNITS.get(amount.unit_code, ("", ""))
    if not one:
        return language.say("%(number)s %(unit)s", number=words, unit=amount.unit)
    return language.say_count(one, many, 1 if number == 1 else MANY, n=words)


def _exactly(words: str, language: Language) -> str:
    return words


def _about(words: str, language: Language) -> str:
    return language.say("about %(amount)s", amount=words)


def _nearly(words: str, language: Language) -> str:
    return language.say("nearly %(amount)s", amount=words)


def _over(words: str, language: Language) -> str:
    return language.say("more than %(amount)s", amount=words)


def _up_to(words: str, language: Language) -> str:
    return language.say("up to %(amount)s", amount=words)


PRECISIONS: dict[str, Callable[[str, Language], str]] = {
    "about": _about,
    "nearly": _nearly,
    "over": _over,
    "up-to": _up_to,
}
