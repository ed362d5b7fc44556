"""Make the rows of one document, or of a few, with numbers of their own, to be put together later.

Documents, passages, claims and statements are numbered from 1 in each part; a merge adds how many
there are before. Entities and codes are numbered in the order of their IRIs, which a part lists.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Triple

from legation_build.site_index.claim_rows import claim_tables
from legation_build.site_index.document_rows import document_tables, text_rows
from legation_build.site_index.names.term_uses import term_uses
from legation_build.site_index.numbering import Row, number
from legation_build.site_index.schema import TABLES, TEXT_TABLES
from legation_build.site_index.search_rows import things_of_documents
from legation_build.site_index.statement_rows import statement_tables
from legation_build.site_index.thing_rows import uses_of

# What each column with a number counts; other columns are as they are.
DOCUMENT, PASSAGE, CLAIM, STATEMENT = "documents", "passages", "claims", "statements"
ENTITY, CODE = "entities", "codes"
TERMS = "terms"
COUNTED = (DOCUMENT, PASSAGE, CLAIM, STATEMENT)
_NUMBERS: Mapping[str, Mapping[str, str]] = {
    "document": {"id": DOCUMENT, "about": ENTITY, "part_of": ENTITY},
    "passage": {"id": PASSAGE, "document": DOCUMENT, "heading": PASSAGE},
    "claim": {"id": CLAIM, "document": DOCUMENT},
    "claim_passage": {"claim": CLAIM, "passage": PASSAGE},
    "claim_speaker": {"claim": CLAIM, "entity": ENTITY},
    "claim_dispute": {"claim": CLAIM, "disputed": CLAIM},
    "account": {"claim": CLAIM, "statement": STATEMENT},
    "statement": {
        "id": STATEMENT,
        "document": DOCUMENT,
        "type": CODE,
        "measure": CODE,
        "unit": CODE,
    },
    "statement_claim": {"statement": STATEMENT, "claim": CLAIM},
    "statement_topic": {"statement": STATEMENT, "topic": CODE},
    "statement_code": {"statement": STATEMENT, "code": CODE},
    "statement_party": {"statement": STATEMENT, "entity": ENTITY},
    "statement_link": {"subject": STATEMENT, "object": STATEMENT},
    "entity_pair": {"one": ENTITY, "other": ENTITY},
    "text": {"passage": PASSAGE},
}
_COLUMN = re.compile(r'(?:^|,)\s*"?(\w+)"? (?:TEXT|INTEGER)')
# The columns of the tables of documents, each with what it counts, if it does.
COLUMNS = {
    table: {
        column: named.get(column) for column in _COLUMN.findall({**TABLES, **TEXT_TABLES}[table])
    }
    for table, named in _NUMBERS.items()
}
# What several documents share: the IRIs of entities and codes by their numbers; how often things
# are used; what search finds, with its rank; in how many of these a word is; and which terms are
# used together.
_SHARED_TABLES = """
CREATE TABLE known (kind TEXT, at INTEGER, iri TEXT, PRIMARY KEY (kind, at)) WITHOUT ROWID;
CREATE TABLE used (name TEXT, iri TEXT, uses INTEGER, PRIMARY KEY (name, iri)) WITHOUT ROWID;
CREATE TABLE thing (kind TEXT, aside INTEGER, rank REAL, number INTEGER, name TEXT, more TEXT);
CREATE TABLE word (word TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
CREATE TABLE term (name TEXT, one TEXT, other TEXT, PRIMARY KEY (name, one, other)) WITHOUT ROWID;
CREATE TABLE counted (name TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
"""
Parts = Callable[[], Iterable[Mapping[str, Any]]]


def part_rows(triples: Iterable[Triple]) -> dict[str, Any]:
    """Return the rows of one document as JSON data.

    `triples` are those of the document, of what it shares, and of its text if there is one.
    """
    made = number(triples)
    tables: dict[str, list[Row]] = {}
    for make in (document_tables, claim_tables, statement_tables):
        for name, rows in make(made):
            tables[name] = list(rows)
    tables["text"] = list(text_rows(made))
    used = uses_of(made)
    return {
        "tables": tables,
        "counts": {name: len(getattr(made, name)) for name in COUNTED},
        ENTITY: list(made.entities),
        CODE: list(made.codes),
        TERMS: term_uses(made),
        "uses": {name: dict(sorted(found.items())) for name, found in vars(used).items()},
        "search": [
            [one.kind, one.number, *one.place()[1:3], *one.words]
            for one in things_of_documents(made)
        ],
    }


def write_bundle(file: Path, parts: Parts) -> None:
    """Write the rows of some documents into a SQLite file, numbered as if they were one part.

    `parts` are what `part_rows` returned, in the order of the documents' IRIs; they are gone
    through twice.
    """
    kinds: dict[str, set[str]] = {ENTITY: set(), CODE: set()}
    for part in parts():
        for kind, iris in kinds.items():
            iris.update(part[kind])
    known = {kind: {iri: n for n, iri in enumerate(sorted(kinds[kind]), 1)} for kind in kinds}
    before = Counter[str](dict.fromkeys(COUNTED, 0))
    pairs: Counter[tuple[Any, ...]] = Counter()
    used: Counter[tuple[str, str]] = Counter()
    words: Counter[str] = Counter()
    terms: set[tuple[str, ...]] = set()
    with closing(sqlite3.connect(file, isolation_level=None)) as bundle:
        all_tables = {**TABLES, **TEXT_TABLES}
        tables = "".join(f"CREATE TABLE {table} ({all_tables[table]});" for table in COLUMNS)
        bundle.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {tables}")
        bundle.executescript(_SHARED_TABLES)
        bundle.execute("BEGIN")
        for part in parts():
            there = {kind: [known[kind][iri] for iri in part[kind]] for kind in known}
            for name, rows in part["tables"].items():
                found = _shifted(name, rows, before, there)
                if name == "entity_pair":
                    for *pair, count in found:
                        pairs[tuple(pair)] += count
                else:
                    _insert(bundle, name, found)
            for name, uses in part["uses"].items():
                used.update({(name, iri): count for iri, count in uses.items()})
            for kind, number, aside, rank, name, more in part["search"]:
                row = (kind, aside, rank, number + before[f"{kind}s"], name, more)
                _insert(bundle, "thing", [row])
                words.update({*name.split(), *more.split()})
            terms.update((name, *pair) for name, found in part[TERMS].items() for pair in found)
            before.update(part["counts"])
        _insert(bundle, "entity_pair", ((*pair, count) for pair, count in pairs.items()))
        _insert(bundle, "known", ((k, n, iri) for k in known for iri, n in known[k].items()))
        _insert(bundle, "used", ((*key, count) for key, count in used.items()))
        _insert(bundle, "word", words.items())
        _insert(bundle, "term", sorted(terms))
        _insert(bundle, "counted", before.items())
        bundle.execute("COMMIT")


def counted(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many documents, passages, claims and statements the attached file `bundle` has.

    So many are to be added to the numbers in the bundle that follows.
    """
    return dict(connection.execute("SELECT name, things FROM bundle.counted"))


def _insert(bundle: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    in_order = iter(rows)
    for first in in_order:
        marks = ", ".join("?" * len(first))
        bundle.executemany(f"INSERT INTO {table} VALUES ({marks})", chain([first], in_order))


def _shifted(
    table: str, rows: Iterable[Row], before: Mapping[str, int], known: Mapping[str, list[int]]
) -> Iterator[tuple[Any, ...]]:
    """Yield rows with the numbers that they have in the whole.

    `before` is how many documents, passages, claims and statements there are before; `known` has
    the number of each entity and code of the part, in the order of the part.
    """
    numbers = [(place, kind) for place, kind in enumerate(COLUMNS[table].values()) if kind]
    for row in rows:
        cells = list(row)
        for column, kind in numbers:
            value = cells[column]
            if isinstance(value, int):
                there = known.get(kind)
                cells[column] = there[value - 1] if there else value + before[kind]
        yield tuple(cells)
