"""Make the files of a release from which a server reads its pages."""

from collections.abc import Iterator

from legation_build.namespaces import CC0
from legation_build.release import Described, ReleaseFile
from legation_build.site_index.claim_rows import claim_tables
from legation_build.site_index.document_rows import document_tables, text_rows
from legation_build.site_index.names.spellings import spelling_tables
from legation_build.site_index.names.term_uses import TermUses, term_uses
from legation_build.site_index.numbering import Numbered, Table, number
from legation_build.site_index.schema import SITE, TEXTS
from legation_build.site_index.search_rows import search_tables
from legation_build.site_index.statement_rows import statement_tables
from legation_build.site_index.thing_rows import thing_tables, uses_of
from legation_build.site_index.write import sqlite_file

PATH, TEXT_PATH = "site.sqlite", "site-text.sqlite"
_FORMAT, _MEDIA_TYPE = "sqlite", "application/vnd.sqlite3"


def site_files(made: Described) -> Iterator[ReleaseFile]:
    """Yield the index that pages are read from and, if the build has them, the passages' words.

    The words are under the licence of the first document that has any.
    """
    numbered = number(quad.triple for graph in made.checked.graphs for quad in graph.quads)
    title = "What a server reads its pages from (SQLite)"
    data = sqlite_file(SITE, _tables(made, numbered))
    yield ReleaseFile(PATH, _FORMAT, _MEDIA_TYPE, title, CC0, data)
    licences = [graph.license for graph in made.graphs if graph.is_text]
    if licences:
        title = "The words of passages, for the pages of a server (SQLite)"
        data = sqlite_file(TEXTS, [("text", text_rows(numbered))])
        yield ReleaseFile(TEXT_PATH, _FORMAT, _MEDIA_TYPE, title, licences[0], data)


def _tables(made: Described, numbered: Numbered) -> Iterator[Table]:
    yield "meta", [("base", made.base), ("modified", made.checked.mappings.modified)]
    used = uses_of(numbered)
    yield from document_tables(numbered)
    yield from thing_tables(numbered, used)
    yield from claim_tables(numbered)
    yield from statement_tables(numbered)
    yield from search_tables(numbered, used)
    yield from spelling_tables(numbered, used.named)
    terms = TermUses()
    terms.add(term_uses(numbered))
    yield from terms.tables()
