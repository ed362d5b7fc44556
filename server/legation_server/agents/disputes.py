"""The tool `disputes`: what is denied, and statements that cannot all be meant alike."""

from collections.abc import Sequence

from legation_server.agents.answers import SILENCE, Text, count_words
from legation_server.agents.library import Library
from legation_server.agents.names import entity_meant
from legation_server.agents.rows import rows
from legation_server.site_index import (
    DIFFERENCES,
    Entity,
    claims,
    denials,
    differences,
    parties,
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

    `about` is the name of an entity that has a part in one of the sides, "" for all.
    """
    text = Text()
    groups = _groups(library)
    if about:
        meant = entity_meant(library, about)
        if words := meant.words(library):
            text.add(words)
        if not isinstance(meant.thing, Entity):
            return text.end(SILENCE, f"release {library.name}")
        thing = meant.thing.id
        groups = [one for one in groups if _has_part(library, thing, one[1])]
    if not groups:
        text.add(
            f"No statement {f'about {about} ' if about else ''}is denied or differs from another."
        )
        return text.end(
            "That nobody denies a statement does not make it firmer.", f"release {library.name}"
        )
    text.add(f"{count_words(len(groups), 'contested question')}; tell all sides of each.")
    shown = 0
    for reason, numbers in groups[after : after + limit]:
        sides = rows(library, statements(library.index, numbers), detailed)
        if not text.add("\n".join([f"{reason}:", *(f"- {side}" for side in sides)])):
            break
        shown += 1
    left = len(groups) - after - shown
    more = f"hasMore: true. Go on with after={after + shown}." if left > 0 else "hasMore: false"
    return text.end(more, f"release {library.name}")


def _groups(library: Library) -> list[tuple[str, list[int]]]:
    """Return why statements are contested, with their numbers; denials come first."""
    found: list[tuple[str, list[int]]] = []
    denied = denials(library.index)
    sources = claims(library.index, (claim for claim, _ in denied))
    for claim, numbers in denied:
        who = ", ".join(one.label for one in sources[claim].speakers) or "somebody"
        iri = library.iri(sources[claim].path)
        found.append((f"Denied by {who} (claim {iri})", numbers))
    links = sorted(differences(library.index), key=lambda link: DIFFERENCES.index(link.property))
    for link in links:
        found.append((REASONS.get(link.property, link.property), [link.subject, link.object]))
    return found


def _has_part(library: Library, entity: int, numbers: Sequence[int]) -> bool:
    found = {party.entity.id for number in numbers for party in parties(library.index, number)}
    spoken = {
        who.id
        for one in statements(library.index, numbers)
        for s in one.sources
        for who in s.speakers
    }
    return entity in found | spoken
