"""Search an index by words: by their beginnings, and misspelt ones by those most like them."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from rapidfuzz import fuzz

from legation_server.site_index.database import SiteIndex

KINDS = ("entity", "statement", "code", "passage")
# More hits than this are not counted; of so many words the nearest one is chosen.
MOST_COUNTED, MOST_WORDS = 1_000, 60
# Words that differ more are no misspellings of each other; shorter ones share too much by chance.
LEAST_ALIKE, SHORTEST_MISSPELT = 80.0, 4
# A misspelt word seldom begins with another letter; if it does, the rest must be the more alike.
LEAST_ALIKE_OTHERWISE = 88.0
# When nothing has all words, so many choices of fewer words are tried.
MOST_CHOICES = 66
# More words than this nobody searches for; each costs time.
MOST_TERMS = 12
# Of fewer words none can be done without; so many statements are looked at that lack a word.
FEWEST_TO_LACK, MOST_NEAR = 3, 100
# How words are looked for: whole, by their beginnings, and by their stems ("denied" finds "deny").
WAYS = (("search", ""), ("search", "*"), ("search_stem", ""))
COUNTED = WAYS[1:]
_YEAR = re.compile(r"[12]\d{2,3}")

# A word of a search in each of its spellings, folded: lower-case letters and digits only.
Term = tuple[str, ...]
# Words that a hit must have together; several where any choice of them will do.
Choices = Sequence[Sequence[Term]]


@dataclass(frozen=True)
class Hit:
    """A thing that was found, by its kind and number; `exact` when it is just what was asked."""

    kind: str
    thing: int
    exact: bool


@dataclass(frozen=True)
class Found:
    """The hits by kind, best first, how many there are of each (at most MOST_COUNTED).

    `corrected` holds each misspelt word with the one that was taken instead; `years` the years
    with how many statements begin in each. `words` is how many of the words the hits have, 0 for
    all of them. `nearly` are statements that lack one of the words, beside those that have all.
    """

    hits: dict[str, list[Hit]]
    counts: dict[str, int]
    corrected: dict[str, str]
    years: dict[int, int]
    words: int = 0
    nearly: Sequence[int] = ()

    @property
    def best(self) -> str:
        """Return the kind of the first exact hit, "year" for a year; "" without one."""
        if self.years:
            return "year"
        order = ("entity", "code", "statement", "passage")
        return next((k for k in order if any(hit.exact for hit in self.hits.get(k, ()))), "")


def search(
    index: SiteIndex,
    terms: Sequence[Term],
    kinds: Iterable[str] = KINDS,
    limit: int = 20,
    *,
    fewer: bool = False,
    common: Container[str] = (),
) -> Found:
    """Return what has all words of a search; each may be the beginning of one, or of its stem.

    At most `limit` hits of each kind. Words that no text has are taken for misspellings. With
    `fewer` hits may lack words when nothing has all; they have as many as any text has. Words that
    are `common` count in whole names only, if there are others.
    """
    kinds = tuple(kinds)
    given = [term for term in terms[:MOST_TERMS] if term]
    if not given:
        return Found({}, {}, {}, {})
    corrected: dict[str, str] = {}
    years = years_like(index, given[0][0]) if len(given) == 1 else {}
    exact = _named(index, given)
    telling = given if exact else [term for term in given if term[0] not in common] or given
    wanted = [_corrected(index, term, corrected) for term in telling]
    exact = exact or _named(index, wanted)
    hits: dict[str, list[Hit]] = {}
    counts: dict[str, int] = {}
    choices: Choices = [wanted]
    if fewer and not exact and not _fits(index, choices, kinds):
        choices = _fewer(index, wanted, kinds)
    for kind in kinds:
        found = _fitting(index, choices, kind, limit)
        counts[kind] = _count(index, choices, kind)
        named = [thing for other, thing in exact if other == kind]
        order = dict.fromkeys([*named, *found])
        hits[kind] = [Hit(kind, thing, thing in named) for thing in list(order)[:limit]]
    if hits.get("entity") and not hits.get("statement", [0]):
        # The word is a name in another language: what is said of its bearer is meant.
        about = _about(index, hits["entity"][0].thing, MOST_COUNTED)
        hits["statement"] = [Hit("statement", number, False) for number in about[:limit]]
        counts["statement"] = len(about)
    words = len(choices[0])
    if words < len(wanted):
        return Found(hits, counts, corrected, years, words)
    nearly: list[int] = []
    if hits.get("statement") and not exact:
        nearly = _nearly(index, wanted, [hit.thing for hit in hits["statement"]], limit)
    return Found(hits, counts, corrected, years, nearly=nearly)


def years_like(index: SiteIndex, word: str) -> dict[int, int]:
    """Return the years that begin with the digits of `word`, with how many statements each has."""
    if not _YEAR.fullmatch(word):
        return {}
    low, high = (int(word.ljust(4, digit)) for digit in "09")
    query = """SELECT year, count(*) AS statements FROM statement
        WHERE year BETWEEN ? AND ? AND NOT bookkeeping GROUP BY year ORDER BY year"""
    return {row["year"]: row["statements"] for row in index.rows(query, [low, high])}


def nearest_word(index: SiteIndex, word: str) -> str:
    """Return the word of the index that is most like `word`; "" when none is like it."""
    if len(word) < SHORTEST_MISSPELT:
        return ""
    trigrams = dict.fromkeys(word[start : start + 3] for start in range(len(word) - 2))
    query = "SELECT value, uses FROM search_word WHERE search_word MATCH ? ORDER BY rank LIMIT ?"
    match = " OR ".join(f'"{trigram}"' for trigram in trigrams)
    rows = index.rows(query, [match, MOST_WORDS])
    alike = [(fuzz.ratio(word, row["value"]), int(row["uses"]), row["value"]) for row in rows]
    score, _, best = max(alike, default=(0.0, 0, ""))
    least = LEAST_ALIKE if best[:1] == word[:1] else LEAST_ALIKE_OTHERWISE
    return str(best) if score >= least else ""


def _corrected(index: SiteIndex, term: Term, corrected: dict[str, str]) -> Term:
    query = "SELECT 1 FROM {0} WHERE {0} MATCH ? LIMIT 1"
    if any(index.rows(query.format(table), [_matching([[term]], sign)]) for table, sign in WAYS):
        return term
    for spelling in term:
        if word := nearest_word(index, spelling):
            corrected[term[0]] = word
            return (word,)
    return term


def _matching(choices: Choices, sign: str) -> str:
    """Return a query for all words of a choice, in any spelling; with "*" their beginnings."""
    # Spellings hold nothing but letters and digits, so they need no escape.
    spelt = (
        [" OR ".join(f'"{spelling}"{sign}' for spelling in term) for term in terms]
        for terms in choices
    )
    return " OR ".join("(" + " AND ".join(f"({one})" for one in terms) + ")" for terms in spelt)


def _fitting(index: SiteIndex, choices: Choices, kind: str, limit: int) -> list[int]:
    """Return the numbers of what has all words of a choice, first whole ones in names.

    The build has put what most people mean before the rest, so the first that fit will do.
    """
    query = """SELECT thing FROM {0} JOIN searchable ON searchable.id = {0}.rowid
        WHERE {0} MATCH ? AND {0}.rowid BETWEEN ? AND ? ORDER BY {0}.rowid LIMIT ?"""
    bounds = _range(index, kind)
    found: dict[int, None] = {}
    # Beginnings are dear where many words have them, and are asked for only while there is room.
    for table, sign in WAYS:
        match = _matching(choices, sign)
        for where in (f"name : ({match})", match):
            if len(found) < limit:
                rows = index.rows(query.format(table), [where, *bounds, limit])
                found |= dict.fromkeys(row["thing"] for row in rows)
    return list(found)[:limit]


def _count(index: SiteIndex, choices: Choices, kind: str) -> int:
    part = """SELECT rowid FROM (SELECT rowid FROM {0}
        WHERE {0} MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?)"""
    query = f"SELECT count(*) AS hits FROM ({' UNION '.join(part.format(w) for w, _ in COUNTED)})"
    bounds = (*_range(index, kind), MOST_COUNTED)
    values = [value for _, sign in COUNTED for value in (_matching(choices, sign), *bounds)]
    (row,) = index.rows(query, values)
    return min(int(row["hits"]), MOST_COUNTED)


def _fits(index: SiteIndex, choices: Choices, kinds: Iterable[str]) -> bool:
    return any(_fitting(index, choices, kind, 1) for kind in kinds)


def _fewer(index: SiteIndex, terms: Sequence[Term], kinds: Sequence[str]) -> Choices:
    """Return the choices of the most words that something has together; all words if none has."""
    for number in range(len(terms) - 1, 0, -1):
        choices = list(islice(combinations(terms, number), MOST_CHOICES))
        if found := [choice for choice in choices if _fits(index, [choice], kinds)]:
            return found
    return [terms]


def _nearly(index: SiteIndex, terms: Sequence[Term], found: Sequence[int], limit: int) -> list[int]:
    """Return statements that lack one word, to fill up the `found` ones; those denied come first.

    Who asks whether something is so has to see that it is denied, whatever verb the denial has.
    """
    if len(terms) < FEWEST_TO_LACK or len(found) >= limit:
        return []
    near: dict[int, None] = {}
    # What lacks the commonest word is nearest to what was asked.
    for term in sorted(terms, key=lambda term: -_count(index, [[term]], "statement")):
        others = [one for one in terms if one is not term]
        near |= dict.fromkeys(_fitting(index, [others], "statement", MOST_NEAR))
    query = "SELECT id FROM statement WHERE status = 'denied' AND id IN ({})"
    denied = {row["id"] for row in index.rows_of(query, near)}
    left = [number for number in near if number not in found]
    return sorted(left, key=lambda number: number not in denied)[: limit - len(found)]


def _range(index: SiteIndex, kind: str) -> tuple[int, int]:
    (row,) = index.rows("SELECT first, last FROM search_range WHERE kind = ?", [kind])
    return row["first"], row["last"]


def _about(index: SiteIndex, entity: int, limit: int) -> list[int]:
    query = """SELECT DISTINCT statement FROM statement_party WHERE entity = ?
        ORDER BY statement LIMIT ?"""
    return [row["statement"] for row in index.rows(query, [entity, limit])]


def _named(index: SiteIndex, terms: Sequence[Term]) -> list[tuple[str, int]]:
    """Return the things whose whole name was given, those that are named most first."""
    longest = max(map(len, terms))
    forms = dict.fromkeys(
        " ".join(term[min(number, len(term) - 1)] for term in terms) for number in range(longest)
    )
    query = f"""SELECT DISTINCT kind, thing FROM search_name
        JOIN searchable ON searchable.id = searchable
        WHERE folded IN ({",".join("?" * len(forms))}) ORDER BY searchable"""
    return [(row["kind"], row["thing"]) for row in index.rows(query, forms)]
