"""List all pages for search engines: sitemap.xml, in parts when there are many (sitemaps.org)."""

from math import ceil
from xml.sax.saxutils import escape

import pyoxigraph as ox
from flask import Blueprint, Response, request

from legation_server.errors import Problem
from legation_server.pages.comparing.cases import cases
from legation_server.pages.guide import guide_pages
from legation_server.pages.reading.page_cache import index_of_release
from legation_server.site_index import (
    Choice,
    SiteIndex,
    codes_of,
    commodities,
    measures,
    year_counts,
)
from legation_server.web import select, site

blueprint = Blueprint("sitemap", __name__)

# The most that one file may have.
PART_PAGES = 50_000
PAGES = ("", "docs", "id/", "graph/", "dumps/", "errors", "releases/", "wd/")
# Those that a release has with an index of pages.
INDEXED = ("timeline", "timeline/undated", "topics/", "disputes", "figures", "sources/", "network")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List all pages, or the parts of the list."""
    parts = ceil(count() / PART_PAGES)
    if parts <= 1:
        return part(1)
    return sitemap_response("sitemap", [f"sitemap-{number}.xml" for number in range(1, parts + 1)])


@blueprint.get("/sitemap-<int(max=1000000):number>.xml")
def part(number: int) -> Response:
    """List one part of the pages."""
    things = names(PART_PAGES * (number - 1)) if number >= 1 else []
    if not things and number != 1:
        raise Problem("not-found", f"The sitemap has no part {number}.")
    local = [site().local(iri).removeprefix(request.script_root + "/") for iri in things]
    pages = own_pages() if number == 1 else []
    return sitemap_response("url", pages + [f"{path}.html" for path in local])


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
        *(f"disputes/{case.name}" for case in cases(index)),
        *(f"figures/{name}" for name in sorted(figures)),
    ]


def things_pattern() -> str:
    """Return a graph pattern for the things with a page of their own, without files."""
    release = site().release
    base = ox.Literal(release.base)
    files = ", ".join(str(ox.NamedNode(release.base + file.path)) for file in release.files)
    return (
        f"""?s a ?type FILTER(isIRI(?s) && STRSTARTS(STR(?s), {base}) """
        f"""&& !CONTAINS(STR(?s), "#") && ?s NOT IN ({files}))"""
    )


def count() -> int:
    """Return how many things have a page of their own."""
    (row,) = select(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {things_pattern()} }}")
    return int(row["n"])


def names(start: int) -> list[str]:
    """Return the IRIs of PART_PAGES of them from `start` on, in order."""
    order = f"ORDER BY ?s LIMIT {PART_PAGES} OFFSET {start}"
    rows = select(f"SELECT DISTINCT ?s WHERE {{ {things_pattern()} }} {order}")
    return [row["s"] for row in rows]


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
