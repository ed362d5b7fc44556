"""The list of all people, places and other things: by class, and those most spoken of first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation_server.descriptions import natural
from legation_server.pages.reading.lines import entity_links
from legation_server.pages.reading.views.details import spelt
from legation_server.pages.reading.views.home_view import Counted, page_at
from legation_server.site_index import SiteIndex, entity_count, most_used_entities
from legation_server.web import language


@dataclass(frozen=True)
class EntityGroup:
    """The entities of one class, by name."""

    heading: str
    anchor: str
    members: Sequence[Counted]


def entities_variables(index: SiteIndex, most: int) -> Mapping[str, Any]:
    """Return the variables of the template of the list, which has at most so many entities."""
    count = entity_count(index)
    found = most_used_entities(index, most)
    by_class: dict[str, list[Counted]] = {}
    links = entity_links(index, found)
    for entity, link in zip(found, links, strict=True):
        by_class.setdefault(entity.kind, []).append(Counted(link, entity.statements))
    names = class_names()
    order = list(names)
    groups = [
        EntityGroup(
            names.get(kind, spelt(kind)),
            f"class-{kind}",
            sorted(members, key=lambda one: natural(one.link.text)),
        )
        for kind, members in sorted(
            by_class.items(),
            key=lambda row: (order.index(row[0]) if row[0] in names else len(order), row[0]),
        )
    ]
    return {
        "network": page_at("network"),
        "groups": groups,
        "count": count,
        "cut": most if count > most else 0,
    }


def class_names() -> dict[str, str]:
    """Return what pages call the members of each class, in the order of the page."""
    say = language().say
    return {
        "Person": say("Persons"),
        "Group": say("Groups of persons"),
        "People": say("Peoples and communities"),
        "Religion": say("Religions"),
        "Country": say("States"),
        "AdministrativeArea": say("Regions"),
        "City": say("Cities"),
        "Place": say("Places"),
        "GovernmentOrganization": say("Public bodies"),
        "Organization": say("Organizations"),
        "Corporation": say("Companies"),
        "NewsMediaOrganization": say("News media"),
        "BilateralRelation": say("Relations"),
        "Undertaking": say("Undertakings"),
        "Event": say("Named events"),
        "Legislation": say("Laws and agreements"),
        "CreativeWork": say("Texts and works"),
        "Product": say("Products"),
    }
