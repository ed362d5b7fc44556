"""Topics and sources: what is said on a subject, and whose word things are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, render_template

from legation_server.errors import Problem
from legation_server.pages.finding import queries
from legation_server.pages.finding.reach import within_reach
from legation_server.pages.finding.timeline_pages import counted
from legation_server.pages.reading.lines import Link, address
from legation_server.pages.reading.page_cache import rendered
from legation_server.pages.reading.sections import Arranging
from legation_server.phrases import Mark, marks
from legation_server.site_index import (
    Choice,
    Code,
    Entity,
    SiteIndex,
    chosen,
    code_at,
    codes_of,
    speakers,
)
from legation_server.web import language, site

blueprint = Blueprint("topics", __name__)


@dataclass(frozen=True)
class Topic:
    """A topic with the number of its statements, and the narrower ones."""

    code: Code
    href: str
    narrower: Sequence["Topic"]


@dataclass(frozen=True)
class Speaker:
    """Somebody whose word claims are: a link to what they say, and how firmly it is said."""

    entity: Entity
    says: Link
    firmness: Sequence[tuple[int, Mark]]


@blueprint.get("/topics/")
def index() -> str:
    """List the topics, with the number of statements on each."""
    return rendered(
        lambda: render_template(
            "finding/topics.html", topics=_narrower(codes_of(site().index, "topic"), None)
        )
    )


@blueprint.get("/topics/<name>")
def topic(name: str) -> str:
    """Show the statements on a topic and on the narrower ones."""
    code = code_at(site().index, f"code/topic/{name}")
    if code is None:
        raise Problem("not-found", f"There is no topic {name!r}; /topics/ lists all.")
    return rendered(lambda: _topic(code))


@blueprint.get("/sources/")
def sources() -> str:
    """List those whose word claims are, with how much each says and how firmly."""
    return rendered(
        lambda: render_template(
            "finding/sources.html",
            speakers=_speakers(site().index),
            query=queries.sources_query(),
        )
    )


def _topic(code: Code) -> str:
    pages = site().index
    reach = within_reach(pages, lambda choice: chosen(pages, replace(choice, topic=code.id)))
    left = reach.choosing.left()
    topics = codes_of(pages, "topic")
    return render_template(
        "finding/topic.html",
        topic=code,
        above=next((one for one in topics if one.id == code.broader), None),
        narrower=_narrower(topics, code.id),
        parts_of_page=Arranging(pages, reach.choosing.topics).parts(left),
        facets=reach.choosing.facets(),
        leaves=reach.choosing.leaves(),
        chosen=reach.picked,
        passed_over=reach.passed_over,
        count=len(left),
        bars=counted(pages, Choice(topic=code.id))[1],
        definition_href=address(code.path),
        query=queries.topic_query(code.name),
    )


def _narrower(topics: Sequence[Code], above: int | None) -> list[Topic]:
    """Return the topics that are used under another, those with most statements first."""
    found = [code for code in topics if code.broader == above and code.uses]
    return [
        Topic(code, address(f"topics/{code.name}"), _narrower(topics, code.id))
        for code in sorted(found, key=lambda code: (-code.uses, code.label))
    ]


def _speakers(pages: SiteIndex) -> list[Speaker]:
    firmness: dict[Entity, Counter[Mark]] = {}
    for entity, status, modality, count in speakers(pages):
        mark = marks(status, modality, language())[-1]
        firmness.setdefault(entity, Counter())[mark] += count
    return [
        Speaker(
            entity,
            Link(entity.label, address(entity.path) + "#says"),
            [(count, mark) for mark, count in counts.most_common()],
        )
        for entity, counts in firmness.items()
    ]
