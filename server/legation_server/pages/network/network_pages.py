"""Who has to do with whom: those named most, or those named together with one."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from legation_server.errors import Problem
from legation_server.pages.finding.queries import network_query
from legation_server.pages.network.ring import Edge, Ring, ring
from legation_server.pages.reading.lines import address
from legation_server.pages.reading.page_cache import rendered
from legation_server.site_index import (
    Entity,
    Pair,
    SiteIndex,
    entity_at,
    pairs,
    pairs_among,
    pairs_of,
)
from legation_server.web import site

blueprint = Blueprint("network", __name__)
# On the ring, so that labels have room; in the table.
MOST_KNOTS, MOST_ROWS = 32, 100


@blueprint.get("/network")
def index() -> str:
    """Show those whom most statements name together."""
    return rendered(lambda: _page(site().index, None))


@blueprint.get("/network/<name>")
def of(name: str) -> str:
    """Show those whom statements name together with an entity."""
    entity = entity_at(site().index, f"id/{name}")
    if entity is None:
        raise Problem("not-found", f"There is nobody called {name!r}; /id/ lists all.")
    return rendered(lambda: _page(site().index, entity))


def _page(pages: SiteIndex, centre: Entity | None) -> str:
    rows = pairs_of(pages, centre.id, MOST_ROWS) if centre else pairs(pages, MOST_ROWS)
    shown = _shown(rows, centre)
    return render_template(
        "finding/network.html",
        centre=centre,
        pairs=rows,
        ring=_ring(pages, shown),
        people={one.id: one for one in shown},
        address=address,
        query=network_query(centre.path.removeprefix("id/") if centre else ""),
    )


def _shown(rows: Sequence[Pair], centre: Entity | None) -> list[Entity]:
    """Return the entities of some pairs, the centre and the pairs of most statements first."""
    found = dict.fromkeys(entity for pair in rows for entity in (pair.one, pair.other))
    return [*([centre] if centre else []), *(one for one in found if one != centre)][:MOST_KNOTS]


def _ring(pages: SiteIndex, shown: Sequence[Entity]) -> Ring:
    numbers = [one.id for one in shown]
    found = pairs_among(pages, numbers)
    edges = [Edge(pair.one.id, pair.other.id, pair.firm, pair.open) for pair in found]
    return ring(numbers, edges)
