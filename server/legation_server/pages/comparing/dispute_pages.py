"""Disputes: where accounts differ, all of them, those on a topic, or one."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from legation_server.errors import Problem
from legation_server.pages.comparing.cases import DENIED, Case, cases, reason_words
from legation_server.pages.finding import queries
from legation_server.pages.reading.page_cache import rendered
from legation_server.site_index import SiteIndex, code_at, codes
from legation_server.web import site

blueprint = Blueprint("disputes", __name__)
MOST_SHOWN = 60


@blueprint.get("/disputes")
def index() -> str:
    """Show all cases."""
    return rendered(lambda: _page(cases(site().index), "", ""))


@blueprint.get("/disputes/<name>")
def of(name: str) -> str:
    """Show the case of a name, or all that have to do with the topic of this name."""

    def page() -> str:
        pages = site().index
        every = cases(pages)
        one = [case for case in every if case.name == name]
        topic = code_at(pages, f"code/topic/{name}")
        if one:
            return _page(one, one[0].title, "")
        if topic is None:
            raise Problem("not-found", f"There is no dispute {name!r}; /disputes lists all.")
        return _page([case for case in every if topic.id in case.topics], topic.label, topic.name)

    return rendered(page)


def _page(shown: Sequence[Case], title: str, topic: str) -> str:
    pages = site().index
    denied, contrary = (
        sum(reason in case.reasons for case in shown) for reason in (DENIED, "contradicts")
    )
    return render_template(
        "finding/disputes.html",
        cases=shown[:MOST_SHOWN],
        cut=max(0, len(shown) - MOST_SHOWN),
        title=title,
        topic=topic,
        topics=_topics(pages),
        denials=denied,
        contradictions=contrary,
        differing=sum(case.disagrees for case in shown),
        others=len(shown) - denied - contrary,
        reason_words=reason_words,
        queries={DENIED: queries.denials_query(), "": queries.disputes_query()},
    )


def _topics(pages: SiteIndex) -> list[tuple[str, str, int]]:
    """Return name, label and number of cases of the topics that cases have, the most first."""
    every = [topic for case in cases(pages) for topic in case.topics]
    found = codes(pages, every)
    counted = sorted({(-every.count(number), found[number].label, number) for number in every})
    return [(found[number].name, label, -count) for count, label, number in counted]
