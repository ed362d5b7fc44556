"""Answer the address of a thing with a page that is read from the index of the release."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template

from legation_server.formats import DOCUMENTS
from legation_server.namespaces import WIKIDATA_ENTITY
from legation_server.pages.reading.page_cache import Kept, index_of_release, kept
from legation_server.pages.reading.views.citing import Citation
from legation_server.pages.reading.views.document_view import document_variables, passage_variables
from legation_server.pages.reading.views.entity_view import entity_variables
from legation_server.pages.reading.views.statement_view import claim_variables, statement_variables
from legation_server.pages.reading.views.structured import structured
from legation_server.pages.wikidata_files import wikidata_files
from legation_server.site_index import (
    SiteIndex,
    claim_at,
    document_at,
    entity_at,
    licences_at,
    passage_at,
    statement_at,
)
from legation_server.web import site

Find = Callable[[SiteIndex, str], Any]
Variables = Callable[[SiteIndex, Any], Mapping[str, Any]]
# The kinds of things that have such a page: how one is found, its template and its variables.
KINDS: dict[str, tuple[Find, Variables]] = {
    "statement": (statement_at, statement_variables),
    "claim": (claim_at, claim_variables),
    "passage": (passage_at, passage_variables),
    "entity": (entity_at, entity_variables),
    "document": (document_at, document_variables),
}


def kind_of(path: str) -> str:
    """Return the kind of the thing at a path of the dataset; nothing when the index has none."""
    index = index_of_release()
    if index is None:
        return ""
    for kind in KINDS:
        if index.rows(f"SELECT 1 FROM {kind} WHERE path = ?", [path]):
            return kind
    return ""


def reading_page(path: str, kind: str) -> tuple[str, tuple[str, ...]]:
    """Return the page of the thing of a kind at a path, which the index has.

    The licences (IRIs) of the documents whose words it shows come with it.
    """

    def make() -> Kept:
        return Kept(_make(path, kind), licences_at(site().index, kind, path))

    page = kept(make)
    return page.text, page.about


def schema_kinds(path: str, kind: str) -> list[str]:
    """Return the schema.org types of the thing of a kind at a path."""
    found = structured(site().index, kind, path)["@type"]
    return [found] if isinstance(found, str) else list(found)


def citation_at(path: str) -> Citation | None:
    """Return how to cite the page at a path; None when the index has none."""
    kind = kind_of(path)
    if not kind:
        return None
    find, variables = KINDS[kind]
    index = site().index
    found = variables(index, find(index, path)).get("citation")
    return found if isinstance(found, Citation) else None


def _items(thing: Any) -> list[str]:
    """Return the IRIs of the Wikidata items that a thing is."""
    item = getattr(thing, "wikidata", "")
    return [WIKIDATA_ENTITY + item] if item else []


def _make(path: str, kind: str) -> str:
    index = site().index
    find, variables = KINDS[kind]
    thing = find(index, path)
    iri = site().release.base + path
    return render_template(
        f"reading/{kind}.html",
        iri=iri,
        here=site().local(iri),
        formats=DOCUMENTS,
        structured=structured(index, kind, path),
        for_wikidata=[
            (site().local(site().release.base + there), what)
            for there, what in wikidata_files().addresses(iri, _items(thing))
        ],
        **variables(index, thing),
    )
