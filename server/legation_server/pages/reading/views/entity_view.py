"""The page of an entity: what documents say about it, and what it says itself."""

from collections.abc import Mapping
from typing import Any

from legation_server.namespaces import WIKIDATA_ENTITY
from legation_server.pages.reading.choices import FIRM, Choosing, Row, asked, rows
from legation_server.pages.reading.names import NameOfEntity, name_of
from legation_server.pages.reading.sections import Arranging
from legation_server.pages.reading.views.statement_view import citation_of
from legation_server.pages.reading.year_bars import YearBars, year_bars
from legation_server.phrases import key
from legation_server.site_index import Choice, Entity, SiteIndex, chosen, said_by
from legation_server.web import language, site

STATUSES = ("stated", "attributed", "prospective", "unconfirmed", "denied")


def entity_variables(index: SiteIndex, entity: Entity) -> Mapping[str, Any]:
    """Return the variables of the template of an entity's page."""
    every = rows(index, chosen(index, Choice(entity=entity.id)))
    choices = asked()
    choosing = Choosing(index, every, choices)
    left = choosing.left()
    about = set(_party_to(index, entity.id))
    words = [number for number in said_by(index, entity.id) if number not in about]
    parts = Arranging(index, choosing.topics).parts(left, words)
    name: NameOfEntity = name_of(index, entity)
    return {
        "title": name.shown,
        "entity": entity,
        "name": name,
        "wikidata": WIKIDATA_ENTITY + entity.wikidata if entity.wikidata else "",
        "citation": citation_of(entity.label, entity.path, None),
        "total": len(every),
        "left": len(left),
        "summary": summary(left),
        "bars": bars_of(left),
        "undated": sum(row.year is None for row in left),
        "facets": choosing.facets(),
        "chosen": choices,
        "sections_of_page": parts,
        "part_titles": part_titles(name.shown),
    }


def summary(left: list[Row]) -> list[tuple[int, Any]]:
    """Return how many statements there are of each line style, with its mark."""
    counts = [sum(row.status == status for row in left) for status in STATUSES]
    order = {mark.style: mark for mark, _ in key(language())}
    return [(n, order[status]) for n, status in zip(counts, STATUSES, strict=True) if n]


def bars_of(left: list[Row]) -> YearBars | None:
    """Return the picture of the years in which statements begin; its bars choose a year."""
    here = asked().parameters()
    dated = [(row.year, row.status in FIRM) for row in left if row.year is not None]

    def address_of(year: int) -> str:
        chosen_year = {**here, "from": str(year), "to": str(year)}
        return "?" + "&".join(f"{name}={value}" for name, value in chosen_year.items())

    return year_bars(dated, address_of)


def part_titles(who: str) -> dict[str, str]:
    """Return the heading of each part of a page about somebody or something."""
    say = language().say
    several = len(site().release.documents) > 1
    return {
        "stated": say("What the documents state") if several else say("What the document states"),
        "unconfirmed": say("What is reported, alleged, held or planned"),
        "says": say("What %(who)s says", who=who),
        "background": say("Background"),
    }


def _party_to(index: SiteIndex, entity: int) -> list[int]:
    query = "SELECT DISTINCT statement FROM statement_party WHERE entity = ?"
    return [row["statement"] for row in index.rows(query, [entity])]
