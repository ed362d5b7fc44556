"""Open a release's site.sqlite for reading, with a connection for each read at a time."""

import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock

from legation_server.errors import ReleaseError

# The paths in a release, and what the file must say that it is (docs/release-format.md).
PATH, TEXT_PATH = "site.sqlite", "site-text.sqlite"
VERSION = 3
# Full-text indexes whose trigrams are counted.
TRIGRAMS = ("spelling_part", "place")
# SQLite takes this many parameters in a statement at least.
MOST_PARAMETERS = 900
# What stands behind IN for as many values as there may be: one parameter, made by `listed`.
LISTED = "(SELECT value FROM json_each(?))"


class SiteIndex:
    """What pages are read from: documents, passages, entities, codes, claims and statements."""

    def __init__(self, file: Path) -> None:
        """Open a file, and that of the passages' words if it is beside it.

        Raises ReleaseError when it is no index, or one of another version.
        """
        texts = file.with_name(TEXT_PATH)
        self._address = _read_only(file)
        self._texts = _read_only(texts) if texts.is_file() else ""
        # Threads come and go, so that connections are no thread's own. The last one used is the
        # next to be used: it has most in its cache.
        self._free: list[sqlite3.Connection] = []
        self._closed = False
        self._lock = Lock()
        weakref.finalize(self, _close_all, self._free)
        try:
            ((found,),) = self.rows("PRAGMA user_version")
        except sqlite3.Error as error:
            self.close()
            raise ReleaseError(f"{file} cannot be read: {error}. {_REMEDY}") from error
        if found != VERSION:
            self.close()
            raise ReleaseError(
                f"{file} has version {found}, this server reads version {VERSION}. {_REMEDY}"
            )

    def rows(self, query: str, parameters: Iterable[str | int | float] = ()) -> list[sqlite3.Row]:
        """Return the rows of a SELECT; columns are found by their names too.

        Raises sqlite3.ProgrammingError once the index is closed.
        """
        connection = self._taken()
        try:
            return connection.execute(query, tuple(parameters)).fetchall()
        finally:
            self._give_back(connection)

    def rows_of(
        self, query: str, values: Iterable[int] | Iterable[str], *before: str | int
    ) -> Iterator[sqlite3.Row]:
        """Yield the rows of a SELECT with `IN ({})`, for as many values as there may be.

        `before` are the parameters that stand before them.
        """
        ids: list[int | str] = list(values)
        for start in range(0, len(ids), MOST_PARAMETERS):
            part = ids[start : start + MOST_PARAMETERS]
            marks = ",".join("?" * len(part))
            yield from self.rows(query.format(marks), (*before, *part))

    def close(self) -> None:
        """Let nothing be read any more; what is being read is read to its end."""
        with self._lock:
            self._closed = True
            _close_all(self._free)

    def _taken(self) -> sqlite3.Connection:
        """Return a connection that nobody else uses."""
        with self._lock:
            if self._closed:
                raise sqlite3.ProgrammingError("The index is closed.")
            if self._free:
                return self._free.pop()
        return self._opened()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._free.append(connection)
                return
        connection.close()

    def _opened(self) -> sqlite3.Connection:
        # One thread after the other uses it.
        found = sqlite3.connect(self._address, uri=True, check_same_thread=False)
        try:
            self._prepare(found)
        except sqlite3.Error:
            found.close()
            raise
        return found

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        words, join = "NULL", ""
        if self._texts:
            connection.execute("ATTACH ? AS texts", (self._texts,))
            words, join = "words", "LEFT JOIN texts.text AS t ON t.passage = p.id"
        # Only a view that is temporary may name tables of two files.
        connection.execute(
            f"""CREATE TEMP VIEW passage_and_text AS
            SELECT p.*, {words} AS text FROM main.passage AS p {join}"""
        )
        for table in TRIGRAMS:
            # It tells how frequent a trigram is.
            connection.execute(
                f"CREATE VIRTUAL TABLE temp.{table}_terms USING fts5vocab(main, {table}, row)"
            )


def listed(values: Iterable[int] | Iterable[str]) -> str:
    """Return the parameter for LISTED."""
    return json.dumps(list(values))


def absolute(path: str, base: str) -> str:
    """Return the IRI of a class or property, which the index has as a path if it is of the site.

    >>> absolute("ns#Event", "https://example.org/"), absolute("https://schema.org/Place", "")
    ('https://example.org/ns#Event', 'https://schema.org/Place')
    """
    return path if "://" in path else base + path


def _read_only(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=ro&immutable=1"


def _close_all(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


_REMEDY = "Build the release anew: legation build"
