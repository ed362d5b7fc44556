"""Write an index of pages out of a few rows, for tests that tell exactly what is read from it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from legation_build.site_index.folding import search_words
from legation_build.site_index.names.spellings import PADDING
from legation_build.site_index.schema import SITE, TABLES, TEXTS
from legation_build.site_index.write import writing_sqlite
from legation_server.site_index import PATH, SiteIndex
from legation_server.site_index.database import TEXT_PATH

Cells = Mapping[str, str | int | None]
Tables = Mapping[str, Sequence[Cells]]
# The kinds of what search finds, in the order of their rows.
KINDS = ("entity", "code", "statement", "passage")


def write_index(folder: Path, tables: Tables, words: Mapping[int, str] | None = None) -> Path:
    """Write the rows of some tables, and what search needs of them; return the file.

    A column that a row leaves out is empty, 0 or null, as its table wants it. `words` are those of
    passages, by their numbers; None for a release without the texts.
    """
    file = folder / PATH
    with writing_sqlite(file, SITE) as connection:
        connection.execute("BEGIN")
        for name, rows in {**tables, **_search_tables(tables)}.items():
            for row in rows:
                cells = {**(_left_out(TABLES[name]) if name in TABLES else {}), **row}
                names = ", ".join(f'"{column}"' for column in cells)
                marks = ", ".join("?" * len(cells))
                connection.execute(
                    f"INSERT INTO {name} ({names}) VALUES ({marks})", list(cells.values())
                )
        connection.execute("COMMIT")
    if words is not None:
        with writing_sqlite(folder / TEXT_PATH, TEXTS) as connection:
            connection.executemany("INSERT INTO text VALUES (?, ?)", words.items())
    return file


@contextmanager
def written_index(
    folder: Path, tables: Tables, words: Mapping[int, str] | None = None
) -> Iterator[SiteIndex]:
    """Give an index of some rows, to be read."""
    with closing(SiteIndex(write_index(folder, tables, words))) as index:
        yield index


def index_fixture(tables: Tables, words: Mapping[int, str] | None = None) -> Any:
    """Return a fixture of pytest: an index of some rows, one for all tests of a file."""

    @pytest.fixture(scope="module")
    def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteIndex]:
        with written_index(tmp_path_factory.mktemp("written"), tables, words) as index:
            yield index

    return index


def _left_out(columns: str) -> dict[str, str | int | None]:
    """Return what stands in the columns of a table that must not be null, for a row without it."""
    found: dict[str, str | int | None] = {}
    for column in columns.replace("\n", " ").split(","):
        if "NOT NULL" in column:
            name, kind, *_ = column.split()
            found[name.strip('"')] = "" if kind == "TEXT" else 0
    return found


def _search_tables(tables: Tables) -> dict[str, list[Cells]]:
    """Return the rows that find things by their labels, and entities by their spellings."""
    made: dict[str, list[Cells]] = {"searchable": [], "search_range": [], "search_name": []}
    made |= {"search": [], "search_stem": [], "search_word": []}
    uses: dict[str, int] = {}
    for kind in KINDS:
        first = len(made["searchable"]) + 1
        for row in tables.get(kind, ()):
            number = len(made["searchable"]) + 1
            names, more = str(row["label"]), str(row.get("description") or row.get("words") or "")
            texts = {"name": search_words(names), "more": search_words(more)}
            made["searchable"].append({"id": number, "kind": kind, "thing": row["id"]})
            for table in ("search", "search_stem"):
                made[table].append({"rowid": number, **texts})
            if kind in ("entity", "code"):
                made["search_name"].append({"folded": texts["name"], "searchable": number})
            for word in " ".join(texts.values()).split():
                uses[word] = uses.get(word, 0) + 1
        last = len(made["searchable"])
        made["search_range"].append({"kind": kind, "first": first, "last": last})
    made["search_word"] = [{"value": word, "uses": uses[word]} for word in sorted(uses)]
    made["spelling_word"] = [
        {"rowid": row["id"], "form": row["form"]} for row in tables.get("spelling", ())
    ]
    made["spelling_part"] = [
        {"rowid": row["id"], "form": f"{PADDING}{row['form']}{PADDING}"}
        for row in tables.get("spelling", ())
    ]
    paths = sorted(
        str(row["path"]) for name in ("document", "entity", "code") for row in tables.get(name, ())
    )
    made["place"] = [{"path": path} for path in paths]
    return made
