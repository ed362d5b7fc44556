"""Find where accounts differ: what is denied, and statements that cannot all be meant alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from legation_server.pages.comparing.figure_groups import FigureGroup, figure_groups
from legation_server.pages.reading.lines import Line, Link, address, lines
from legation_server.pages.reading.views.statement_view import ClaimCard, claim_card
from legation_server.site_index import (
    DIFFERENCES,
    Entity,
    SiteIndex,
    Statement,
    claims,
    denials,
    differences,
    documents,
    parties,
    statements,
)
from legation_server.web import language

DENIED = "denied"


@dataclass(frozen=True)
class Case:
    """A contested question: `name` is that of its page, `reasons` say how the accounts differ.

    `about` leads to what they all name; `said` are the statements; `denied` the claims that deny
    them; `figures` the same statements on a scale, if they are figures.
    """

    name: str
    title: str
    about: Link | None
    reasons: Sequence[str]
    topics: frozenset[int]
    said: Sequence[Line]
    denied: Sequence[ClaimCard]
    figures: Sequence[FigureGroup]


def cases(index: SiteIndex) -> list[Case]:
    """Return all cases: denials first, then contradictions, then other differences."""
    found = [_denial(index, claim, numbers) for claim, numbers in denials(index)]
    return found + _differing(index)


def reason_words(reason: str) -> str:
    """Return how accounts differ, in words; `reason` is "denied" or a property of the ontology."""
    say = language().say
    words = {
        DENIED: say("denied"),
        "contradicts": say("contradiction"),
        "differsInYear": say("different years"),
        "differsInPeriod": say("different periods"),
        "differsInScope": say("different scope"),
        "differsInUnit": say("different units"),
    }
    return words.get(reason, reason)


def _denial(index: SiteIndex, claim: int, numbers: Sequence[int]) -> Case:
    source = claims(index, [claim])[claim]
    found = statements(index, numbers)
    subject = _subject(index, found)
    # Here the two sides stand apart: a line tells only how firmly its statement is put forward.
    said = [
        replace(line, deniers=[], marks=[m for m in line.marks if m.style != DENIED] or line.marks)
        for line in lines(index, found)
    ]
    return Case(
        found[0].path.rpartition("/")[2],
        _title(found, subject),
        _about(subject),
        [DENIED],
        _topics(found),
        said,
        [claim_card(index, source)],
        [],
    )


def _differing(index: SiteIndex) -> list[Case]:
    links = differences(index)
    groups: list[set[int]] = []
    for link in links:
        joined = {link.subject, link.object}
        apart = [group for group in groups if not group & joined]
        joined.update(number for group in groups if group & joined for number in group)
        groups = [*apart, joined]
    made = []
    for group in groups:
        reasons = {link.property for link in links if link.subject in group}
        order = [name for name in DIFFERENCES if name in reasons]
        made.append((DIFFERENCES.index(order[0]), min(group), order, sorted(group)))
    return [_difference(index, order, group) for _, _, order, group in sorted(made)]


def _difference(index: SiteIndex, reasons: Sequence[str], group: Sequence[int]) -> Case:
    found = statements(index, group)
    subject = _subject(index, found)
    figures = figure_groups(index, group) if all(one.figure for one in found) else []
    return Case(
        found[0].path.rpartition("/")[2],
        _title(found, subject),
        _about(subject),
        reasons,
        _topics(found),
        lines(index, sorted(found, key=_year)),
        [],
        figures,
    )


def _about(subject: Entity | None) -> Link | None:
    if subject is None:
        return None
    words = language().say("All about %(name)s", name=subject.label)
    return Link(words, address(subject.path))


def _year(statement: Statement) -> tuple[bool, str, int]:
    return statement.earliest is None, str(statement.earliest or ""), statement.id


def _topics(found: Iterable[Statement]) -> frozenset[int]:
    return frozenset(topic for one in found for topic in one.topics)


def _subject(index: SiteIndex, found: Sequence[Statement]) -> Entity | None:
    """Return the rarest thing that most of some statements name; not one of the two states."""
    pair = {path for document in documents(index) for path in document.pair}
    named = Counter(
        entity
        for one in found
        for entity in {party.entity for party in parties(index, one.id)}
        if entity.path not in pair
    )
    shared = [entity for entity, count in named.items() if 2 * count > len(found)]
    return min(shared, key=lambda entity: (entity.statements, entity.id), default=None)


def _title(found: Sequence[Statement], subject: Entity | None) -> str:
    """Return what a case is about: a measure and a commodity, or what most statements name.

    When they share nothing but the two states it is called as its first statement.
    """
    figure = found[0].figure
    goods = [code.label for code in found[0].coded("commodity")]
    about = ", ".join(goods) or (subject.label if subject else "")
    measure = figure.measure.label if figure and figure.measure else ""
    title = f"{measure}: {about}" if measure and about else about or found[0].label
    return title[:1].upper() + title[1:]
