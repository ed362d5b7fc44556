"""The timeline: the years, one year, and what has no date."""

from dataclasses import replace
from datetime import MAXYEAR, date

from flask import Blueprint, render_template

from legation_server.errors import Problem
from legation_server.pages.finding import queries
from legation_server.pages.finding.reach import within_reach
from legation_server.pages.finding.timeline import arrange, year_sum
from legation_server.pages.reading.choices import Choosing, Chosen, rows
from legation_server.pages.reading.facets import Facet, Option
from legation_server.pages.reading.lines import address, lines
from legation_server.pages.reading.page_cache import rendered
from legation_server.pages.reading.sections import Arranging
from legation_server.pages.reading.year_bars import YearBars, year_bars
from legation_server.site_index import (
    Choice,
    SiteIndex,
    YearCount,
    beginning_in,
    begun,
    entity_at,
    of_some_decade,
    statements,
    takers,
    touching,
    undated,
    undated_count,
    year_counts,
)
from legation_server.web import language, site

blueprint = Blueprint("timeline", __name__)
MOST_ACTORS, MOST_VAGUE = 10, 60
# Of a year in which more begins, what only overlaps it is not looked for.
MOST_BEGUN = 5_000


@blueprint.get("/timeline")
def index() -> str:
    """Show in which years statements begin, and those of which only a decade is known."""
    return rendered(_years)


@blueprint.get("/timeline/<int:number>")
def year(number: int) -> str:
    """Show what a year has, by month; narrowed by the filters in the address."""
    if not 0 < number <= MAXYEAR:
        raise Problem("not-found", f"{number} is no year of the calendar.")
    return rendered(lambda: _year(number))


@blueprint.get("/timeline/undated")
def shelf() -> str:
    """Show what has no date, by topic."""
    return rendered(_undated)


def counted(index: SiteIndex, choice: Choice) -> tuple[list[YearCount], YearBars | None]:
    """Return the years of a choice, and their picture, whose bars lead to the years."""
    counts = year_counts(index, choice)
    return counts, year_bars(counts, lambda year: address(f"timeline/{year}"))


def _years() -> str:
    pages = site().index
    counts, bars = counted(pages, Choice())
    vague = of_some_decade(pages)
    decades: dict[int, list[YearCount]] = {}
    for one in counts:
        decades.setdefault(one.year // 10 * 10, []).append(one)
    return render_template(
        "finding/timeline.html",
        bars=bars,
        decades=decades,
        total=sum(one.total for one in counts),
        vague=lines(pages, statements(pages, vague[:MOST_VAGUE])),
        cut=max(0, len(vague) - MOST_VAGUE),
        undated=undated_count(pages),
        vague_count=len(vague),
        vague_query=queries.decades_query(),
        query=queries.years_query(),
    )


def _year(number: int) -> str:
    pages = site().index
    crowded = begun(pages, number) > MOST_BEGUN

    def find(choice: Choice) -> list[int]:
        if crowded:
            return beginning_in(pages, number, choice)
        return touching(pages, date(number, 1, 1), date(number, 12, 31), choice)

    reach = within_reach(pages, find)
    picked, chosen_rows = reach.picked, reach.choosing.left()
    keep = {row.number for row in chosen_rows}
    # Another actor would be chosen among all, not among the statements of this one.
    every = Choosing(pages, rows(pages, find(Choice())), picked) if picked.actor else reach.choosing
    whose = [row.number for row in every.left()]
    view = arrange(pages, number, [one for one in find(Choice()) if one in keep])
    counts, bars = counted(pages, Choice())
    years = [one.year for one in counts]
    return render_template(
        "finding/year.html",
        year=number,
        crowded=crowded,
        view=view,
        sum=year_sum(chosen_rows, number),
        facets=[*reach.choosing.facets(), *_actors(pages, whose, picked)],
        chosen=picked,
        actor=entity_at(pages, f"id/{picked.actor}") if picked.actor else None,
        before=max((one for one in years if one < number), default=None),
        after=min((one for one in years if one > number), default=None),
        bars=bars,
        passed_over=reach.passed_over + view.cut,
        query=queries.year_query(number, picked.topic, picked.actor),
    )


def _undated() -> str:
    pages = site().index
    reach = within_reach(pages, lambda choice: undated(pages, choice))
    left = reach.choosing.left()
    return render_template(
        "finding/undated.html",
        parts_of_page=Arranging(pages, reach.choosing.topics).parts(left),
        facets=reach.choosing.facets(),
        leaves=reach.choosing.leaves(),
        count=len(left),
        bounded=sum(row.day != "" for row in left),
        chosen=reach.picked,
        passed_over=reach.passed_over,
        query=queries.undated_query(),
    )


def _actors(index: SiteIndex, numbers: list[int], picked: Chosen) -> list[Facet]:
    """Return a row of those who have most to do with some statements, to choose one."""
    counts = takers(index, numbers)[:MOST_ACTORS]
    if not counts:
        return []
    whole = replace(picked, actor="").parameters()
    options = [Option(language().say("all"), None, whole, not picked.actor)]
    for entity, count in counts:
        name = entity.path.removeprefix("id/")
        chosen = replace(picked, actor=name).parameters()
        options.append(Option(entity.label, count, chosen, name == picked.actor))
    return [Facet(language().say("Who"), options)]
