"""Make the rows of one document, with numbers of its own, to be put together with others later.

Documents, passages, claims and statements are numbered from 1 in each part; a merge adds how many
there are before. Entities and codes are numbered in the order of their IRIs, which a part lists.
Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
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
# The same by the places of the columns.
NUMBERS = {
    table: {
        place: named[column]
        for place, column in enumerate(_COLUMN.findall({**TABLES, **TEXT_TABLES}[table]))
        if column in named
    }
    for table, named in _NUMBERS.items()
}


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


def shifted(
    table: str, rows: Iterable[Row], before: Mapping[str, int], known: Mapping[str, list[int]]
) -> Iterator[tuple[Any, ...]]:
    """Yield rows with the numbers that they have in the whole.

    `before` is how many documents, passages, claims and statements there are before; `known` has
    the number of each entity and code of the part, in the order of the part.
    """
    numbers = NUMBERS[table]
    for row in rows:
        cells = list(row)
        for column, kind in numbers.items():
            value = cells[column]
            if isinstance(value, int):
                there = known.get(kind)
                cells[column] = there[value - 1] if there else value + before[kind]
        yield tuple(cells)
