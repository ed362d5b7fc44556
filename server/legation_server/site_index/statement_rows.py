"""Read statements from an index, each with the claims, passages and speakers behind it."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.records import (
    Code,
    Entity,
    Figure,
    Party,
    Source,
    Statement,
    StatementLink,
)
from legation_server.site_index.things import codes as codes_by_number
from legation_server.site_index.things import entities as entities_by_number
from legation_server.site_index.things import passages as passages_by_number


def statements(index: SiteIndex, numbers: Iterable[int]) -> list[Statement]:
    """Return statements by their numbers, in the order given; unknown numbers are passed over."""
    wanted = list(dict.fromkeys(numbers))
    rows = {
        row["id"]: row for row in index.rows_of("SELECT * FROM statement WHERE id IN ({})", wanted)
    }
    named = _codes(index, wanted)
    used = {row[name] for row in rows.values() for name in ("type", "measure", "unit")}
    used |= {code for pairs in named.values() for _, code in pairs}
    codes = codes_by_number(index, used - {None})
    sources = _sources(index, wanted)
    topics = _topics(index, wanted)
    return [
        replace(
            _statement(rows[number], codes),
            sources=tuple(sources[number]),
            topics=tuple(topics[number]),
            codes=tuple((name, codes[code]) for name, code in named[number]),
        )
        for number in wanted
        if number in rows
    ]


def statement_numbers(index: SiteIndex, paths: Iterable[str]) -> list[int]:
    """Return the numbers of the statements at some paths; other paths are passed over."""
    query = "SELECT id FROM statement WHERE path IN ({}) ORDER BY id"
    return [row["id"] for row in index.rows_of(query, paths)]


def statement_at(index: SiteIndex, path: str) -> Statement | None:
    """Return the statement at a path."""
    found = index.rows("SELECT id FROM statement WHERE path = ?", [path])
    return next(iter(statements(index, (row["id"] for row in found))), None)


def claim_at(index: SiteIndex, path: str) -> Source | None:
    """Return the claim at a path, with its passages and speakers."""
    found = index.rows("SELECT id FROM claim WHERE path = ?", [path])
    return next(iter(claims(index, (row["id"] for row in found)).values()), None)


def stated_by(index: SiteIndex, claim: int) -> list[int]:
    """Return the numbers of the statements that a claim states, in order."""
    query = "SELECT statement FROM statement_claim WHERE claim = ? ORDER BY statement"
    return [row["statement"] for row in index.rows(query, [claim])]


def claims(index: SiteIndex, numbers: Iterable[int]) -> dict[int, Source]:
    """Return claims by their numbers, each with its passages and speakers."""
    wanted = sorted(set(numbers))
    in_passages: dict[int, list[int]] = defaultdict(list)
    by_speakers: dict[int, list[int]] = defaultdict(list)
    query = "SELECT claim, passage FROM claim_passage WHERE claim IN ({}) ORDER BY claim, passage"
    for claim, passage in index.rows_of(query, wanted):
        in_passages[claim].append(passage)
    query = "SELECT claim, entity FROM claim_speaker WHERE claim IN ({}) ORDER BY claim, position"
    for claim, entity in index.rows_of(query, wanted):
        by_speakers[claim].append(entity)
    passages = passages_by_number(index, {one for found in in_passages.values() for one in found})
    entities = entities_by_number(index, {one for found in by_speakers.values() for one in found})
    return {
        row["id"]: replace(
            _source(row),
            passages=tuple(passages[one] for one in in_passages[row["id"]]),
            speakers=tuple(entities[one] for one in by_speakers[row["id"]]),
        )
        for row in index.rows_of("SELECT * FROM claim WHERE id IN ({})", wanted)
    }


def parties(index: SiteIndex, statement: int) -> list[Party]:
    """Return the entities of a statement with their roles."""
    query = """SELECT role, entity FROM statement_party WHERE statement = ? ORDER BY role, entity"""
    rows = index.rows(query, [statement])
    found = entities_by_number(index, {row["entity"] for row in rows})
    return [Party(row["role"], found[row["entity"]]) for row in rows]


def links_from(index: SiteIndex, numbers: Iterable[int], *properties: str) -> list[StatementLink]:
    """Return the links that lead from statements to others, of some properties or of all."""
    return _links(index, "subject", numbers, properties)


def links_to(index: SiteIndex, numbers: Iterable[int], *properties: str) -> list[StatementLink]:
    """Return the links that lead to statements, of some properties or of all."""
    return _links(index, "object", numbers, properties)


def speakers(index: SiteIndex) -> list[tuple[Entity, str, tuple[str, ...], int]]:
    """Return whose word claims are: an entity, a status, modalities, and how many claims have them.

    Those who say most come first.
    """
    rows = index.rows(
        """SELECT entity, status, modality, count(*) AS claims FROM claim_speaker
        JOIN claim ON claim.id = claim JOIN entity ON entity.id = entity
        GROUP BY entity, status, modality ORDER BY says DESC, label, entity, claims DESC"""
    )
    people = entities_by_number(index, {row["entity"] for row in rows})
    return [
        (people[row["entity"]], row["status"], _several(row["modality"]), row["claims"])
        for row in rows
    ]


def _links(
    index: SiteIndex, end: str, numbers: Iterable[int], properties: tuple[str, ...]
) -> list[StatementLink]:
    rows = index.rows_of(f"SELECT * FROM statement_link WHERE {end} IN ({{}})", numbers)
    found = (StatementLink(*row) for row in rows)
    wanted = [link for link in found if not properties or link.property in properties]
    return sorted(wanted, key=lambda link: (link.subject, link.property, link.object))


def _sources(index: SiteIndex, numbers: list[int]) -> dict[int, list[Source]]:
    query = """SELECT statement, claim FROM statement_claim WHERE statement IN ({})
        ORDER BY statement, claim"""
    pairs = [(row["statement"], row["claim"]) for row in index.rows_of(query, numbers)]
    found = claims(index, (claim for _, claim in pairs))
    sources: dict[int, list[Source]] = defaultdict(list)
    for statement, claim in pairs:
        sources[statement].append(found[claim])
    return sources


def _topics(index: SiteIndex, numbers: list[int]) -> dict[int, list[int]]:
    query = """SELECT statement, topic FROM statement_topic WHERE statement IN ({}) AND direct
        ORDER BY statement, topic"""
    topics: dict[int, list[int]] = defaultdict(list)
    for statement, topic in index.rows_of(query, numbers):
        topics[statement].append(topic)
    return topics


def _codes(index: SiteIndex, numbers: list[int]) -> dict[int, list[tuple[str, int]]]:
    query = """SELECT * FROM statement_code WHERE statement IN ({})
        ORDER BY statement, property, code"""
    codes: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for statement, name, code in index.rows_of(query, numbers):
        codes[statement].append((name, code))
    return codes


def _source(row: sqlite3.Row) -> Source:
    return Source(
        row["id"],
        row["path"],
        _several(row["modality"]),
        row["stance"],
        row["status"],
        _several(row["hedge"]),
        _several(row["flag"]),
        row["claimed_when"],
        _several(row["note"]),
    )


def _statement(row: sqlite3.Row, codes: Mapping[int, Code]) -> Statement:
    return Statement(
        row["id"],
        row["path"],
        row["document"],
        row["class"],
        row["label"],
        row["status"],
        bool(row["bookkeeping"]),
        bool(row["said"]),
        row["edtf"],
        row["when_text"],
        _day(row["earliest"]),
        _day(row["latest"]),
        _day(row["not_before"]),
        _day(row["not_after"]),
        row["year"],
        row["time_precision"],
        codes.get(row["type"]),
        row["predicate"],
        _several(row["qualifier"]),
        _several(row["words"]),
        _several(row["note"]),
        row["ordinal"],
        _figure(row, codes),
    )


def _figure(row: sqlite3.Row, codes: Mapping[int, Code]) -> Figure | None:
    if row["measure"] is None and row["value"] is None:
        return None
    return Figure(
        codes.get(row["measure"]),
        row["value"] or "",
        row["min_value"] or "",
        row["max_value"] or "",
        row["precision"],
        row["quantity_text"],
        codes.get(row["unit"]),
        row["baseline"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("\n")) if cell else ()
