"""Choose statements by what they are about, who takes part, how firm they are and when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.records import Entity
from legation_server.site_index.things import entities

# How firmly, as filters name it: the statuses that count.
FIRMNESS = {
    "stated": ("stated", "attributed"),
    "unconfirmed": ("unconfirmed", "prospective", "denied"),
}


@dataclass(frozen=True)
class Choice:
    """What a page is to show; None or "" for everything.

    `topic`, `entity` and `document` are numbers, `firmly` a key of FIRMNESS or a status, `dated`
    tells whether there must be a time or must not.
    """

    topic: int | None = None
    entity: int | None = None
    document: int | None = None
    firmly: str = ""
    dated: bool | None = None
    bookkeeping: bool | None = None


def chosen(index: SiteIndex, choice: Choice) -> list[int]:
    """Return the numbers of the statements of a choice, in reading order."""
    where, values = conditions(choice)
    query = f"SELECT id FROM statement WHERE {where} ORDER BY id"
    return [row["id"] for row in index.rows(query, values)]


def conditions(choice: Choice) -> tuple[str, list[str | int]]:
    """Return a choice as a condition of SQL on `statement`, and its parameters."""
    parts, values = ["1"], list[str | int]()
    if choice.topic is not None:
        parts.append("id IN (SELECT statement FROM statement_topic WHERE topic = ?)")
        values.append(choice.topic)
    if choice.entity is not None:
        parts.append(
            """id IN (SELECT statement FROM statement_party WHERE entity = ? UNION
            SELECT statement FROM statement_claim JOIN claim_speaker USING (claim)
            WHERE entity = ?)"""
        )
        values += [choice.entity, choice.entity]
    if choice.document is not None:
        parts.append("document = ?")
        values.append(choice.document)
    if choice.firmly:
        statuses = FIRMNESS.get(choice.firmly, (choice.firmly,))
        parts.append(f"status IN ({','.join('?' * len(statuses))})")
        values += statuses
    if choice.dated is not None:
        parts.append("edtf <> ''" if choice.dated else "edtf = ''")
    if choice.bookkeeping is not None:
        parts.append("bookkeeping" if choice.bookkeeping else "NOT bookkeeping")
    return " AND ".join(parts), values


def taken_from(index: SiteIndex, passage: int) -> list[int]:
    """Return the numbers of the statements that rest on a passage, in order."""
    query = """SELECT DISTINCT statement FROM claim_passage JOIN statement_claim USING (claim)
        WHERE passage = ? ORDER BY statement"""
    return [row["statement"] for row in index.rows(query, [passage])]


def counts_by_passage(index: SiteIndex, document: int) -> dict[int, int]:
    """Return how many statements rest on each passage of a document; none are left out as 0."""
    query = """SELECT passage.id, count(DISTINCT statement) AS statements FROM passage
        LEFT JOIN claim_passage ON passage.id = passage
        LEFT JOIN statement_claim USING (claim)
        WHERE document = ? GROUP BY passage.id"""
    return {row["id"]: row["statements"] for row in index.rows(query, [document])}


def takers(index: SiteIndex, numbers: Iterable[int]) -> list[tuple[Entity, int]]:
    """Return the entities that have a part in statements, with in how many, the most first.

    Whose word a statement is has a part in it too, as for Choice.
    """
    every = list(numbers)
    parties = "SELECT DISTINCT statement, entity FROM statement_party WHERE statement IN ({})"
    words = """SELECT DISTINCT statement, entity FROM statement_claim
        JOIN claim_speaker USING (claim) WHERE statement IN ({})"""
    pairs = {tuple(row) for query in (parties, words) for row in index.rows_of(query, every)}
    counts = Counter(entity for _, entity in pairs)
    found = entities(index, counts)
    return [(found[number], count) for number, count in sorted(counts.items(), key=_most_first)]


def _most_first(pair: tuple[int, int]) -> tuple[int, int]:
    return -pair[1], pair[0]


def said_by(index: SiteIndex, entity: int) -> list[int]:
    """Return the numbers of the statements that are an entity's word, in order."""
    query = """SELECT DISTINCT statement FROM claim_speaker JOIN statement_claim USING (claim)
        WHERE entity = ? ORDER BY statement"""
    return [row["statement"] for row in index.rows(query, [entity])]
