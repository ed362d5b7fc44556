"""The tool `disputes`: what is denied, and statements that cannot all be meant alike."""

from collections.abc import Sequence

from legation_server.agents.answers import UNKNOWN, Text, count_words
from legation_server.agents.library import Library
from legation_server.agents.names import condition_about, thing_meant
from legation_server.agents.rows import rows
from legation_server.site_index import (
    Code,
    Entity,
    Outline,
    claims,
    outlines,
    statements,
)

# How statements differ, behind "They", by the property that joins them.
REASONS = {
    "contradicts": "contradict each other",
    "differsInYear": "give different years",
    "differsInPeriod": "are about different periods",
    "differsInScope": "count different things",
    "differsInUnit": "differ in the unit, and do not agree when converted",
}


def disputes(
    library: Library, about: str = "", detailed: bool = False, limit: int = 10, after: int = 0
) -> str:
    """Return contested questions: all sides of each, as rows with citations.

    `about` names what one of the sides is about: an entity, a topic, a commodity or a measure;
    "" for all.
    """
    text = Text()
    groups, whom = outlines(library.index), ""
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
    contested = sum(not one.of_different_times for one in groups)
    text.add(f"{count_words(contested, 'contested question')}; tell all sides of each.")
    if others := len(groups) - contested:
        said = count_words(others, "set of figures", "sets of figures")
        text.add(f"Behind them {said} of different times: no dispute, all of a set can be right.")
    shown, cut = 0, ""
    for one in groups[after : after + limit]:
        sides = rows(library, statements(library.index, one.numbers), detailed)
        reason = f"{_reason(library, one)}:"
        if text.add("\n".join([reason, *(f"- {side}" for side in sides)])):
            shown += 1
            continue
        if not shown:
            # Nobody would come past a question that is longer than an answer.
            text.add(reason)
            untold = len(sides) - text.add_rows(sides)
            page = library.iri(f"disputes/{one.name}")
            cut = f"{count_words(untold, 'more side')} left out here; {page} has all."
            shown = 1
        break
    left = len(groups) - after - shown
    more = f"hasMore: true. Go on with after={after + shown}." if left > 0 else "hasMore: false"
    return text.end(cut, more, f"release {library.name}")


def _reason(library: Library, one: Outline) -> str:
    """Return why the statements of a question are contested."""
    if one.claim is None:
        differing = [REASONS.get(name, name) for name in one.reasons]
        said = "They " + " and ".join(differing)
        return f"No dispute: of different times. {said}" if one.of_different_times else said
    source = claims(library.index, [one.claim])[one.claim]
    who = ", ".join(speaker.label for speaker in source.speakers) or "somebody"
    return f"Denied by {who} (claim {library.iri(source.path)})"


def _about(library: Library, thing: Entity | Code, groups: Sequence[Outline]) -> Sequence[Outline]:
    """Return those of some groups in which a statement is about a thing."""
    where, values = condition_about(library, thing)
    found = library.index.rows(f"SELECT id FROM statement WHERE {where}", values)
    named = {row["id"] for row in found}
    return [one for one in groups if not named.isdisjoint(one.numbers)]
