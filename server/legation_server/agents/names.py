"""Find out which thing of the dataset a name means, and name the nearest when none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from legation_server.agents.library import Library
from legation_server.reconciliation import folded, terms_of
from legation_server.site_index import (
    Code,
    Entity,
    alike,
    code_at,
    codes_of,
    entities,
    entity_at,
    search,
)

# How alike a name must be to be worth naming (rapidfuzz, 0 to 100), and how many are named.
LEAST_ALIKE, MOST_NEAR = 60.0, 5
# So many names are compared: more take too long.
MOST_COMPARED = 1_000


@dataclass(frozen=True)
class Meaning:
    """What a name was taken for; `near` are others that it may mean, or the nearest without one.

    `sure` tells that the thing is called exactly so.
    """

    given: str
    thing: Entity | Code | None
    sure: bool = True
    near: tuple[Entity | Code, ...] = ()

    def words(self, library: Library) -> str:
        """Return what a reader should know about it; empty when it is just as given."""
        others = ", ".join(described(library, one) for one in self.near[:MOST_NEAR])
        if self.thing is None:
            tail = f" Nearest names: {others}." if others else " No name is near to it."
            return f"Nothing here is called “{self.given}”.{tail}"
        if self.sure:
            return ""
        tail = f" It may also mean {others}." if others else ""
        return f"“{self.given}” was taken for {described(library, self.thing)}.{tail}"


def described(library: Library, thing: Entity | Code) -> str:
    """Return a thing's label with its name in queries."""
    return f"{thing.label} ({library.short(library.iri(thing.path))})"


def entity_meant(library: Library, name: str) -> Meaning:
    """Return the entity that a name means: an IRI, a prefixed name, a path, or a label."""
    path = library.path(name)
    found = entity_at(library.index, path) or entity_at(library.index, f"id/{path}")
    return Meaning(name, found) if found else _searched(library, name)


def code_meant(library: Library, name: str, code_list: str) -> Meaning:
    """Return the code of a list that a name means, as in `topic`."""
    path = library.path(name)
    for one in (path, f"code/{path}", f"code/{code_list}/{path}"):
        found = code_at(library.index, one)
        if found and found.list == code_list:
            return Meaning(name, found)
    every = codes_of(library.index, code_list)
    wanted = folded(name)
    exact = next((one for one in every if wanted in (folded(one.label), one.name)), None)
    if exact:
        return Meaning(name, exact)
    near = _nearest(wanted, [folded(one.label) for one in every])
    return Meaning(name, None, near=tuple(every[place] for place in near))


def nearest_entities(library: Library, name: str) -> list[Entity]:
    """Return the entities whose names are most like a name."""
    known = alike(library.index, folded(name), MOST_COMPARED)
    near = _nearest(folded(name), [one.form for one in known])
    numbers = dict.fromkeys(known[place].entity for place in near)
    found = entities(library.index, numbers)
    return [found[number] for number in numbers]


def _searched(library: Library, name: str) -> Meaning:
    found = search(library.index, terms_of(name), ["entity"], MOST_NEAR + 1)
    hits = found.hits.get("entity", [])
    by_number = entities(library.index, (hit.thing for hit in hits))
    things = [by_number[hit.thing] for hit in hits]
    if not things:
        return Meaning(name, None, near=tuple(nearest_entities(library, name)))
    sure = hits[0].exact and not found.corrected
    rest = [by_number[hit.thing] for hit in hits[1:] if hit.exact or not sure]
    return Meaning(name, things[0], sure and not rest, tuple(rest))


def _nearest(wanted: str, names: Sequence[str]) -> list[int]:
    """Return the places of the names most like one, the most alike first."""
    found = process.extract(
        wanted, names, scorer=fuzz.WRatio, limit=MOST_NEAR, score_cutoff=LEAST_ALIKE
    )
    return [place for _, _, place in found]
