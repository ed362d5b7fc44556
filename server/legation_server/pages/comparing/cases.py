"""Find where accounts differ: what is denied, and statements that cannot all be meant alike."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from legation_server.pages.comparing.conversion import Converted, converted
from legation_server.pages.comparing.figure_groups import FigureGroup, figure_groups
from legation_server.pages.comparing.not_covered import not_covered
from legation_server.pages.reading.lines import Line, Link, address, amount, lines
from legation_server.pages.reading.verdicts import readings
from legation_server.pages.reading.views.sentences import SentenceView, sentence_views
from legation_server.pages.reading.views.statement_view import ClaimCard, claim_card
from legation_server.phrases import amount_words
from legation_server.site_index import (
    DENIED,
    Entity,
    Figure,
    Outline,
    SiteIndex,
    Statement,
    claims,
    parties,
    statements,
    states,
)
from legation_server.web import language


@dataclass(frozen=True)
class Case:
    """A contested question, or figures `of_different_times`, which nobody contests.

    `name` is that of its page, `reasons` say how the accounts differ.

    `about` leads to what they all name; `said` are the statements; `denied` the claims that deny
    them, `sentences` those of the denial, and `beyond` what was reported too, but nobody is told to
    have denied; `figures` are the same statements on a scale, if they are figures; `notes` tell how
    editors read each. `converted` says in words what figures in different units come to in one, and
    `disagrees` that they differ even so.
    """

    name: str
    title: str
    about: Link | None
    reasons: Sequence[str]
    said: Sequence[Line]
    denied: Sequence[ClaimCard]
    figures: Sequence[FigureGroup]
    notes: Sequence[tuple[Link, str]] = ()
    converted: str = ""
    disagrees: bool = False
    beyond: Sequence[Line] = ()
    of_different_times: bool = False
    sentences: Sequence[SentenceView] = ()


def cases(index: SiteIndex, shown: Iterable[Outline]) -> list[Case]:
    """Return some cases with all that their pages tell."""
    pair = states(index)
    return [
        _difference(index, one, pair) if one.claim is None else _denial(index, one, pair)
        for one in shown
    ]


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


def _denial(index: SiteIndex, outline: Outline, pair: Container[str]) -> Case:
    assert outline.claim is not None
    source = claims(index, [outline.claim])[outline.claim]
    found = statements(index, outline.numbers)
    subject = _subject(index, found, pair)
    # Here the two sides stand apart: a line tells only how firmly its statement is put forward.
    said = [
        replace(
            line,
            deniers=[],
            marks=[m for m in line.marks if m.style != DENIED] or line.marks,
            said=line.said or line.when or language().say("no date given"),
        )
        for line in lines(index, found)
    ]
    return Case(
        outline.name,
        _title(index, found, subject),
        _about(subject),
        outline.reasons,
        said,
        [claim_card(index, source)],
        [],
        _notes(found),
        beyond=lines(index, statements(index, not_covered(index, found, subject))),
        sentences=sentence_views(index, source.passages),
    )


def _difference(index: SiteIndex, outline: Outline, pair: Container[str]) -> Case:
    found = statements(index, outline.numbers)
    subject = _subject(index, found, pair)
    numbers = [one.figure for one in found if one.figure]
    figures = figure_groups(index, outline.numbers) if len(numbers) == len(found) else []
    same = converted(numbers)
    title = _title(index, found, subject)
    if outline.of_different_times:
        # What is contested of the same things has a case of its own.
        title = language().say("%(title)s, at different times", title=title)
    return Case(
        outline.name,
        title,
        _about(subject),
        outline.reasons,
        lines(index, sorted(found, key=_year)),
        [],
        figures,
        # Figures have theirs beside them.
        [] if figures else _notes(found),
        _converted_words(numbers, same) if same else "",
        bool(same and not same.agree),
        of_different_times=outline.of_different_times,
    )


def _about(subject: Entity | None) -> Link | None:
    if subject is None:
        return None
    words = language().say("All about %(name)s", name=subject.label)
    return Link(words, address(subject.path))


def _year(statement: Statement) -> tuple[bool, str, int]:
    return statement.earliest is None, str(statement.earliest or ""), statement.id


def _subject(index: SiteIndex, found: Sequence[Statement], pair: Container[str]) -> Entity | None:
    """Return the rarest thing that most of some statements name; not one of the two states."""
    named = Counter(
        entity
        for one in found
        for entity in {party.entity for party in parties(index, one.id)}
        if entity.path not in pair
    )
    shared = [entity for entity, count in named.items() if 2 * count > len(found)]
    return min(shared, key=lambda entity: (entity.statements, entity.id), default=None)


def _title(index: SiteIndex, found: Sequence[Statement], subject: Entity | None) -> str:
    """Return what a case is about: a measure and a commodity, or what most statements name.

    When they share nothing but the two states, their kind and the states make the title. None is
    the words of one side.
    """
    figure = found[0].figure
    goods = [code.label for code in found[0].coded("commodity")]
    about = ", ".join(goods) or (subject.label if subject else "")
    measure = figure.measure.label if figure and figure.measure else ""
    kind = measure or (found[0].type.label if found[0].type and not about else "")
    about = about or language().listed(_shared(index, found) or [""])
    title = f"{kind}: {about}" if kind and about else about or kind or found[0].label
    return title[:1].upper() + title[1:]


def _shared(index: SiteIndex, found: Sequence[Statement]) -> list[str]:
    """Return the names of what all of some statements name."""
    named = [{party.entity for party in parties(index, one.id)} for one in found]
    return sorted(entity.label for entity in set.intersection(*named))


def _notes(found: Iterable[Statement]) -> list[tuple[Link, str]]:
    """Return how the editors read some statements, each note once, with the first it is of."""
    notes: dict[str, Link] = {}
    for one in found:
        for note in readings(one):
            notes.setdefault(note, Link(one.label, address(one.path)))
    return [(link, note) for note, link in notes.items()]


def _converted_words(figures: Sequence[Figure], same: Converted) -> str:
    words = language()
    first, second = (amount_words(amount(figure), words) for figure in figures)
    other = replace(amount(figures[0]), value=Decimal(round(same.converted)))
    parts = {"second": second, "same": amount_words(other, words), "first": first}
    if same.agree:
        return words.say("%(second)s are about %(same)s: the two agree.", **parts)
    return words.say("%(second)s are about %(same)s, not %(first)s: the two differ.", **parts)
