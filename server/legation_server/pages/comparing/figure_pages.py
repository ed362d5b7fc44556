"""Figures: all of them by measure, and those of one measure or commodity."""

from flask import Blueprint, render_template

from legation_server.errors import Problem
from legation_server.pages.comparing.figure_groups import figure_groups
from legation_server.pages.finding import queries
from legation_server.pages.reading.page_cache import rendered
from legation_server.site_index import (
    Code,
    below,
    code_at,
    codes,
    commodities,
    figures,
    figures_about,
    figures_measuring,
    measures,
)
from legation_server.web import site

blueprint = Blueprint("figures", __name__)
# With more figures than this the page of all is a list of measures; other pages show no more.
MOST_SHOWN = 100


@blueprint.get("/figures")
def index() -> str:
    """Show all figures by measure, or the measures when there are many."""
    return rendered(_all)


@blueprint.get("/figures/<name>")
def of(name: str) -> str:
    """Show the figures of a commodity or measure, and of those that are narrower."""
    pages = site().index
    found = code_at(pages, f"code/commodity/{name}") or code_at(pages, f"code/measure/{name}")
    if found is None:
        raise Problem("not-found", f"There are no figures of {name!r}; /figures lists all.")
    return rendered(lambda: _of(found))


def _all() -> str:
    pages = site().index
    numbers = figures(pages)
    return render_template(
        "finding/figures.html",
        title=None,
        groups=figure_groups(pages, numbers) if len(numbers) <= MOST_SHOWN else [],
        measures=measures(pages),
        commodities=commodities(pages),
        count=len(numbers),
        cut=0,
        query=queries.figures_query(),
    )


def _of(code: Code) -> str:
    pages, base = site().index, site().release.base
    wanted = below(pages, code.id)
    numbers = (figures_about if code.list == "commodity" else figures_measuring)(pages, wanted)
    names = [base + one.path for one in codes(pages, wanted).values()]
    return render_template(
        "finding/figures.html",
        title=code,
        groups=figure_groups(pages, numbers[:MOST_SHOWN]),
        measures=measures(pages),
        commodities=commodities(pages),
        count=len(numbers),
        cut=max(0, len(numbers) - MOST_SHOWN),
        query=queries.figures_query(code.list, names),
    )
