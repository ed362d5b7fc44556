"""Read which entities statements name together, and how firmly."""

from collections.abc import Sequence
from dataclasses import dataclass

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.records import Entity
from legation_server.site_index.selection import FIRMNESS
from legation_server.site_index.things import entities


@dataclass(frozen=True)
class Pair:
    """Two entities: how many statements that a document stands behind name both, and others."""

    one: Entity
    other: Entity
    firm: int
    open: int

    @property
    def total(self) -> int:
        """Return how many statements name both."""
        return self.firm + self.open


def pairs(index: SiteIndex, limit: int, after: int = 0) -> list[Pair]:
    """Return the pairs that most statements name, at most `limit`, `after` so many others."""
    return _pairs(index, "1", [], limit, after)


def pairs_of(index: SiteIndex, entity: int, limit: int, after: int = 0) -> list[Pair]:
    """Return the pairs that an entity is in, where it comes first; as `pairs` does."""
    found = _pairs(index, "? IN (one, other)", [entity], limit, after)
    return [
        pair if pair.one.id == entity else Pair(pair.other, pair.one, pair.firm, pair.open)
        for pair in found
    ]


def pairs_among(index: SiteIndex, numbers: Sequence[int]) -> list[Pair]:
    """Return the pairs of which both are among some entities."""
    marks = ",".join("?" * len(numbers))
    where = f"one IN ({marks}) AND other IN ({marks})"
    return _pairs(index, where, [*numbers, *numbers], len(numbers) ** 2)


def _pairs(
    index: SiteIndex, where: str, values: Sequence[int], limit: int, after: int = 0
) -> list[Pair]:
    firm = ",".join(f"'{status}'" for status in FIRMNESS["stated"])
    query = f"""SELECT one, other, sum(statements) AS total,
        sum(CASE WHEN status IN ({firm}) THEN statements ELSE 0 END) AS firm
        FROM entity_pair WHERE {where} GROUP BY one, other
        ORDER BY total DESC, one, other LIMIT ? OFFSET ?"""
    rows = index.rows(query, [*values, limit, after])
    people = entities(index, {row[name] for row in rows for name in ("one", "other")})
    return [
        Pair(people[row["one"]], people[row["other"]], row["firm"], row["total"] - row["firm"])
        for row in rows
    ]
