"""The tool `disputes`: what is denied, and statements that cannot all be meant alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legation_server.agents.answers import UNKNOWN, Text, count_words
from legation_server.agents.library import Library
from legation_server.agents.names import condition_about, thing_meant
from legation_server.agents.rows import rows
from legation_server.site_index import (
    DIFFERENCES,
    Code,
    Entity,
    claims,
    denials,
    differences,
    statements,
)

REASONS = {
    "contradicts": "They contradict each other",
    "differsInYear": "They give different years",
    "differsInPeriod": "They are about different periods",
    "differsInScope": "They count different things",
    "differsInUnit": "They differ in the unit, and do not agree when converted",
}


def disputes(
    library: Library, about: str = "", detailed: bool = False, limit: int = 10, after: int = 0
) -> str:
    """Return contested questions: all sides of each, as rows with citations.

    `about` names what one of the sides is about: an entity, a topic, a commodity or a measure;
    "" for all.
    """
    text = Text()
    groups, whom = _groups(library), ""
    if about:
        meant = thing_meant(library, about)
        if words := meant.words(library):
            text.add(words)
        if meant.thing is None:
            return text.end(f"No dispute was looked up. {UNKNOWN}", f"release {library.name}")
        groups, whom = _about(library, meant.thing, groups), f"about {meant.thing.label} "
    if not groups:
        text.add(f"No statement {whom}is denied or differs from another.")
        return text.end(
            "That nobody denies a statement does not make it firmer.", f"release {library.name}"
        )
    text.add(f"{count_words(len(groups), 'contested question')}; tell all sides of each.")
    shown = 0
    for one in groups[after : after + limit]:
        sides = rows(library, statements(library.index, one.numbers), detailed)
        reason = f"{one.reason(library)}:"
        if not text.add("\n".join([reason, *(f"- {side}" for side in sides)])):
            break
        shown += 1
    left = len(groups) - after - shown
    more = f"hasMore: true. Go on with after={after + shown}." if left > 0 else "hasMore: false"
    return text.end(more, f"release {library.name}")


@dataclass(frozen=True)
class _Contested:
    """A contested question: the claim that denies its statements, or how these differ."""

    claim: int | None
    difference: str
    numbers: Sequence[int]

    def reason(self, library: Library) -> str:
        """Return why its statements are contested."""
        if self.claim is None:
            return REASONS.get(self.difference, self.difference)
        source = claims(library.index, [self.claim])[self.claim]
        who = ", ".join(one.label for one in source.speakers) or "somebody"
        return f"Denied by {who} (claim {library.iri(source.path)})"


def _groups(library: Library) -> list[_Contested]:
    """Return what is contested; denials come first."""
    found = [_Contested(claim, "", numbers) for claim, numbers in denials(library.index)]
    links = sorted(differences(library.index), key=lambda link: DIFFERENCES.index(link.property))
    return found + [_Contested(None, one.property, [one.subject, one.object]) for one in links]


def _about(
    library: Library, thing: Entity | Code, groups: Iterable[_Contested]
) -> list[_Contested]:
    """Return those of some groups in which a statement is about a thing."""
    where, values = condition_about(library, thing)
    found = library.index.rows(f"SELECT id FROM statement WHERE {where}", values)
    named = {row["id"] for row in found}
    return [one for one in groups if not named.isdisjoint(one.numbers)]
