"""List all pages for search engines: sitemap.xml, in parts when there are many (sitemaps.org)."""

from math import ceil
from xml.sax.saxutils import escape

import pyoxigraph as ox
from flask import Blueprint, Response, request

from legation_server.descriptions import term
from legation_server.errors import Problem
from legation_server.namespaces import DCAT, OWL, SH, SKOS
from legation_server.pages.guide import guide_pages
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.site_index import (
    Choice,
    SiteIndex,
    codes_of,
    commodities,
    measures,
    outlines,
    year_counts,
)
from legation_server.web import select, site

blueprint = Blueprint("sitemap", __name__)

# The most that one file may have.
PART_PAGES = 50_000
PAGES = ("", "docs", "id/", "graph/", "dumps/", "errors", "releases/", "wd/")
# Those that a release has with an index of pages.
INDEXED = ("timeline", "timeline/undated", "topics/", "disputes", "figures", "sources/", "network")
# The tables of what has a page, and the classes of which there are few.
TABLES = ("document", "entity", "code", "statement", "claim", "passage")
FEW = (OWL + "Ontology", SKOS + "ConceptScheme", SH + "SPARQLExecutable", DCAT + "Dataset")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List all pages, or the parts of the list."""
    parts = ceil(_things().count() / PART_PAGES)
    if parts <= 1:
        return part(1)
    return sitemap_response("sitemap", [f"sitemap-{number}.xml" for number in range(1, parts + 1)])


@blueprint.get("/sitemap-<int(max=1000000):number>.xml")
def part(number: int) -> Response:
    """List one part of the pages."""
    start = PART_PAGES * (number - 1)
    things = _things().names(start, start + PART_PAGES) if number >= 1 else []
    if not things and number != 1:
        raise Problem("not-found", f"The sitemap has no part {number}.")
    local = [site().local(iri).removeprefix(request.script_root + "/") for iri in things]
    pages = own_pages() if number == 1 else []
    return sitemap_response("url", pages + [f"{path}.html" for path in local])


def _things() -> "IndexedThings | StoredThings":
    index = index_of_release()
    return IndexedThings(index) if index else StoredThings()


def own_pages() -> list[str]:
    """Return the paths of the pages that are about no single thing."""
    index = index_of_release()
    guides = [f"docs/{name}" for name in guide_pages.names()]
    return [*PAGES, *guides, *(indexed_pages(index) if index else ())]


def indexed_pages(index: SiteIndex) -> list[str]:
    """Return the paths of the pages that find, without filters."""
    figures = {code.name for code, _ in [*commodities(index), *measures(index)]}
    return [
        *INDEXED,
        *(f"timeline/{one.year}" for one in year_counts(index, Choice())),
        *(f"topics/{code.name}" for code in codes_of(index, "topic") if code.uses),
        *(f"disputes/{name}" for name in dict.fromkeys(one.name for one in outlines(index))),
        *(f"figures/{name}" for name in sorted(figures)),
    ]


class IndexedThings:
    """The things with a page of their own by the index: however many, a part takes the same time.

    What only the store knows is little: vocabularies, code lists, examples and named graphs.
    """

    def __init__(self, index: SiteIndex) -> None:
        """Read from an index."""
        self._index = index

    def count(self) -> int:
        """Return how many there are."""
        return len(self._others()) + sum(size for _, size in self._sizes())

    def names(self, start: int, end: int) -> list[str]:
        """Return the IRIs of those from one place on to another, always in the same order."""
        base = site().release.base
        others = self._others()
        found, before = others[start:end], len(others)
        for table, size in self._sizes():
            query = f"SELECT path FROM {table} WHERE id > ? AND id <= ? ORDER BY id"
            rows = self._index.rows(query, [start - before, end - before])
            found += [base + row["path"] for row in rows]
            before += size
        return found

    def _sizes(self) -> list[tuple[str, int]]:
        # The numbers of each table go from 1 on.
        query = "SELECT coalesce(max(id), 0) AS n FROM {}"
        return [(table, self._index.rows(query.format(table))[0]["n"]) for table in TABLES]

    def _others(self) -> list[str]:
        release = site().release
        kinds = " ".join(term(kind) for kind in FEW)
        query = f"SELECT DISTINCT ?s WHERE {{ VALUES ?type {{ {kinds} }} ?s a ?type }}"
        found = {row["s"] for row in select(query)} | {graph.iri for graph in release.graphs}
        return sorted(iri for iri in found if iri.startswith(release.base) and "#" not in iri)


class StoredThings:
    """The things with a page of their own, without files, by the store alone."""

    def count(self) -> int:
        """Return how many there are."""
        (row,) = select(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {self._pattern()} }}")
        return int(row["n"])

    def names(self, start: int, end: int) -> list[str]:
        """Return the IRIs of those from one place on to another, in order."""
        order = f"ORDER BY ?s LIMIT {end - start} OFFSET {start}"
        rows = select(f"SELECT DISTINCT ?s WHERE {{ {self._pattern()} }} {order}")
        return [row["s"] for row in rows]

    def _pattern(self) -> str:
        release = site().release
        base = ox.Literal(release.base)
        files = ", ".join(str(ox.NamedNode(release.base + file.path)) for file in release.files)
        return (
            f"""?s a ?type FILTER(isIRI(?s) && STRSTARTS(STR(?s), {base}) """
            f"""&& !CONTAINS(STR(?s), "#") && ?s NOT IN ({files}))"""
        )


def sitemap_response(kind: str, paths: list[str]) -> Response:
    """Return a sitemap (`kind` is url) or an index of sitemaps (`kind` is sitemap)."""
    root = "urlset" if kind == "url" else "sitemapindex"
    changed = f"<lastmod>{site().release.modified}</lastmod>"
    addresses = [escape(request.url_root + path) for path in paths]
    lines = [f"<{kind}><loc>{address}</loc>{changed}</{kind}>" for address in addresses]
    text = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<{root} xmlns="{NAMESPACE}">',
            *lines,
            f"</{root}>",
            "",
        ]
    )
    return Response(text, content_type="application/xml; charset=utf-8")
