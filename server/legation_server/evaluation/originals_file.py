"""Keep what a store on disk rewrites in a file beside it: as many triples as a release may have.

See original_terms.py for what is rewritten.
"""

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from legation_server.evaluation.original_terms import Object, Triples, as_stored, may_be_rewritten

SCHEMA = """
CREATE TABLE original (stored TEXT NOT NULL, original TEXT NOT NULL, UNIQUE (stored, original))
"""
# Triples that many queries name are looked up once.
TRIPLES_KEPT = 4_096
# Most numbers and dates come again.
TERMS_KEPT = 65_536


class OriginalsFile:
    """Finds by each triple that a store has after a rewriting all that stand for it."""

    def __init__(self, path: Path) -> None:
        """Read a file that OriginalsWriter wrote; in the process that looks triples up."""
        self._rows = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        (self._size,) = self._rows.execute(
            "SELECT coalesce(max(rowid), 0) FROM original"
        ).fetchone()
        self._find = lru_cache(TRIPLES_KEPT)(self._found)

    def __len__(self) -> int:
        """Return how many triples are noted."""
        return int(self._size)

    def get(self, triple: ox.Triple, default: Triples, /) -> Triples:
        """Return the triples that stand for one of the store; `default` when that is itself."""
        if not may_be_rewritten(triple.object):
            return default
        return self._find(triple) or default

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def _found(self, triple: ox.Triple) -> Triples:
        query = "SELECT original FROM original WHERE stored = ? ORDER BY rowid"
        rows = self._rows.execute(query, [str(triple)])
        return tuple(_triple(text) for (text,) in rows)


class OriginalsWriter:
    """Notes the triples that go into a store and have another object there, in a file."""

    def __init__(self, path: Path) -> None:
        """Begin a file."""
        self._rows = sqlite3.connect(path, check_same_thread=False)
        self._rows.execute(SCHEMA)
        self._as_stored = lru_cache(TERMS_KEPT)(as_stored)

    def note(self, triple: ox.Triple) -> None:
        """Note a triple if the store rewrites it."""
        if not may_be_rewritten(triple.object):
            return
        stored = self._as_stored(triple.object)
        if stored != triple.object:
            kept = ox.Triple(triple.subject, triple.predicate, stored)
            self._insert(kept, triple)

    def rewrites(self, term: Object) -> bool:
        """Return whether a store makes another term of one."""
        return may_be_rewritten(term) and self._as_stored(term) != term

    @property
    def empty(self) -> bool:
        """Return whether nothing was noted."""
        return self._rows.execute("SELECT 1 FROM original LIMIT 1").fetchone() is None

    def note_kept(self, triple: ox.Triple) -> None:
        """Note a triple that is in the data as a rewritten one is in the store, if it is such."""
        query = "SELECT 1 FROM original WHERE stored = ? LIMIT 1"
        if self._rows.execute(query, [str(triple)]).fetchone():
            self._insert(triple, triple)

    def finish(self) -> None:
        """Write everything, the triples that are as they were before the others."""
        self._rows.executescript(
            "CREATE TABLE sorted AS SELECT * FROM original ORDER BY original <> stored, rowid;"
            "DROP TABLE original; ALTER TABLE sorted RENAME TO original;"
            "CREATE INDEX original_stored ON original (stored);"
        )
        self._rows.commit()
        self._rows.close()

    def _insert(self, stored: ox.Triple, original: ox.Triple) -> None:
        row = [str(stored), str(original)]
        self._rows.execute("INSERT OR IGNORE INTO original VALUES (?, ?)", row)


def _triple(text: str) -> ox.Triple:
    parsed: Iterator[ox.Quad] = ox.parse(text + " .", ox.RdfFormat.N_QUADS)
    return next(parsed).triple
