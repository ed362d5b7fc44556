"""Times of every kind that mappings have, in EDTF and in words."""

from dataclasses import dataclass
from random import Random

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
# The first year and the last that a corpus tells of.
FIRST_YEAR, LAST_YEAR = 1900, 2024


@dataclass(frozen=True)
class Time:
    """A time in EDTF and as a sentence says it; `text` is set where the words say more."""

    edtf: str
    words: str
    text: str = ""

    def keys(self) -> dict[str, str]:
        """Return the keys of a content that has this time."""
        return {"when": self.edtf, **({"whenText": self.text} if self.text else {})}


def _day(chance: Random, year: int) -> Time:
    month, day = chance.randrange(12), chance.randrange(1, 29)
    return Time(f"{year}-{month + 1:02}-{day:02}", f"on {day} {_MONTHS[month]} {year}")


def _month(chance: Random, year: int) -> Time:
    month = chance.randrange(12)
    return Time(f"{year}-{month + 1:02}", f"in {_MONTHS[month]} {year}")


def _some_month(_: Random, year: int) -> Time:
    return Time(f"{year}-XX", f"in some month of {year}")


def _some_day(chance: Random, year: int) -> Time:
    month = chance.randrange(12)
    words = f"on a day in {_MONTHS[month]} {year}"
    return Time(f"{year}-{month + 1:02}-XX", words, words)


def _year(_: Random, year: int) -> Time:
    return Time(f"{year}", f"in {year}")


def _part(chance: Random, year: int) -> Time:
    words = f"in {chance.choice(('early', 'mid', 'late'))} {year}"
    return Time(f"{year}", words, words)


def _about(_: Random, year: int) -> Time:
    return Time(f"{year}~", f"about {year}")


def _doubtful(_: Random, year: int) -> Time:
    return Time(f"{year}?", f"perhaps in {year}")


def _doubtful_and_about(_: Random, year: int) -> Time:
    return Time(f"{year}%", f"perhaps about {year}")


def _decade(chance: Random, year: int) -> Time:
    part = chance.choice(("", "early ", "late "))
    words = f"in the {part}{year // 10}0s"
    return Time(f"{year // 10}X", words, words if part else "")


def _century(_: Random, year: int) -> Time:
    return Time(f"{year // 100}XX", f"in the {'20th' if year < 2000 else '21st'} century")


def _years(chance: Random, year: int) -> Time:
    last = year + chance.randrange(1, 8)
    return Time(f"{year}/{last}", f"from {year} to {last}")


def _months(chance: Random, year: int) -> Time:
    first = chance.randrange(6)
    last = first + chance.randrange(1, 6)
    words = f"from {_MONTHS[first]} to {_MONTHS[last]} {year}"
    return Time(f"{year}-{first + 1:02}/{year}-{last + 1:02}", words)


def _since(chance: Random, year: int) -> Time:
    if chance.random() < 0.3:
        words = f"since the late {year // 10}0s"
        return Time(f"{year // 10}X/..", words, words)
    return Time(f"{year}/..", f"since {year}")


def _until(_: Random, year: int) -> Time:
    return Time(f"../{year}", f"until {year}")


def _by(_: Random, year: int) -> Time:
    return Time(f"../{year}", f"by {year}", f"by {year}")


def _until_unknown(_: Random, year: int) -> Time:
    return Time(f"{year}/", f"from {year} until an unknown day")


def _since_unknown(_: Random, year: int) -> Time:
    return Time(f"/{year}", f"from an unknown day until {year}")


# Of an event, and of a situation.
POINTS = (
    *(_day, _day, _month, _year, _day, _month, _year, _part, _about, _some_month, _some_day),
    *(_doubtful, _doubtful_and_about, _decade, _century, _years, _months),
)
SPANS = (_since, _years, _until, _year, _since, _by, _until_unknown, _decade, _since_unknown)


def point(chance: Random, number: int, year: int = 0) -> Time:
    """Return the time of an event; each `number` takes the next kind."""
    return POINTS[number % len(POINTS)](chance, year or _any_year(chance))


def span(chance: Random, number: int, year: int = 0) -> Time:
    """Return the time of a situation; each `number` takes the next kind."""
    return SPANS[number % len(SPANS)](chance, year or _any_year(chance))


def day(chance: Random, year: int) -> Time:
    """Return some day of a year."""
    return _day(chance, year)


def _any_year(chance: Random) -> int:
    # More is told of later years.
    return max(chance.randrange(FIRST_YEAR, LAST_YEAR) for _ in range(2))
