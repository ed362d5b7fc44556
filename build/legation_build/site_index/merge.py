"""Put the rows of many documents together in one index, bundle by bundle, with little memory."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pyoxigraph import Triple

from legation_build.namespaces import BASE
from legation_build.site_index.names.spellings import spelling_tables
from legation_build.site_index.names.term_uses import TermUses, term_uses
from legation_build.site_index.numbering import Numbered, Table, number
from legation_build.site_index.parts import CODE, COLUMNS, COUNTED, ENTITY
from legation_build.site_index.schema import SITE, TEXTS
from legation_build.site_index.search_rows import KINDS, names_of, ranges, shared_things
from legation_build.site_index.thing_rows import Uses, thing_tables
from legation_build.site_index.write import insert, writing_sqlite

# What has to be put in order, or added up, before it is written.
_STAGED = """
PRAGMA staged.journal_mode = OFF; PRAGMA staged.synchronous = OFF;
CREATE TABLE staged.known (kind TEXT, at INTEGER, number INTEGER, PRIMARY KEY (kind, at))
    WITHOUT ROWID;
CREATE TABLE staged.pair (one INTEGER, other INTEGER, status TEXT, statements INTEGER,
    PRIMARY KEY (one, other, status)) WITHOUT ROWID;
CREATE TABLE staged.word (word TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
CREATE TABLE staged.thing (kind TEXT, aside INTEGER, rank REAL, number INTEGER, name TEXT,
    more TEXT);
CREATE TABLE staged.placed (id INTEGER PRIMARY KEY, kind TEXT, number INTEGER, name TEXT,
    more TEXT);
"""
_ADD_WORDS = "ON CONFLICT DO UPDATE SET things = things + excluded.things"
_IN_ORDER = f"""INSERT INTO staged.placed (kind, number, name, more)
    SELECT kind, number, name, more FROM staged.thing
    ORDER BY CASE kind {" ".join(f"WHEN '{kind}' THEN {n}" for n, kind in enumerate(KINDS))} END,
        aside, rank, number"""
# The statements that take some of the things in order, up to the one with the number `last`.
_SOME = "FROM staged.placed WHERE id > :after AND id <= :last ORDER BY id"
_SEARCH = (
    f"INSERT INTO searchable SELECT id, kind, number {_SOME}",
    f"INSERT INTO search (rowid, name, more) SELECT id, name, more {_SOME}",
    f"INSERT INTO search_stem (rowid, name, more) SELECT id, name, more {_SOME}",
)
_SEARCH_WORDS = """INSERT INTO search_word (rowid, value, uses)
    SELECT row_number() OVER (ORDER BY word), word, things FROM staged.word ORDER BY word"""
_AT_A_TIME = 10_000


def write_site(file: Path, meta: Table, bundles: Sequence[Path], shared: Iterable[Triple]) -> None:
    """Write the index of a release whose documents are in `bundles` into a file.

    `bundles` are files of `write_bundle`, in the order of the documents' IRIs; `shared` are the
    triples that documents share: entities, and codes, the documents' own too.
    """
    made = number(shared)
    staging = file.with_name(f".{file.name}-staging")
    staging.unlink(missing_ok=True)
    try:
        with writing_sqlite(file, SITE) as site, _attached(site, staging, "staged"):
            site.executescript(_STAGED)
            insert(site, SITE, *meta)
            used, before = Uses(), Counter[str](dict.fromkeys(COUNTED, 0))
            terms = TermUses()
            terms.add(term_uses(made))
            for bundle in bundles:
                with _attached(site, bundle, "bundle"):
                    _add_bundle(site, made, used, before)
                    for name, *pair in site.execute("SELECT name, one, other FROM bundle.term"):
                        terms.add({name: [pair]})
            site.execute("BEGIN")
            _add_shared(site, made, used)
            for name, rows in terms.tables():
                insert(site, SITE, name, rows)
            site.execute("COMMIT")
    finally:
        staging.unlink(missing_ok=True)


def write_texts(file: Path, bundles: Sequence[Path]) -> None:
    """Write the words of passages into a file of their own."""
    with writing_sqlite(file, TEXTS) as texts:
        before = Counter[str](dict.fromkeys(COUNTED, 0))
        for bundle in bundles:
            with _attached(texts, bundle, "bundle"):
                texts.execute(_copy("text", "text"), before)
                before.update(_counted(texts))


def _add_bundle(site: sqlite3.Connection, made: Numbered, used: Uses, before: Counter[str]) -> None:
    """Add the rows of the bundle that is attached; `before` counts what was there before."""
    site.execute("BEGIN")
    numbers: Mapping[str, Mapping[str, int]] = {ENTITY: made.entities, CODE: made.codes}
    known = site.execute("SELECT kind, at, iri FROM bundle.known").fetchall()
    site.execute("DELETE FROM staged.known")
    site.executemany(
        "INSERT INTO staged.known VALUES (?, ?, ?)",
        ((kind, at, numbers[kind][iri]) for kind, at, iri in known),
    )
    for table in COLUMNS:
        if table == "entity_pair":
            add = "ON CONFLICT DO UPDATE SET statements = statements + excluded.statements"
            site.execute(f"{_copy(table, 'staged.pair')} {add}", before)
        elif table != "text":
            site.execute(_copy(table, table), before)
    site.execute(
        "INSERT INTO staged.thing SELECT kind, aside, rank, "
        "number + CASE kind WHEN 'statement' THEN :statements ELSE :passages END, name, more "
        "FROM bundle.thing",
        before,
    )
    site.execute(f"INSERT INTO staged.word SELECT * FROM bundle.word WHERE true {_ADD_WORDS}")
    for name, iri, uses in site.execute("SELECT name, iri, uses FROM bundle.used"):
        getattr(used, name)[iri] += uses
    before.update(_counted(site))
    site.execute("COMMIT")


def _add_shared(site: sqlite3.Connection, made: Numbered, used: Uses) -> None:
    """Add what documents share, and what search reads, when all bundles have been added."""
    made = _with_documents(made, dict(site.execute("SELECT path, id FROM document")))
    for name, rows in chain(thing_tables(made, used), spelling_tables(made, used.named)):
        insert(site, SITE, name, rows)
    site.execute("INSERT INTO entity_pair SELECT * FROM staged.pair ORDER BY one, other, status")
    words: Counter[str] = Counter()
    first = {}
    for thing in shared_things(made, used):
        name, more = thing.words
        _, aside, rank, count = thing.place()
        row = (thing.kind, aside, rank, count, name, more)
        site.execute("INSERT INTO staged.thing VALUES (?, ?, ?, ?, ?, ?)", row)
        words.update({*name.split(), *more.split()})
        first[(thing.kind, count)] = thing
    site.executemany(f"INSERT INTO staged.word VALUES (?, ?) {_ADD_WORDS}", words.items())
    site.execute(_IN_ORDER)
    (things,) = site.execute("SELECT count(*) FROM staged.placed").fetchone()
    for statement in _SEARCH:
        # What one statement inserts into a full-text index is held in memory until it ends.
        for after in range(0, things, _AT_A_TIME):
            site.execute(statement, {"after": after, "last": after + _AT_A_TIME})
    site.execute(_SEARCH_WORDS)
    counts = dict(site.execute("SELECT kind, count(*) FROM staged.placed GROUP BY kind"))
    insert(site, SITE, "search_range", ranges(counts))
    placed = "SELECT id, kind, number FROM staged.placed WHERE kind IN ('entity', 'code')"
    things = ((id, first[(kind, count)]) for id, kind, count in site.execute(placed).fetchall())
    insert(site, SITE, "search_name", sorted(names_of(things)))


def _copy(table: str, target: str) -> str:
    """Return the statement that copies a table of a bundle, with the numbers of the whole."""
    columns = []
    for column, kind in COLUMNS[table].items():
        if kind in COUNTED:
            columns.append(f'"{column}" + :{kind}')
        elif kind:
            columns.append(
                f"(SELECT number FROM staged.known WHERE kind = '{kind}' AND at = \"{column}\")"
            )
        else:
            columns.append(f'"{column}"')
    order = "" if table in SITE.keyed else "ORDER BY rowid"
    return (
        f"INSERT INTO {target} SELECT {', '.join(columns)} FROM bundle.{table} WHERE true {order}"
    )


def _counted(site: sqlite3.Connection) -> dict[str, int]:
    return dict(site.execute("SELECT name, things FROM bundle.counted"))


@contextmanager
def _attached(connection: sqlite3.Connection, file: Path, name: str) -> Iterator[None]:
    """Attach a file as the database `name`; no transaction may be open before and after."""
    connection.execute(f"ATTACH ? AS {name}", (str(file),))
    yield
    connection.execute(f"DETACH {name}")


def _with_documents(made: Numbered, documents: Mapping[str, int]) -> Numbered:
    return replace(made, documents={BASE + path: count for path, count in documents.items()})
