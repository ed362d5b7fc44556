"""The tables of the index that pages are read from. docs/release-format.md tells what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# A server reads only files with this number; raise it when a table changes.
VERSION = 3
# "Legt" in ASCII: tells `file` and other programs what kind of SQLite file it is.
APPLICATION_ID = 0x4C656774
# Fixed, so that the same data give the same bytes whatever the library was compiled with.
PAGE_BYTES = 4096

# The order is that in which rows are written.
TABLES = {
    "meta": "key TEXT PRIMARY KEY, value TEXT NOT NULL",
    "document": """id INTEGER PRIMARY KEY, path TEXT NOT NULL, label TEXT NOT NULL,
        title TEXT NOT NULL, url TEXT NOT NULL, revision TEXT NOT NULL, licence TEXT NOT NULL,
        language TEXT NOT NULL, length INTEGER NOT NULL, sha256 TEXT NOT NULL,
        about INTEGER, pair TEXT NOT NULL, part_of INTEGER""",
    "passage": """id INTEGER PRIMARY KEY, path TEXT NOT NULL, document INTEGER NOT NULL,
        position INTEGER NOT NULL, label TEXT NOT NULL, section TEXT NOT NULL,
        kind TEXT NOT NULL, level INTEGER, number TEXT NOT NULL, heading INTEGER,
        first_words TEXT NOT NULL, last_words TEXT NOT NULL, start INTEGER NOT NULL,
        "end" INTEGER NOT NULL, link TEXT NOT NULL""",
    "entity": """id INTEGER PRIMARY KEY, path TEXT NOT NULL, class TEXT NOT NULL,
        label TEXT NOT NULL, description TEXT NOT NULL, wikidata TEXT NOT NULL,
        statements INTEGER NOT NULL, says INTEGER NOT NULL""",
    "code": """id INTEGER PRIMARY KEY, path TEXT NOT NULL, list TEXT NOT NULL,
        label TEXT NOT NULL, definition TEXT NOT NULL, broader INTEGER, document INTEGER,
        uses INTEGER NOT NULL""",
    "name": """thing_kind TEXT NOT NULL, thing INTEGER NOT NULL, language TEXT NOT NULL,
        kind TEXT NOT NULL, value TEXT NOT NULL""",
    "claim": """id INTEGER PRIMARY KEY, path TEXT NOT NULL, document INTEGER NOT NULL,
        modality TEXT NOT NULL, stance TEXT NOT NULL, status TEXT NOT NULL, hedge TEXT NOT NULL,
        flag TEXT NOT NULL, claimed_when TEXT NOT NULL, note TEXT NOT NULL""",
    "claim_passage": """claim INTEGER, passage INTEGER, PRIMARY KEY (claim, passage)""",
    "claim_speaker": """claim INTEGER, position INTEGER, entity INTEGER NOT NULL,
        PRIMARY KEY (claim, position)""",
    "claim_dispute": """claim INTEGER, disputed INTEGER, PRIMARY KEY (claim, disputed)""",
    "statement": """id INTEGER PRIMARY KEY, path TEXT NOT NULL, document INTEGER NOT NULL,
        class TEXT NOT NULL, label TEXT NOT NULL, status TEXT NOT NULL, modality TEXT NOT NULL,
        bookkeeping INTEGER NOT NULL, said INTEGER NOT NULL, edtf TEXT NOT NULL,
        when_text TEXT NOT NULL, earliest TEXT, latest TEXT, not_before TEXT, not_after TEXT,
        year INTEGER,
        time_precision TEXT NOT NULL, type INTEGER, predicate TEXT NOT NULL,
        qualifier TEXT NOT NULL, words TEXT NOT NULL, note TEXT NOT NULL,
        ordinal INTEGER, measure INTEGER, value TEXT, min_value TEXT, max_value TEXT,
        precision TEXT NOT NULL, quantity_text TEXT NOT NULL, unit INTEGER,
        baseline TEXT NOT NULL""",
    "account": """claim INTEGER, statement INTEGER, property TEXT, value TEXT,
        PRIMARY KEY (claim, statement, property, value)""",
    "statement_claim": """statement INTEGER, claim INTEGER, PRIMARY KEY (statement, claim)""",
    "statement_topic": """statement INTEGER, topic INTEGER, direct INTEGER NOT NULL,
        PRIMARY KEY (statement, topic)""",
    "statement_code": """statement INTEGER, property TEXT, code INTEGER,
        PRIMARY KEY (statement, property, code)""",
    "statement_party": """statement INTEGER, role TEXT, entity INTEGER,
        PRIMARY KEY (statement, role, entity)""",
    "entity_pair": """one INTEGER, other INTEGER, status TEXT, statements INTEGER NOT NULL,
        PRIMARY KEY (one, other, status)""",
    "statement_link": """subject INTEGER, property TEXT, object INTEGER,
        PRIMARY KEY (subject, property, object)""",
    "searchable": """id INTEGER PRIMARY KEY, kind TEXT NOT NULL, thing INTEGER NOT NULL""",
    "search_range": """kind TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL""",
    "search_name": """folded TEXT, searchable INTEGER, PRIMARY KEY (folded, searchable)""",
    "spelling": """id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, name TEXT NOT NULL,
        form TEXT NOT NULL, initials TEXT NOT NULL, last TEXT NOT NULL""",
    "entity_class": """entity INTEGER, class TEXT, PRIMARY KEY (entity, class)""",
    "entity_item": """item TEXT, entity INTEGER, PRIMARY KEY (item, entity)""",
    "class_property": """property TEXT, class TEXT, PRIMARY KEY (property, class)""",
    "property_list": """property TEXT, list TEXT, PRIMARY KEY (property, list)""",
}
# The words of passages are under licences of their own, and so stand in a file of their own.
TEXT_TABLES = {"text": "passage INTEGER PRIMARY KEY, words TEXT NOT NULL"}

# Words are found by their beginning; a misspelt one by the trigrams that it shares with others.
FULL_TEXT = {
    "search": "fts5(name, more, content='', tokenize='ascii', prefix='1 2 3')",
    # Words by their stems: "denied" finds "deny".
    "search_stem": "fts5(name, more, content='', tokenize='porter ascii')",
    "search_word": "fts5(value, uses UNINDEXED, tokenize='trigram')",
    # Names of entities by the words that they have, and by their letters.
    "spelling_word": "fts5(form, content='', tokenize='ascii', prefix='1 2 3')",
    "spelling_part": "fts5(form, content='', tokenize='trigram')",
    # The addresses of documents, entities and codes, for those that are mistyped.
    "place": "fts5(path, tokenize='trigram')",
}

INDEXES = (
    "document(path)",
    "passage(path)",
    "passage(document, position)",
    "entity(path)",
    "entity_class(class)",
    "entity_item(entity)",
    "spelling(form)",
    "spelling(entity)",
    "spelling(initials)",
    "spelling(last)",
    "code(path)",
    "name(thing_kind, thing)",
    "claim(path)",
    "claim_passage(passage)",
    "claim_speaker(entity)",
    "claim_dispute(disputed)",
    "statement(path)",
    "statement(document, id)",
    "statement(earliest, latest)",
    "account(statement)",
    "statement(year, bookkeeping, said, status)",
    "statement(measure)",
    "statement_claim(claim)",
    "statement_topic(topic, statement)",
    "statement_code(code, statement)",
    "statement_party(entity, statement)",
    "entity_pair(other)",
    "statement_link(object, property)",
    "statement_link(property, subject)",
)


@dataclass(frozen=True)
class Schema:
    """The tables of a file by their names, its full-text indexes, and its other indexes."""

    tables: Mapping[str, str]
    full_text: Mapping[str, str] = field(default_factory=dict)
    indexes: tuple[str, ...] = ()

    @property
    def keyed(self) -> frozenset[str]:
        """Return the tables without a row id, since a key is all that they hold."""
        return frozenset(
            name for name, columns in self.tables.items() if "PRIMARY KEY (" in columns
        )


SITE, TEXTS = Schema(TABLES, FULL_TEXT, INDEXES), Schema(TEXT_TABLES)
