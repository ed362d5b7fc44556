"""Disputes: where accounts differ, all of them, those on a topic, or one."""

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, render_template

from legation_server.errors import Problem
from legation_server.pages.comparing.cases import cases, reason_words
from legation_server.pages.finding import queries
from legation_server.pages.reading.page_cache import rendered
from legation_server.site_index import DENIED, Outline, SiteIndex, code_at, codes, outlines
from legation_server.web import site

blueprint = Blueprint("disputes", __name__)
MOST_SHOWN = 60


@blueprint.get("/disputes")
def index() -> str:
    """Show all cases."""
    return rendered(lambda: _page(outlines(site().index), "", ""))


@blueprint.get("/disputes/<name>")
def of(name: str) -> str:
    """Show the case of a name, or all that have to do with the topic of this name."""

    def page() -> str:
        pages = site().index
        every = outlines(pages)
        one = [case for case in every if case.name == name]
        topic = code_at(pages, f"code/topic/{name}")
        if one:
            return _page(one, cases(pages, one[:1])[0].title, "")
        if topic is None:
            raise Problem("not-found", f"There is no dispute {name!r}; /disputes lists all.")
        return _page([case for case in every if topic.id in case.topics], topic.label, topic.name)

    return rendered(page)


def _page(found: Sequence[Outline], title: str, topic: str) -> str:
    pages = site().index
    denied, contrary = (
        sum(reason in one.reasons for one in found) for reason in (DENIED, "contradicts")
    )
    shown, cut = cases(pages, found[:MOST_SHOWN]), max(0, len(found) - MOST_SHOWN)
    contested = [one for one in found if not one.of_different_times]
    return render_template(
        "finding/disputes.html",
        cases=shown,
        cut=cut,
        title=title,
        topic=topic,
        topics=_topics(pages),
        denials=denied,
        contradictions=contrary,
        # Of those that are not shown nobody has compared the figures.
        differing=0 if cut else sum(case.disagrees for case in shown),
        others=len(contested) - denied - contrary,
        at_different_times=len(found) - len(contested),
        denied_statements=sum(len(one.numbers) for one in found if DENIED in one.reasons),
        pairs=sum(one.pairs for one in contested),
        reason_words=reason_words,
        queries={DENIED: queries.denials_query(), "": queries.disputes_query()},
    )


def _topics(pages: SiteIndex) -> list[tuple[str, str, int]]:
    """Return name, label and number of cases of the topics that cases have, the most first."""
    every = Counter(topic for one in outlines(pages) for topic in one.topics)
    found = codes(pages, every)
    counted = sorted((-count, found[number].label, number) for number, count in every.items())
    return [(found[number].name, label, -count) for count, label, number in counted]
