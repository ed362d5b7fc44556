"""Put a time into words: EDTF (ISO 8601-2) as releases have it, with the document's own words.

The forms are those of `bil:when`: dates, months, years, decades (`199X`), centuries (`19XX`),
unknown months or days (`1992-XX`), the qualifiers `~ ? %`, and intervals of these.
"""

import calendar
import re
from datetime import date

from legation_server.phrases.language import ENGLISH, Language

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<sure>[~?%]?)",
    re.ASCII,
)
_OPEN = ("", "..")
_PART = re.compile(
    r"\b(early|mid|late)\b(?:[\s-]+(?:(?:in|the|of)\s+)*(?P<next>\w+))?", re.IGNORECASE
)
_YEAR = re.compile(r"(\d{4})(s?)", re.ASCII)
_SECOND = re.compile(r"\b(?:until|till|to|through|and)\b|[–—]", re.IGNORECASE)
_MONTHS = [month.lower() for month in calendar.month_name]
_AFTER = re.compile(r"\b(after|post)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(until|till|up to|through)\b", re.IGNORECASE)
_BY = re.compile(r"\b(by|before)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(from|since|after)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
# Words that a time in figures says as well, or that point at what stands elsewhere in the document.
_SAID_BY_TIMES = frozenset(
    re.findall(
        r"\w+",
        """about after and around before between by during from in mid of over past since the then
        till through throughout until very early late later earlier post pre century decade year
        years month months week day days that this same circa henceforth now ongoing once recent
        today """
        + " ".join(_MONTHS),
    )
)


def time_words(
    edtf: str, words: str = "", language: Language = ENGLISH, lasts: bool = False
) -> str:
    """Return a time in words; nothing when neither `edtf` nor a document's `words` tell one.

    A text that is no EDTF of the kinds above stands as it is. What `lasts` holds until a last day;
    what happens has happened by then. The document's words follow where they say more.

    >>> time_words("1990~/.."), time_words("1990/"), time_words("200X/..", "since the late 2000s")
    ('since about 1990', 'from 1990, end not told', 'since the late 2000s')
    >>> time_words("1922-05-03"), time_words("", "a few weeks later")
    ('3 May 1922', '“a few weeks later”')
    >>> time_words("../2006", "until the inauguration")
    'until 2006 (“until the inauguration”)'
    """
    say = language.say
    if not edtf:
        return say("“%(words)s”", words=words) if words else ""
    time = _told(edtf, words, language, lasts)
    if not _says_more(words, edtf):
        return time
    return say("%(time)s (%(words)s)", time=time, words=say("“%(words)s”", words=words))


def _says_more(words: str, edtf: str) -> bool:
    """Return whether a document's words name an event, or a beginning that the time lacks."""
    first, _, last = edtf.partition("/")
    if first in _OPEN and last not in _OPEN and _FROM.search(words):
        return True
    return any(word.lower() not in _SAID_BY_TIMES for word in _WORD.findall(words))


def _told(edtf: str, words: str, language: Language, lasts: bool) -> str:
    say = language.say
    first, interval, last = edtf.partition("/")
    if not interval:
        return _point(edtf, _part(words, edtf), language)
    if first in _OPEN and last in _OPEN:
        return say("at an unknown time")
    if last in _OPEN:
        begin = _inline(first, _part(words, first), language)
        if after := _AFTER.search(words):
            return say("after %(time)s", time=_year_before(first, words[after.end() :]) or begin)
        if not last:
            return say("from %(time)s, end not told", time=begin)
        return say("since %(time)s", time=begin)
    if first in _OPEN:
        end = _inline(last, _part(words, last), language)
        if _UNTIL.search(words) or (lasts and not _BY.search(words)):
            return say("until %(time)s", time=end)
        return say("by %(time)s", time=end)
    second = _SECOND.search(words)
    head, tail = (words[: second.start()], words[second.end() :]) if second else (words, words)
    begin = _inline(first, _part(head, first, False), language)
    end = _inline(last, _part(tail, last, False), language)
    return say("%(begin)s to %(end)s", begin=begin, end=end)


def _part(words: str, point: str, is_its_own: bool = True) -> str:
    """Return which part of a point in time is meant by `words`: early, mid, late or "".

    What stands before another year, or a month where the point has none, is not about this point.
    Unless the words are its own alone, they have to name it.
    """
    match = _POINT.fullmatch(point)
    if match is None or match["day"]:
        return ""
    for found in _PART.finditer(words):
        following = (found["next"] or "").lower()
        month = f"{_MONTHS.index(following):02}" if following in _MONTHS[1:] else None
        year = _YEAR.search(words, found.end(1))
        is_named = is_its_own or month is not None or following[:1].isdigit()
        if month == match["month"] and (_is_year(year, match["year"]) if year else is_named):
            return found[1].lower()
    return ""


def _year_before(first: str, words: str) -> str:
    """Return the year after which something began, if `words` name it: that before the first.

    >>> _year_before("2007", "-2006"), _year_before("2006", "-2006")
    ('2006', '')
    """
    named = _YEAR.search(words)
    is_year = named is not None and not named[2] and first.isdecimal()
    return named[1] if named and is_year and int(named[1]) == int(first) - 1 else ""


def _is_year(named: re.Match[str], year: str) -> bool:
    """Return whether the document names the year or period `year`, as in 1961 or 196X."""
    is_period = "X" in year
    return is_period == bool(named[2]) and named[1].startswith(year.rstrip("X"))


def bounds_words(first: date | None, last: date | None, language: Language = ENGLISH) -> str:
    """Return in words the days between which something without a time began; nothing for none.

    A whole month or year is named as such. These are inferences: the words say so.

    >>> bounds_words(date(1922, 5, 1), date(1922, 5, 31))
    'in May 1922, by inference'
    >>> bounds_words(date(1922, 5, 3), None), bounds_words(None, date(1922, 12, 31))
    ('beginning not before 3 May 1922', 'beginning by 31 December 1922')
    """
    say = language.say
    if first and last:
        if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
            return say("in %(time)s, by inference", time=first.year)
        is_one_month = (first.year, first.month) == (last.year, last.month)
        days = calendar.monthrange(first.year, first.month)[1]
        if is_one_month and (first.day, last.day) == (1, days):
            return say("in %(time)s, by inference", time=language.month(first))
        return say(
            "between %(begin)s and %(end)s, by inference",
            begin=language.day(first),
            end=language.day(last),
        )
    if first:
        return say("beginning not before %(time)s", time=language.day(first))
    return say("beginning by %(time)s", time=language.day(last)) if last else ""


def _inline(text: str, part: str, language: Language) -> str:
    """Return a point in time as it stands within a phrase: decades have an article there."""
    point = _point(text, part, language)
    match = _POINT.fullmatch(text)
    if match and "X" in match["year"] and not match["sure"]:
        return language.say("the %(period)s", period=point)
    return point


def _point(text: str, part: str, language: Language) -> str:
    match = _POINT.fullmatch(text)
    if match is None:
        return text
    say = language.say
    words = _parted(_calendar_words(match, language), part if not match["sure"] else "", language)
    month, day = match["month"], match["day"]
    if month == "XX":
        words = say("%(time)s, month unknown", time=words)
    elif day == "XX":
        words = say("%(time)s, day unknown", time=words)
    match match["sure"]:
        case "~":
            return say("about %(time)s", time=words)
        case "?":
            return say("perhaps %(time)s", time=words)
        case "%":
            return say("perhaps about %(time)s", time=words)
    return words


def _calendar_words(match: re.Match[str], language: Language) -> str:
    year, month, day = match.group("year", "month", "day")
    if year.endswith("XX"):
        number = int(year[:2]) + 1
        return language.say("%(nth)s century", nth=_ordinal(number, language))
    if year.endswith("X"):
        return language.say("%(year)ss", year=year[:3] + "0")
    if month in (None, "XX"):
        return year
    try:
        first = date(int(year), int(month), 1 if day in (None, "XX") else int(day))
    except ValueError:
        return match[0]
    return language.month(first) if day in (None, "XX") else language.day(first)


def _parted(words: str, part: str, language: Language) -> str:
    match part:
        case "early":
            return language.say("early %(time)s", time=words)
        case "mid":
            return language.say("mid-%(time)s", time=words)
        case "late":
            return language.say("late %(time)s", time=words)
    return words


def _ordinal(number: int, language: Language) -> str:
    """Return a number with its ending.

    >>> [_ordinal(number, ENGLISH) for number in (1, 2, 3, 11, 20, 21, 22)]
    ['1st', '2nd', '3rd', '11th', '20th', '21st', '22nd']
    """
    ending = 0 if 10 < number % 100 < 14 else number % 10
    match ending:
        case 1:
            return language.say("%(number)sst", number=number)
        case 2:
            return language.say("%(number)snd", number=number)
        case 3:
            return language.say("%(number)srd", number=number)
    return language.say("%(number)sth", number=number)
