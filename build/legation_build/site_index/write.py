"""Write tables into a SQLite file: rows as they come, and the same bytes from the same rows."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from legation_build.left_overs import own_prefix, remove_left_overs
from legation_build.site_index.numbering import Table
from legation_build.site_index.schema import (
    APPLICATION_ID,
    PAGE_BYTES,
    VERSION,
    Schema,
)

PREFIX = "legation-site-"


def sqlite_file(schema: Schema, tables: Iterable[Table]) -> bytes:
    """Return a SQLite file with the rows of `tables`, as `write_sqlite` does."""
    remove_left_overs(Path(gettempdir()), PREFIX)
    with TemporaryDirectory(prefix=own_prefix(PREFIX)) as folder:
        file = Path(folder) / "site.sqlite"
        write_sqlite(file, schema, tables)
        return file.read_bytes()


def write_sqlite(file: Path, schema: Schema, tables: Iterable[Table]) -> None:
    """Write a SQLite file with the rows of `tables`; a table may come several times.

    The rows of a table begin with its first column. Memory does not grow with their number.
    """
    with writing_sqlite(file, schema) as connection:
        connection.execute("BEGIN")
        for name, rows in tables:
            insert(connection, schema, name, rows)
        connection.execute("COMMIT")


@contextmanager
def writing_sqlite(file: Path, schema: Schema) -> Iterator[sqlite3.Connection]:
    """Give a connection to a new SQLite file with the empty tables of `schema`, to be filled.

    No transaction is open, before and after. At the end indexes are made, and the file is packed.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in (
            f"page_size = {PAGE_BYTES}",
            "encoding = 'UTF-8'",
            # The file is thrown away when anything fails.
            "journal_mode = OFF",
            "synchronous = OFF",
            f"application_id = {APPLICATION_ID}",
            f"user_version = {VERSION}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for name, columns in schema.tables.items():
            rowid = "WITHOUT ROWID, STRICT" if name in schema.keyed else "STRICT"
            connection.execute(f"CREATE TABLE {name} ({columns}) {rowid}")
        for name, module in schema.full_text.items():
            connection.execute(f"CREATE VIRTUAL TABLE {name} USING {module}")
        connection.execute("COMMIT")
        yield connection
        connection.execute("BEGIN")
        for index in schema.indexes:
            name = index.replace("(", "_by_").replace(", ", "_").rstrip(")")
            connection.execute(f"CREATE INDEX {name} ON {index}")
        for name in schema.full_text:
            connection.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")
        connection.execute("COMMIT")
        # What the planner knows of the tables stands in the file, since readers cannot write it.
        connection.execute("ANALYZE")
        connection.execute("VACUUM")


def insert(
    connection: sqlite3.Connection, schema: Schema, name: str, rows: Iterable[tuple[object, ...]]
) -> None:
    """Insert rows into a table, or into a full-text index: these begin with the row's id."""
    columns = [
        column for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
    ]
    if name in schema.full_text:
        columns = ["rowid", *columns]
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    connection.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", rows)


@contextmanager
def attached(connection: sqlite3.Connection, file: Path, name: str) -> Iterator[None]:
    """Attach a file as the database `name`; no transaction may be open before and after."""
    connection.execute(f"ATTACH ? AS {name}", (str(file),))
    yield
    connection.execute(f"DETACH {name}")
