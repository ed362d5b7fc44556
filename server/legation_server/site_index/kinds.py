"""Read of which classes things are, which properties those of a class have, and their items."""

from collections import Counter
from collections.abc import Iterable
from sqlite3 import Row
from typing import Any

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.records import Code, Entity, Name


def classes_of(index: SiteIndex, entities: Iterable[int]) -> dict[int, list[str]]:
    """Return the classes of entities by their numbers, as paths or IRIs (see `absolute`)."""
    query = "SELECT entity, class FROM entity_class WHERE entity IN ({}) ORDER BY entity, class"
    return _grouped(index.rows_of(query, entities))


def class_sets(index: SiteIndex) -> dict[frozenset[str], int]:
    """Return which classes entities have together, and how many entities have just these."""
    query = """SELECT together, count(*) AS n FROM (SELECT group_concat(class, ' ') AS together
        FROM entity_class GROUP BY entity) GROUP BY together"""
    found: Counter[frozenset[str]] = Counter()
    for together, count in index.rows(query):
        found[frozenset(together.split())] += count
    return dict(found)


def entities_of_class(index: SiteIndex, classes: Iterable[str], limit: int) -> list[int]:
    """Return the numbers of entities of some classes, those named most first, at most `limit`."""
    wanted = sorted(classes)
    marks = ",".join("?" * len(wanted))
    query = f"""SELECT id FROM entity WHERE id IN (
        SELECT entity FROM entity_class WHERE class IN ({marks}))
        ORDER BY statements DESC, id LIMIT ?"""
    return [row["id"] for row in index.rows(query, [*wanted, limit])]


def most_used_entities(index: SiteIndex, limit: int) -> list[Entity]:
    """Return the entities that most statements name, at most `limit`."""
    query = "SELECT * FROM entity ORDER BY statements DESC, id LIMIT ?"
    return [Entity(*row) for row in index.rows(query, [limit])]


def most_used_codes(index: SiteIndex, limit: int) -> list[Code]:
    """Return the codes that most statements use, at most `limit`."""
    query = "SELECT * FROM code ORDER BY uses DESC, id LIMIT ?"
    return [Code(*row) for row in index.rows(query, [limit])]


def entity_items(index: SiteIndex, entities: Iterable[int]) -> dict[int, list[str]]:
    """Return the items in Wikidata of entities by their numbers."""
    query = "SELECT entity, item FROM entity_item WHERE entity IN ({}) ORDER BY entity, item"
    return _grouped(index.rows_of(query, entities))


def entities_with_item(index: SiteIndex, item: str) -> list[int]:
    """Return the numbers of the entities that are an item in Wikidata, such as Q227."""
    query = "SELECT entity FROM entity_item WHERE item = ? ORDER BY entity"
    return [row["entity"] for row in index.rows(query, [item])]


def entity_numbers(index: SiteIndex, paths: Iterable[str]) -> dict[str, int]:
    """Return the numbers of entities by their paths; what is none is left out."""
    query = "SELECT path, id FROM entity WHERE path IN ({})"
    return {row["path"]: row["id"] for row in index.rows_of(query, paths)}


def entity_names(index: SiteIndex, entities: Iterable[int]) -> dict[int, list[Name]]:
    """Return the names of entities by their numbers."""
    query = """SELECT thing, language, kind, value FROM name
        WHERE thing_kind = 'entity' AND thing IN ({}) ORDER BY rowid"""
    found: dict[int, list[Name]] = {}
    for thing, *name in index.rows_of(query, entities):
        found.setdefault(thing, []).append(Name(*name))
    return found


def entity_count(index: SiteIndex) -> int:
    """Return how many entities there are."""
    return int(index.rows("SELECT count(*) AS n FROM entity")[0]["n"])


def paths_in_order(index: SiteIndex, start: int, limit: int) -> list[str]:
    """Return the paths of entities, sorted, from the one with so many before it."""
    query = "SELECT path FROM entity ORDER BY path LIMIT ? OFFSET ?"
    return [row["path"] for row in index.rows(query, [limit, start])]


def class_properties(index: SiteIndex) -> dict[str, list[str]]:
    """Return the properties of things of each class."""
    return _grouped(index.rows("SELECT class, property FROM class_property ORDER BY 1, 2"))


def property_lists(index: SiteIndex) -> dict[str, list[str]]:
    """Return the code lists from which values of each property are."""
    return _grouped(index.rows("SELECT property, list FROM property_list ORDER BY 1, 2"))


def _grouped(rows: Iterable[Row]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
