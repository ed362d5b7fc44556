"""Read documents, passages, entities, codes and names from an index."""

import json
import sqlite3
from collections.abc import Iterable

from legation_server.site_index.database import SiteIndex
from legation_server.site_index.records import Code, Document, Entity, Name, Passage


def documents(index: SiteIndex, limit: int) -> list[Document]:
    """Return the first documents by their paths, at most `limit`."""
    rows = index.rows("SELECT * FROM document ORDER BY id LIMIT ?", [limit])
    return [_document(row) for row in rows]


def document_count(index: SiteIndex) -> int:
    """Return how many documents there are."""
    return int(index.rows("SELECT count(*) AS n FROM document")[0]["n"])


def documents_numbered(index: SiteIndex, numbers: Iterable[int]) -> dict[int, Document]:
    """Return documents by their numbers."""
    rows = index.rows_of("SELECT * FROM document WHERE id IN ({})", sorted(set(numbers)))
    return {row["id"]: _document(row) for row in rows}


def document_at(index: SiteIndex, path: str) -> Document | None:
    """Return the document at a path of the site, given without the first slash."""
    found = index.rows("SELECT * FROM document WHERE path = ?", [path])
    return _document(found[0]) if found else None


# The documents whose words may stand on the page of a thing, by its kind; `:at` is its number.
DOCUMENTS_OF = {
    "document": ":at",
    "passage": "SELECT document FROM passage WHERE id = :at",
    "claim": "SELECT document FROM claim WHERE id = :at",
    "statement": """SELECT document FROM statement WHERE id = :at
        UNION SELECT other.document FROM statement_link JOIN statement AS other
            ON other.id = object WHERE subject = :at
        UNION SELECT other.document FROM statement_link JOIN statement AS other
            ON other.id = subject WHERE object = :at""",
    "entity": """SELECT document FROM statement_party JOIN statement ON statement.id = statement
            WHERE entity = :at
        UNION SELECT document FROM claim_speaker JOIN claim ON claim.id = claim
            WHERE entity = :at
        UNION SELECT id FROM document WHERE about = :at""",
}


def licences_at(index: SiteIndex, kind: str, path: str) -> tuple[str, ...]:
    """Return the licences (IRIs) of the documents whose words a page may show, sorted.

    The page is that of the thing of a kind (a table of the index) at a path.
    """
    number = f"(SELECT id FROM {kind} WHERE path = ?)"
    query = f"""SELECT DISTINCT licence FROM document
        WHERE id IN ({DOCUMENTS_OF[kind].replace(":at", number)}) ORDER BY licence"""
    rows = index.rows(query, [path] * query.count("?"))
    return tuple(row["licence"] for row in rows if row["licence"])


def states(index: SiteIndex) -> frozenset[str]:
    """Return the paths of the states whose relations the documents are about."""
    query = "SELECT DISTINCT value FROM document, json_each(document.pair)"
    return frozenset(row["value"] for row in index.rows(query))


def passages_of(index: SiteIndex, document: int) -> list[Passage]:
    """Return the passages of a document in order."""
    query = "SELECT * FROM passage_and_text WHERE document = ? ORDER BY position"
    return [Passage(*row) for row in index.rows(query, [document])]


def passages(index: SiteIndex, numbers: Iterable[int]) -> dict[int, Passage]:
    """Return passages by their numbers."""
    rows = index.rows_of("SELECT * FROM passage_and_text WHERE id IN ({})", numbers)
    return {row["id"]: Passage(*row) for row in rows}


def passage_at(index: SiteIndex, path: str) -> Passage | None:
    """Return the passage at a path."""
    found = index.rows("SELECT * FROM passage_and_text WHERE path = ?", [path])
    return Passage(*found[0]) if found else None


def entities(index: SiteIndex, numbers: Iterable[int]) -> dict[int, Entity]:
    """Return entities by their numbers."""
    rows = index.rows_of("SELECT * FROM entity WHERE id IN ({})", numbers)
    return {row["id"]: Entity(*row) for row in rows}


def entity_at(index: SiteIndex, path: str) -> Entity | None:
    """Return the entity at a path, as in id/israel."""
    found = index.rows("SELECT * FROM entity WHERE path = ?", [path])
    return Entity(*found[0]) if found else None


def codes(index: SiteIndex, numbers: Iterable[int]) -> dict[int, Code]:
    """Return codes by their numbers."""
    rows = index.rows_of("SELECT * FROM code WHERE id IN ({})", numbers)
    return {row["id"]: Code(*row) for row in rows}


def code_at(index: SiteIndex, path: str) -> Code | None:
    """Return the code at a path, as in code/topic/energy."""
    found = index.rows("SELECT * FROM code WHERE path = ?", [path])
    return Code(*found[0]) if found else None


def codes_of(index: SiteIndex, name: str) -> list[Code]:
    """Return the codes of a list, as in topic, by their paths."""
    query = "SELECT * FROM code WHERE list = ? ORDER BY path"
    return [Code(*row) for row in index.rows(query, [name])]


def names_of(index: SiteIndex, kind: str, number: int) -> list[Name]:
    """Return the names of a thing of a kind (entity, code), the preferred English one first."""
    query = """SELECT language, kind, value FROM name WHERE thing_kind = ? AND thing = ?
        ORDER BY rowid"""
    return [Name(*row) for row in index.rows(query, [kind, number])]


def _document(row: sqlite3.Row) -> Document:
    columns = {**dict(row), "pair": tuple(json.loads(row["pair"]))}
    return Document(**columns)
