"""Find entities by their names, whole, by their beginnings or by their letters, and addresses too.

However many names there are, a look-up reads the rows that it returns, and no more than so many
rows besides. Names are folded: lower-case Latin letters and digits.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from legation_server.site_index.database import SiteIndex

# As the build pads forms: trigrams then tell how a name begins and ends.
PADDING = "  "
# Rows in which the trigrams that are looked for stand, together; the rarest ones are taken.
MOST_ROWS = 40_000
LEAST_TRIGRAMS = 3
# Documents with nearly the right name, in which a path is looked for.
MOST_DOCUMENTS = 5
_COLUMNS = "spelling.entity, spelling.name, spelling.form"


@dataclass(frozen=True)
class Spelling:
    """A name of an entity, given by its number, as it is written, and one of its folded forms."""

    entity: int
    name: str
    form: str


def spelt(index: SiteIndex, form: str) -> list[Spelling]:
    """Return the names that have a form."""
    return _spellings(index, "form = ?", form)


def abbreviated(index: SiteIndex, letters: str) -> list[Spelling]:
    """Return the names of three words and more that begin with the given letters, in this order."""
    return _spellings(index, "initials = ?", letters)


def ending(index: SiteIndex, word: str, limit: int) -> list[int]:
    """Return the numbers of entities whose label ends in a word, at most `limit`."""
    query = "SELECT DISTINCT entity FROM spelling WHERE last = ? ORDER BY id LIMIT ?"
    return [row["entity"] for row in index.rows(query, [word, limit])]


def beginning(index: SiteIndex, form: str, limit: int) -> list[int]:
    """Return the numbers of entities with a name in which words begin like a form.

    The words follow each other, and the last may be cut. Those named most come first, at most
    `limit` names of them.
    """
    query = f"""SELECT {_COLUMNS} FROM spelling_word JOIN spelling ON id = spelling_word.rowid
        WHERE spelling_word MATCH ? ORDER BY spelling_word.rowid LIMIT ?"""
    # A form holds nothing but letters, digits and blanks, so that it needs no escape.
    rows = index.rows(query, [f'"{form}" *', limit]) if form else []
    return list(dict.fromkeys(row["entity"] for row in rows))


def alike(index: SiteIndex, form: str, limit: int) -> list[Spelling]:
    """Return the names that share most of the letters of a form, in threes, at most `limit`."""
    match = _trigrams(index, "spelling_part", PADDING + form + PADDING)
    query = f"""SELECT {_COLUMNS} FROM spelling_part JOIN spelling ON id = spelling_part.rowid
        WHERE spelling_part MATCH ? ORDER BY spelling_part.rank, id LIMIT ?"""
    return [Spelling(*row) for row in index.rows(query, [match, limit])] if match else []


def has_path(index: SiteIndex, path: str) -> bool:
    """Tell whether a thing has a path."""
    query = "SELECT 1 FROM {} WHERE path = ? LIMIT 1"
    tables = ("entity", "statement", "claim", "passage", "code", "document")
    return any(index.rows(query.format(table), [path]) for table in tables)


def paths_near(index: SiteIndex, path: str, limit: int) -> list[str]:
    """Return the paths that one may have been meant to be, at most some multiples of `limit`.

    These are the documents, entities and codes that share most letters with it, or with its last
    part, and what is in a document that the path begins with, or nearly begins with.
    """
    first, _, rest = path.partition("/")
    last = path.rpartition("/")[2]
    found = dict.fromkeys(places_alike(index, path, limit))
    found |= dict.fromkeys(places_alike(index, last, limit))
    if rest:
        documents = [first, *(one for one in places_alike(index, first, limit) if "/" not in one)]
        for document in documents[:MOST_DOCUMENTS]:
            found |= dict.fromkeys(paths_below(index, f"{document}/", limit * MOST_DOCUMENTS))
    return list(found)


def paths_below(index: SiteIndex, start: str, limit: int) -> list[str]:
    """Return the paths of passages, claims and statements that begin with a text ending in `/`."""
    end = start[:-1] + "0"
    found: list[str] = []
    for table in ("statement", "claim", "passage"):
        query = f"SELECT path FROM {table} WHERE path >= ? AND path < ? ORDER BY path LIMIT ?"
        found += [row["path"] for row in index.rows(query, [start, end, limit])]
    return found


def places_alike(index: SiteIndex, path: str, limit: int) -> list[str]:
    """Return the paths of documents, entities and codes that share most letters with a path."""
    match = _trigrams(index, "place", path.casefold())
    query = "SELECT path FROM place WHERE place MATCH ? ORDER BY rank, path LIMIT ?"
    return [row["path"] for row in index.rows(query, [match, limit])] if match else []


def _spellings(index: SiteIndex, where: str, value: str) -> list[Spelling]:
    query = f"SELECT {_COLUMNS} FROM spelling WHERE {where} ORDER BY id"
    return [Spelling(*row) for row in index.rows(query, [value])]


def _trigrams(index: SiteIndex, table: str, text: str) -> str:
    """Return a query for what has one of the rarest trigrams of a text; "" when nothing has any."""
    found = sorted({text[start : start + 3] for start in range(len(text) - 2)})
    counts = _frequencies(index, table, found)
    chosen: list[str] = []
    rows = 0
    for trigram in sorted(counts, key=lambda one: (counts[one], one)):
        rows += counts[trigram]
        if rows > MOST_ROWS and len(chosen) >= LEAST_TRIGRAMS:
            break
        chosen.append(trigram)
    quoted = (trigram.replace('"', '""') for trigram in chosen)
    return " OR ".join(f'"{trigram}"' for trigram in quoted)


def _frequencies(index: SiteIndex, table: str, trigrams: Iterable[str]) -> dict[str, int]:
    """Return in how many rows each trigram stands; none for one that stands nowhere."""
    query = f"SELECT term, doc FROM temp.{table}_terms WHERE term IN ({{}})"
    return {row["term"]: row["doc"] for row in index.rows_of(query, trigrams)}
