"""Put the rows of many documents together in the tables of one index, bundle by bundle."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pyoxigraph import Triple

from legation_build.namespaces import BASE
from legation_build.site_index.merging.search import take_search, write_search
from legation_build.site_index.names.spellings import spelling_tables
from legation_build.site_index.names.term_uses import TermUses, term_uses
from legation_build.site_index.numbering import Numbered, Table, number
from legation_build.site_index.parts import CODE, COLUMNS, COUNTED, ENTITY, counted
from legation_build.site_index.schema import SITE, TEXTS
from legation_build.site_index.thing_rows import Uses, thing_tables
from legation_build.site_index.write import attached, insert, writing_sqlite

# What has to be put in order, or added up, before it is written.
_STAGED = """
PRAGMA staged.journal_mode = OFF; PRAGMA staged.synchronous = OFF;
CREATE TABLE staged.entities (at INTEGER PRIMARY KEY, number INTEGER);
CREATE TABLE staged.codes (at INTEGER PRIMARY KEY, number INTEGER);
CREATE TABLE staged.pair (one INTEGER, other INTEGER, status TEXT, statements INTEGER,
    PRIMARY KEY (one, other, status)) WITHOUT ROWID;
"""


def write_site(file: Path, meta: Table, bundles: Sequence[Path], shared: Iterable[Triple]) -> None:
    """Write the index of a release whose documents are in `bundles` into a file.

    `bundles` are files of `write_bundle`, in the order of the documents' IRIs; `shared` are the
    triples that documents share: entities, and codes, the documents' own too.
    """
    made = number(shared)
    staging, search = (file.with_name(f".{file.name}-{name}") for name in ("staging", "search"))
    staging.unlink(missing_ok=True)
    try:
        with ThreadPoolExecutor(1) as beside, writing_sqlite(file, SITE) as site:
            found = beside.submit(write_search, search, bundles, made)
            with attached(site, staging, "staged"):
                _fill(site, meta, bundles, made)
            found.result()
            take_search(site, search)
    finally:
        staging.unlink(missing_ok=True)
        search.unlink(missing_ok=True)


def _fill(site: sqlite3.Connection, meta: Table, bundles: Sequence[Path], made: Numbered) -> None:
    """Fill all tables but those that search reads."""
    site.executescript(_STAGED)
    insert(site, SITE, *meta)
    used, before = Uses(), Counter[str](dict.fromkeys(COUNTED, 0))
    terms = TermUses()
    terms.add(term_uses(made))
    for bundle in bundles:
        with attached(site, bundle, "bundle"):
            _add_bundle(site, made, used, before)
            for name, *pair in site.execute("SELECT name, one, other FROM bundle.term"):
                terms.add({name: [pair]})
    site.execute("BEGIN")
    made = _with_documents(made, dict(site.execute("SELECT path, id FROM document")))
    for name, rows in chain(thing_tables(made, used), spelling_tables(made, used.named)):
        insert(site, SITE, name, rows)
    site.execute("INSERT INTO entity_pair SELECT * FROM staged.pair ORDER BY one, other, status")
    for name, rows in terms.tables():
        insert(site, SITE, name, rows)
    site.execute("COMMIT")


def write_texts(file: Path, bundles: Sequence[Path]) -> None:
    """Write the words of passages into a file of their own."""
    with writing_sqlite(file, TEXTS) as texts:
        before = Counter[str](dict.fromkeys(COUNTED, 0))
        for bundle in bundles:
            with attached(texts, bundle, "bundle"):
                texts.execute(_copy("text", "text"), before)
                before.update(counted(texts))


def _add_bundle(site: sqlite3.Connection, made: Numbered, used: Uses, before: Counter[str]) -> None:
    """Add the rows of the bundle that is attached; `before` counts what was there before."""
    site.execute("BEGIN")
    for kind, numbers in ((ENTITY, made.entities), (CODE, made.codes)):
        known = site.execute("SELECT at, iri FROM bundle.known WHERE kind = ?", (kind,)).fetchall()
        site.execute(f"DELETE FROM staged.{kind}")
        site.executemany(
            f"INSERT INTO staged.{kind} VALUES (?, ?)", ((at, numbers[iri]) for at, iri in known)
        )
    for table in COLUMNS:
        if table == "entity_pair":
            add = "ON CONFLICT DO UPDATE SET statements = statements + excluded.statements"
            site.execute(f"{_copy(table, 'staged.pair')} {add}", before)
        elif table != "text":
            site.execute(_copy(table, table), before)
    for name, iri, uses in site.execute("SELECT name, iri, uses FROM bundle.used"):
        getattr(used, name)[iri] += uses
    before.update(counted(site))
    site.execute("COMMIT")


def _copy(table: str, target: str) -> str:
    """Return the statement that copies a table of a bundle, with the numbers of the whole."""
    columns = []
    for column, kind in COLUMNS[table].items():
        if kind in COUNTED:
            columns.append(f'"{column}" + :{kind}')
        elif kind:
            columns.append(f'(SELECT number FROM staged.{kind} WHERE at = "{column}")')
        else:
            columns.append(f'"{column}"')
    order = "" if table in SITE.keyed else "ORDER BY rowid"
    return (
        f"INSERT INTO {target} SELECT {', '.join(columns)} FROM bundle.{table} WHERE true {order}"
    )


def _with_documents(made: Numbered, documents: Mapping[str, int]) -> Numbered:
    return replace(made, documents={BASE + path: count for path, count in documents.items()})
