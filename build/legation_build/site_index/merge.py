"""Put the rows of many documents together in one index, part by part, with little memory."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import Triple

from legation_build.namespaces import BASE
from legation_build.site_index.names.spellings import spelling_tables
from legation_build.site_index.names.term_uses import TermUses, term_uses
from legation_build.site_index.numbering import Numbered, Table, number
from legation_build.site_index.parts import CODE, COUNTED, ENTITY, TERMS, shifted
from legation_build.site_index.schema import SITE, TEXTS
from legation_build.site_index.search_rows import (
    KINDS,
    Searchable,
    names_of,
    ranges,
    shared_things,
    word_rows,
)
from legation_build.site_index.thing_rows import Uses, thing_tables
from legation_build.site_index.write import write_sqlite

Parts = Callable[[], Iterable[Mapping[str, Any]]]
# What has to be put in order, or added up, before it is written.
_STAGED = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE thing (kind INTEGER, aside INTEGER, rank REAL, number INTEGER, name TEXT, more TEXT);
CREATE TABLE pair (one INTEGER, other INTEGER, status TEXT, statements INTEGER,
    PRIMARY KEY (one, other, status)) WITHOUT ROWID;
"""
_ADD_PAIR = """INSERT INTO pair VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET statements = statements + excluded.statements"""


def write_site(file: Path, meta: Table, parts: Parts, shared: Iterable[Triple]) -> None:
    """Write the index of a release whose documents gave `parts` into a file.

    `parts` are what `part_rows` returned, in the order of the documents' IRIs; `shared` are the
    triples that documents share: entities, and codes, the documents' own too.
    """
    staging = file.with_name(f".{file.name}-staging")
    staging.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(staging, isolation_level=None)) as staged:
            staged.executescript(_STAGED)
            staged.execute("BEGIN")
            write_sqlite(file, SITE, _tables(meta, parts, shared, staged))
    finally:
        staging.unlink(missing_ok=True)


def write_texts(file: Path, parts: Parts) -> None:
    """Write the words of passages into a file of their own."""

    def tables() -> Iterator[Table]:
        before = Counter[str]()
        for part in parts():
            yield "text", shifted("text", part["tables"]["text"], before, {})
            before.update(part["counts"])

    write_sqlite(file, TEXTS, tables())


def _tables(
    meta: Table, parts: Parts, shared: Iterable[Triple], staged: sqlite3.Connection
) -> Iterator[Table]:
    yield meta
    made = number(shared)
    used = Uses()
    before = Counter[str](dict.fromkeys(COUNTED, 0))
    documents: dict[str, int] = {}
    terms = TermUses()
    terms.add(term_uses(made))
    words: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for part in parts():
        known = {
            ENTITY: [made.entities[iri] for iri in part[ENTITY]],
            CODE: [made.codes[iri] for iri in part[CODE]],
        }
        for name, rows in part["tables"].items():
            found = list(shifted(name, rows, before, known))
            if name == "entity_pair":
                staged.executemany(_ADD_PAIR, found)
            elif name != "text":
                yield name, found
            if name == "document":
                documents |= {made_path: count for count, made_path, *_ in found}
        for name, numbers in part["uses"].items():
            getattr(used, name).update(numbers)
        for kind, count, aside, rank, name, more in part["search"]:
            _stage(staged, kind, aside, rank, count + before[f"{kind}s"], name, more)
            words.update({*name.split(), *more.split()})
            counts[kind] += 1
        terms.add(part[TERMS])
        before.update(part["counts"])
    made = _with_documents(made, documents)
    yield from thing_tables(made, used)
    yield "entity_pair", staged.execute("SELECT * FROM pair ORDER BY one, other, status")
    first = {}
    for thing in shared_things(made, used):
        name, more = thing.words
        _, aside, rank, count = thing.place()
        _stage(staged, thing.kind, aside, rank, count, name, more)
        words.update({*name.split(), *more.split()})
        counts[thing.kind] += 1
        first[(thing.kind, count)] = thing
    yield "searchable", _searchable(staged)
    yield "search_range", ranges(counts)
    yield "search_name", sorted(names_of(_numbered(staged, first)))
    for table in ("search", "search_stem"):
        texts = _in_order(staged, "name, more")
        yield table, ((count, *text) for count, text in enumerate(texts, 1))
    yield "search_word", word_rows(words)
    yield from spelling_tables(made, used.named)
    yield from terms.tables()


def _stage(staged: sqlite3.Connection, kind: str, *cells: Any) -> None:
    staged.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", (KINDS.index(kind), *cells))


def _in_order(staged: sqlite3.Connection, columns: str) -> Iterator[tuple[Any, ...]]:
    yield from staged.execute(f"SELECT {columns} FROM thing ORDER BY kind, aside, rank, number")


def _searchable(staged: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    for count, (kind, thing) in enumerate(_in_order(staged, "kind, number"), 1):
        yield count, KINDS[kind], thing


def _numbered(
    staged: sqlite3.Connection, things: Mapping[tuple[str, int], Searchable]
) -> Iterator[tuple[int, Searchable]]:
    for count, kind, thing in _searchable(staged):
        if (kind, thing) in things:
            yield count, things[(kind, thing)]


def _with_documents(made: Numbered, documents: Mapping[str, int]) -> Numbered:
    return replace(made, documents={BASE + path: count for path, count in documents.items()})
