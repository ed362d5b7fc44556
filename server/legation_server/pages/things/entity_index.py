"""List the entities that documents name, by class and name: where a reader can begin."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from legation_server.descriptions import natural, term
from legation_server.namespaces import RDFS
from legation_server.pages.lists import Member, list_response
from legation_server.rdf import local_name
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
    found = read_entities(MOST_ENTITIES + 1)
    shown, cut = found[:MOST_ENTITIES], len(found) > MOST_ENTITIES

    def page() -> str:
        return render_template(
            "entities.html",
            groups=by_class(shown, site().release.counts),
            cut=MOST_ENTITIES if cut else 0,
            count=len(shown),
        )

    response = list_response(
        "People, places and organizations",
        page,
        lambda: (Member(each.iri, each.label, each.types) for each in shown),
    )
    if cut:
        response.headers["X-Result-Truncated"] = f"members={MOST_ENTITIES}"
    return response


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
