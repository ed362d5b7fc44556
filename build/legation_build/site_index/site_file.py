"""Make the file site.sqlite of a release, from which a server reads its pages."""

from collections.abc import Iterator

from legation_build.namespaces import CC0
from legation_build.release import Described, ReleaseFile
from legation_build.site_index.claim_rows import claim_tables
from legation_build.site_index.document_rows import document_tables
from legation_build.site_index.numbering import Table, number
from legation_build.site_index.search_rows import search_tables
from legation_build.site_index.statement_rows import statement_tables
from legation_build.site_index.thing_rows import thing_tables
from legation_build.site_index.write import sqlite_file

PATH = "site.sqlite"


def site_file(made: Described) -> Iterator[ReleaseFile]:
    """Yield the index that pages are read from.

    With the texts of documents in it, it is under the licence of the first of them.
    """
    licences = [graph.license for graph in made.graphs if graph.is_text]
    title = "What a server reads its pages from (SQLite)"
    data = sqlite_file(_tables(made))
    licence = next(iter(licences), CC0)
    yield ReleaseFile(PATH, "sqlite", "application/vnd.sqlite3", title, licence, data)


def _tables(made: Described) -> Iterator[Table]:
    numbered = number(made)
    yield "meta", [("base", made.base), ("modified", made.checked.mappings.modified)]
    for tables in (document_tables, thing_tables, claim_tables, statement_tables, search_tables):
        yield from tables(numbered)
