"""List the entities that documents name, by class and name: where a reader can begin."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from legation_server.descriptions import natural, term
from legation_server.formats import HTML
from legation_server.namespaces import RDFS
from legation_server.pages.lists import OFFERS, Member, list_response
from legation_server.pages.reading.page_cache import index_of_release, rendered
from legation_server.pages.reading.views.entities_view import entities_variables
from legation_server.protocol import chosen_format
from legation_server.rdf import local_name
from legation_server.site_index import SiteIndex, absolute
from legation_server.web import select, site

blueprint = Blueprint("entity_index", __name__)

MOST_ENTITIES = 5_000


@dataclass
class Entity:
    """An entity, its label and its classes."""

    iri: str
    label: str = ""
    types: set[str] = field(default_factory=set)


@blueprint.get("/id/")
def entities() -> Response:
    """List the entities."""
    index = index_of_release()
    if index is not None and is_page_asked():
        return list_response(title(), lambda: rendered(lambda: index_page(index)), lambda: ())
    found = listed(index) if index else read_entities(MOST_ENTITIES + 1)
    shown, cut = found[:MOST_ENTITIES], len(found) > MOST_ENTITIES

    def page() -> str:
        return render_template(
            "entities.html",
            groups=by_class(shown, site().release.counts),
            cut=MOST_ENTITIES if cut else 0,
            count=len(shown),
        )

    response = list_response(
        title(),
        page,
        lambda: (Member(each.iri, each.label, each.types) for each in shown),
    )
    if cut:
        response.headers["X-Result-Truncated"] = f"members={MOST_ENTITIES}"
    return response


def title() -> str:
    """Return what the list is called."""
    return "People, places and organizations"


def is_page_asked() -> bool:
    """Return whether the current request gets the page, and not its members in RDF."""
    return chosen_format(request.args.get("format"), request.headers.get("Accept"), OFFERS) is HTML


def index_page(index: SiteIndex) -> str:
    """Return the list as a page that is read from the index; the store is not asked."""
    return render_template("reading/entities.html", **entities_variables(index, MOST_ENTITIES))


def listed(index: SiteIndex) -> list[Entity]:
    """Return the entities by IRI, one more than a list has, from the index."""
    base = site().release.base
    query = "SELECT id, path, label FROM entity ORDER BY path LIMIT ?"
    rows = index.rows(query, [MOST_ENTITIES + 1])
    kinds: dict[int, set[str]] = {row["id"]: set() for row in rows}
    query = "SELECT entity, class FROM entity_class WHERE entity IN ({})"
    for number, kind in index.rows_of(query, kinds):
        kinds[number].add(absolute(kind, base))
    return [Entity(base + row["path"], row["label"], kinds[row["id"]]) for row in rows]


def read_entities(limit: int) -> list[Entity]:
    """Return the first `limit` entities by IRI, with the label and classes of each."""
    prefix = ox.Literal(site().release.base + "id/")
    query = f"""SELECT ?entity ?label ?type WHERE {{
  {{ SELECT DISTINCT ?entity WHERE {{ ?entity a ?any FILTER(isIRI(?entity)
     && STRSTARTS(STR(?entity), {prefix})) }} ORDER BY ?entity LIMIT {limit} }}
  ?entity a ?type OPTIONAL {{ ?entity {term(RDFS + "label")} ?label }}
}}"""
    found: dict[str, Entity] = {}
    for row in select(query):
        iri = row["entity"]
        entity = found.setdefault(iri, Entity(iri, local_name(iri)))
        entity.types.add(row["type"])
        entity.label = row.get("label", entity.label)
    return [found[iri] for iri in sorted(found)]


def by_class(entities: list[Entity], counts: Mapping[str, int]) -> dict[str, list[Entity]]:
    """Return entities by the name of their class; of several classes the rarest counts."""
    groups: dict[str, list[Entity]] = {}
    for entity in entities:
        narrow = min(entity.types, key=lambda kind: (counts.get(kind, 0), kind))
        groups.setdefault(local_name(narrow).capitalize(), []).append(entity)
    for group in groups.values():
        group.sort(key=lambda entity: natural(entity.label))
    return dict(sorted(groups.items()))
