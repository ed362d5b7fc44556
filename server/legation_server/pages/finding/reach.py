"""Decide which statements a page reads: all that it is about, or so many of them as it can show."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from legation_server.errors import Problem
from legation_server.pages.reading.choices import Choosing, Chosen, asked, rows
from legation_server.site_index import (
    FIRMNESS,
    Choice,
    SiteIndex,
    code_at,
    document_at,
    entity_at,
)

# A page looks at so many statements; for more there are queries.
MOST_STATEMENTS = 5_000


@dataclass(frozen=True)
class Reach:
    """What a page reads: what is chosen, among which statements, and how many are passed over."""

    picked: Chosen
    choosing: Choosing
    passed_over: int


def within_reach(index: SiteIndex, find: Callable[[Choice], list[int]]) -> Reach:
    """Return what a page reads whose statements `find` returns, by the choices in its address.

    Choices are made among the statements read, so that a page can tell what others would leave.
    Where there are too many, they are made before. Raises Problem for an actor who is not there.
    """
    picked = asked()
    choice = Choice(entity=_actor(index, picked))
    found = find(choice)
    if len(found) > MOST_STATEMENTS:
        found = find(_narrowed(index, choice, picked))
    numbers = found[:MOST_STATEMENTS]
    choosing = Choosing(index, rows(index, numbers), picked)
    return Reach(picked, choosing, len(found) - len(numbers))


def _actor(index: SiteIndex, picked: Chosen) -> int | None:
    if not picked.actor:
        return None
    entity = entity_at(index, f"id/{picked.actor}")
    if entity is None:
        raise Problem("not-found", f"There is nobody called {picked.actor!r} for ?actor=.")
    return entity.id


def _narrowed(index: SiteIndex, choice: Choice, picked: Chosen) -> Choice:
    topic = code_at(index, f"code/topic/{picked.topic}")
    document = document_at(index, picked.document)
    return replace(
        choice,
        topic=topic.id if topic else None,
        document=document.id if document else None,
        firmly=picked.firmly if picked.firmly in FIRMNESS else "",
    )
