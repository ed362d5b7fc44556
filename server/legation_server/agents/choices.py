"""Choose statements by filters, each of which can be left out to see what it hides."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from legation_server.agents.library import Library
from legation_server.agents.names import (
    Meaning,
    code_meant,
    condition_about,
    thing_meant,
)
from legation_server.errors import Problem
from legation_server.site_index import (
    LISTED,
    Code,
    Entity,
    below,
    code_at,
    codes_of,
    listed,
    period_condition,
    period_pattern,
)

# The classes of contents, and the statuses, as the ontology names them.
KINDS = ("Event", "Utterance", "Situation", "Figure", "Supposition", "Attribute")
STATUSES = ("stated", "attributed", "prospective", "unconfirmed", "denied")
TYPE_LISTS = ("event-type", "situation-type", "measure")
# The properties with the codes that statements are about, as ABOUT_LISTS has them.
ABOUT = ("bil:topic", "bil:commodity", "bil:measure", "bil:eventType", "bil:situationType")
# So many types in use are named where a name is none.
MOST_TYPES = 60
LEAST_YEAR, MOST_YEAR = 1, 9999


@dataclass(frozen=True)
class Filter:
    """A condition on `statement` in SQL with its values, and the same in words and in SPARQL."""

    name: str
    words: str
    where: str
    values: tuple[str | int, ...]
    pattern: str


class Choosing:
    """Makes filters of what a client asks for, and applies them."""

    def __init__(self, library: Library) -> None:
        """Choose among all statements of a release."""
        self._library = library
        self.filters: list[Filter] = []
        # Names that were taken for something else, or for nothing.
        self.meanings: list[Meaning] = []

    def about(self, name: str) -> None:
        """Take only what is about an entity, a topic, a commodity, a measure or a type."""
        meant = thing_meant(self._library, name)
        self.meanings.append(meant)
        if thing := meant.thing:
            term = self._library.short(self._library.iri(thing.path))
            pattern = f"?statement (!bil:states)|(^bil:states/bil:attributedTo) {term} ."
            if isinstance(thing, Code):
                pattern = f"?statement ({'|'.join(ABOUT)})/skos:broader* {term} ."
            words = f"about {thing.label}"
            self._add(words, words, *condition_about(self._library, thing), pattern)

    def topic(self, name: str) -> None:
        """Take only what is on a topic, or on a narrower one."""
        meant = code_meant(self._library, name, "topic")
        self.meanings.append(meant)
        if isinstance(meant.thing, Code):
            code = meant.thing
            term = self._library.short(self._library.iri(code.path))
            pattern = f"?statement bil:topic/skos:broader* {term} ."
            where, values = condition_about(self._library, code)
            self._add("topic", f"on {code.label}", where, values, pattern)

    def kind(self, name: str) -> None:
        """Take only a class of statements, or a type of event or a measure with narrower ones.

        Raises Problem for a name that is neither.
        """
        wanted = name.strip().rpartition(":")[2]
        plain = next((one for one in KINDS if one.lower() == wanted.lower().rstrip("s")), None)
        if plain:
            self._add("kind", f"{plain}s", "class = ?", (plain,), f"?statement a bil:{plain} .")
            return
        near: list[Entity | Code] = []
        for code_list in TYPE_LISTS:
            meant = code_meant(self._library, name, code_list)
            if isinstance(meant.thing, Code):
                self._of_type(meant.thing)
                return
            near += meant.near[:1]
        used = [
            one.name
            for code_list in TYPE_LISTS
            for one in codes_of(self._library.index, code_list)
            if one.uses
        ]
        left = len(used) - MOST_TYPES
        more = f", and {left} more, which schema('event-type') and the like list" * (left > 0)
        nearest = f"Nearest: {', '.join(one.label for one in near)}. " * bool(near)
        raise Problem(
            "malformed-request",
            f"kind={name!r} is neither a class ({', '.join(KINDS)}) nor a type. {nearest}"
            f"Types in use: {', '.join(used[:MOST_TYPES])}{more}.",
        )

    def _of_type(self, code: Code) -> None:
        numbers = listed(below(self._library.index, code.id))
        term = self._library.short(self._library.iri(code.path))
        self._add(
            "kind",
            code.label,
            f"(type IN {LISTED} OR measure IN {LISTED})",
            (numbers, numbers),
            f"?statement (bil:eventType|bil:situationType|bil:measure)/skos:broader* {term} .",
        )

    def status(self, name: str) -> None:
        """Take only statements of a status; raises Problem for another name."""
        wanted = name.strip().rpartition(":")[2].lower()
        if wanted not in STATUSES:
            said = f"status={name!r} is none of {', '.join(STATUSES)}."
            if code_at(self._library.index, f"code/modality/{wanted}"):
                said += (
                    f" {wanted} is a modality, which rows tell behind their status: leave status "
                    "out, and take the rows that have it."
                )
            raise Problem("malformed-request", said)
        pattern = f"?statement bil:status <{self._library.iri('code/status/' + wanted)}> ."
        self._add("status", f"with the status {wanted}", "status = ?", (wanted,), pattern)

    def time(self, since: int | None, until: int | None) -> None:
        """Take only what may be true of a day from year `since` to year `until`.

        Raises Problem for what is no year of four digits.
        """
        for year in (since, until):
            if year is not None and not LEAST_YEAR <= year <= MOST_YEAR:
                raise Problem("malformed-request", f"{year} is no year of four digits.")
        if since is None and until is None:
            return
        period = date(since or LEAST_YEAR, 1, 1), date(until or MOST_YEAR, 12, 31)
        words = f"from {since or 'the beginning'} to {until or 'the end'}"
        pattern = period_pattern(*period).strip()
        self._add("time", words, *period_condition(*period), pattern)

    def _add(
        self, name: str, words: str, where: str, values: tuple[str | int, ...], pattern: str
    ) -> None:
        self.filters.append(Filter(name, words, where, values, pattern))

    @property
    def unknown(self) -> list[Meaning]:
        """Return the names that mean nothing here."""
        return [meant for meant in self.meanings if meant.thing is None]

    def numbers(self, limit: int, after: int = 0) -> list[int]:
        """Return the numbers of the statements chosen, what is mere bookkeeping last."""
        where, values = _joined(self.filters)
        query = f"SELECT id FROM statement WHERE {where} ORDER BY bookkeeping, id LIMIT ? OFFSET ?"
        return [row["id"] for row in self._library.index.rows(query, [*values, limit, after])]

    def counts(self, without: str = "") -> Counter[str]:
        """Return how many statements fit, by status; `without` names filters to leave out."""
        where, values = _joined([one for one in self.filters if one.name != without])
        query = f"SELECT status, count(*) AS n FROM statement WHERE {where} GROUP BY status"
        return Counter({r["status"]: r["n"] for r in self._library.index.rows(query, values)})

    def fits(self, one: Filter) -> bool:
        """Tell whether any statement fits a filter alone."""
        query = f"SELECT 1 FROM statement WHERE {one.where} LIMIT 1"
        return bool(self._library.index.rows(query, one.values))

    def without(self, name: str) -> "Choosing":
        """Return the same choice without the filters of a name."""
        other = Choosing(self._library)
        other.filters = [one for one in self.filters if one.name != name]
        return other

    def words(self) -> str:
        """Return what is chosen, in words."""
        return ", ".join(one.words for one in self.filters) or "all statements"

    def query(self) -> str:
        """Return a SPARQL query for all that is chosen, whatever its length."""
        patterns = "\n  ".join(one.pattern for one in self.filters)
        return (
            "SELECT DISTINCT ?statement ?status ?label WHERE {\n"
            f"  ?statement bil:status ?status ; rdfs:label ?label .\n  {patterns}\n"
            "  FILTER EXISTS { ?claim bil:states ?statement }\n} ORDER BY ?statement"
        )


def _joined(filters: Sequence[Filter]) -> tuple[str, list[str | int]]:
    values = [value for one in filters for value in one.values]
    return " AND ".join(f"({one.where})" for one in filters) or "1", values


def counted(counts: Counter[str]) -> str:
    """Return numbers by status in words, the firmest first.

    >>> counted(Counter(denied=1, stated=2))
    '2 stated, 1 denied'
    """
    return ", ".join(f"{counts[one]:,} {one}" for one in _present(counts))


def _present(counts: Counter[str]) -> Iterable[str]:
    return (one for one in STATUSES if counts[one])
