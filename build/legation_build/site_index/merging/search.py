"""Write what search reads of many documents into a file of its own, and take it over from there.

It takes about as long as the other tables, and needs nothing of them, so both are made at a time.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from legation_build.site_index.numbering import Numbered
from legation_build.site_index.parts import COUNTED, counted
from legation_build.site_index.schema import FULL_TEXT, PAGE_BYTES, SITE, TABLES
from legation_build.site_index.search_rows import KINDS, names_of, ranges, shared_things
from legation_build.site_index.thing_rows import Uses
from legation_build.site_index.write import attached, insert

_PLAIN = ("searchable", "search_range", "search_name")
_FULL_TEXT = ("search", "search_stem", "search_word")
# The tables behind a full-text index; those without its own text have no content.
_BEHIND = ("data", "idx", "content", "docsize", "config")
_STAGED = """
CREATE TABLE word (word TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
CREATE TABLE thing (kind TEXT, aside INTEGER, rank REAL, number INTEGER, name TEXT, more TEXT);
CREATE TABLE placed (id INTEGER PRIMARY KEY, kind TEXT, number INTEGER, name TEXT, more TEXT);
"""
_ADD_WORDS = "ON CONFLICT DO UPDATE SET things = things + excluded.things"
_ADD_THINGS = """INSERT INTO thing SELECT kind, aside, rank,
    number + CASE kind WHEN 'statement' THEN :statements ELSE :passages END, name, more
    FROM bundle.thing"""
_IN_ORDER = f"""INSERT INTO placed (kind, number, name, more) SELECT kind, number, name, more
    FROM thing
    ORDER BY CASE kind {" ".join(f"WHEN '{kind}' THEN {n}" for n, kind in enumerate(KINDS))} END,
        aside, rank, number"""
# The statements that take some of the things in order, up to the one with the number `last`.
_SOME = "FROM placed WHERE id > :after AND id <= :last ORDER BY id"
_SEARCH = (
    f"INSERT INTO searchable SELECT id, kind, number {_SOME}",
    f"INSERT INTO search (rowid, name, more) SELECT id, name, more {_SOME}",
    f"INSERT INTO search_stem (rowid, name, more) SELECT id, name, more {_SOME}",
)
_WORDS = """INSERT INTO search_word (rowid, value, uses)
    SELECT row_number() OVER (ORDER BY word), word, things FROM word ORDER BY word"""
# So many things are indexed by one statement, and so much is collected before it is written: what a
# full-text index writes piece by piece it has to merge again and again.
_AT_A_TIME, _COLLECTED_BYTES = 200_000, 64 * 1024 * 1024


def write_search(file: Path, bundles: Sequence[Path], made: Numbered) -> None:
    """Write what search reads into a SQLite file, which is replaced.

    `bundles` are files of `write_bundle`, in the order of the documents' IRIs; `made` numbers what
    documents share.
    """
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as search:
        search.executescript(
            f"PRAGMA page_size = {PAGE_BYTES}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            + "".join(f"CREATE TABLE {name} ({TABLES[name]});" for name in _PLAIN)
            + "".join(
                f"CREATE VIRTUAL TABLE {name} USING {FULL_TEXT[name]};" for name in _FULL_TEXT
            )
            + _STAGED
        )
        used, before = Uses(), Counter[str](dict.fromkeys(COUNTED, 0))
        for bundle in bundles:
            with attached(search, bundle, "bundle"):
                search.execute(_ADD_THINGS, before)
                search.execute(
                    f"INSERT INTO word SELECT * FROM bundle.word WHERE true {_ADD_WORDS}"
                )
                for iri, uses in search.execute(
                    "SELECT iri, uses FROM bundle.used WHERE name = 'named'"
                ):
                    used.named[iri] += uses
                before.update(counted(search))
        with _collecting(search):
            search.execute("BEGIN")
            _fill(search, made, used)
            search.execute("COMMIT")


def take_search(site: sqlite3.Connection, file: Path) -> None:
    """Copy what `write_search` wrote into the tables of an index, which are empty."""
    with attached(site, file, "found"):
        site.execute("BEGIN")
        for name in _PLAIN:
            site.execute(f"INSERT INTO main.{name} SELECT * FROM found.{name}")
        there = {name for (name,) in site.execute("SELECT name FROM found.sqlite_master")}
        behind = [f"{name}_{part}" for name in _FULL_TEXT for part in _BEHIND]
        for name in filter(there.__contains__, behind):
            site.execute(f"DELETE FROM main.{name}")
            site.execute(f"INSERT INTO main.{name} SELECT * FROM found.{name}")
        site.execute("COMMIT")
    _read_settings(site)


def _fill(search: sqlite3.Connection, made: Numbered, used: Uses) -> None:
    words: Counter[str] = Counter()
    first = {}
    for thing in shared_things(made, used):
        name, more = thing.words
        _, aside, rank, count = thing.place()
        row = (thing.kind, aside, rank, count, name, more)
        search.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", row)
        words.update({*name.split(), *more.split()})
        first[(thing.kind, count)] = thing
    search.executemany(f"INSERT INTO word VALUES (?, ?) {_ADD_WORDS}", words.items())
    search.execute(_IN_ORDER)
    (things,) = search.execute("SELECT count(*) FROM placed").fetchone()
    for statement in _SEARCH:
        # What one statement inserts into a full-text index is held in memory until it ends.
        for after in range(0, things, _AT_A_TIME):
            search.execute(statement, {"after": after, "last": after + _AT_A_TIME})
    search.execute(_WORDS)
    counts = dict(search.execute("SELECT kind, count(*) FROM placed GROUP BY kind"))
    insert(search, SITE, "search_range", ranges(counts))
    placed = "SELECT id, kind, number FROM placed WHERE kind IN ('entity', 'code')"
    found = ((id, first[(kind, count)]) for id, kind, count in search.execute(placed).fetchall())
    insert(search, SITE, "search_name", sorted(names_of(found)))
    for name in _FULL_TEXT:
        search.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")


@contextmanager
def _collecting(search: sqlite3.Connection) -> Iterator[None]:
    """Have full-text indexes collect more than usual; no transaction may be open before and after.

    Nothing of that stays in the file.
    """
    for name in _FULL_TEXT:
        search.execute(f"INSERT INTO {name}_config VALUES ('hashsize', ?)", (_COLLECTED_BYTES,))
    _read_settings(search)
    yield
    for name in _FULL_TEXT:
        search.execute(f"DELETE FROM {name}_config WHERE k = 'hashsize'")


def _read_settings(connection: sqlite3.Connection) -> None:
    """Have full-text indexes forget what they know of their tables."""
    connection.execute("PRAGMA writable_schema = RESET")
