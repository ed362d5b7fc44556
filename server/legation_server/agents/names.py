"""Find out which thing of the dataset a name means, and name the nearest when none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from legation_server.agents.library import Library
from legation_server.reconciliation import folded, terms_of
from legation_server.site_index import (
    LISTED,
    Code,
    Entity,
    alike,
    below,
    code_at,
    codes,
    codes_of,
    entities,
    entity_at,
    listed,
    search,
)

# How alike a name must be to be worth naming (rapidfuzz, 0 to 100), and how many are named.
LEAST_ALIKE, MOST_NEAR = 60.0, 5
# So many names are compared: more take too long.
MOST_COMPARED = 1_000
# The lists whose codes statements are about; where several have a name, the first is meant.
ABOUT_LISTS = ("topic", "commodity", "measure", "event-type", "situation-type")


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


def thing_meant(library: Library, name: str) -> Meaning:
    """Return what statements are about that a name means: an entity, or a code of ABOUT_LISTS.

    A name is an IRI, a prefixed name, a path, or a label.
    """
    path = library.path(name)
    found = entity_at(library.index, path) or entity_at(library.index, f"id/{path}")
    if found:
        return Meaning(name, found)
    code = code_at(library.index, path) or code_at(library.index, f"code/{path}")
    if code and code.list in ABOUT_LISTS:
        return Meaning(name, code)
    return _searched(library, name)


def condition_about(library: Library, thing: Entity | Code) -> tuple[str, tuple[int | str, ...]]:
    """Return a condition on `statement` in SQL with its values: what is about a thing.

    That is what an entity has a part in, or what is its word; what has a code or a narrower one.
    """
    if isinstance(thing, Entity):
        where = """id IN (SELECT statement FROM statement_party WHERE entity = ? UNION
            SELECT statement FROM statement_claim JOIN claim_speaker USING (claim)
            WHERE entity = ?)"""
        return where, (thing.id, thing.id)
    if thing.list == "topic":
        return "id IN (SELECT statement FROM statement_topic WHERE topic = ?)", (thing.id,)
    numbers = listed(below(library.index, thing.id))
    # What a figure leaves out it is not about.
    where = f"""type IN {LISTED} OR measure IN {LISTED} OR id IN (SELECT statement
        FROM statement_code WHERE property <> 'excludes' AND code IN {LISTED})"""
    return where, (numbers, numbers, numbers)


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
    near = nearest_places(wanted, [folded(one.label) for one in every])
    return Meaning(name, None, near=tuple(every[place] for place in near))


def nearest_entities(library: Library, name: str) -> list[Entity]:
    """Return the entities whose names are most like a name."""
    known = alike(library.index, folded(name), MOST_COMPARED)
    near = nearest_places(folded(name), [one.form for one in known])
    numbers = dict.fromkeys(known[place].entity for place in near)
    found = entities(library.index, numbers)
    return [found[number] for number in numbers]


def _searched(library: Library, name: str) -> Meaning:
    found = search(library.index, terms_of(name), ("entity", "code"), MOST_NEAR + 1)
    hits, code_hits = (found.hits.get(kind, []) for kind in ("entity", "code"))
    by_number = entities(library.index, (hit.thing for hit in hits))
    concepts = codes(library.index, (hit.thing for hit in code_hits))
    known: list[tuple[Entity | Code, bool]] = [(by_number[hit.thing], hit.exact) for hit in hits]
    for code_list in ABOUT_LISTS:
        for hit in code_hits:
            code = concepts[hit.thing]
            if code.list == code_list and (code.uses or hit.exact):
                known.append((code, hit.exact))
    if not known:
        return Meaning(name, None, near=tuple(nearest_entities(library, name)))
    # What is called just so comes before what only has the word in its name.
    known.sort(key=lambda pair: not pair[1])
    sure = known[0][1] and not found.corrected
    rest = [thing for thing, exact in known[1:] if exact or not sure]
    return Meaning(name, known[0][0], sure and not rest, tuple(rest))


def nearest_places(wanted: str, names: Sequence[str]) -> list[int]:
    """Return the places of the names most like one, the most alike first."""
    found = process.extract(
        wanted, names, scorer=fuzz.WRatio, limit=MOST_NEAR, score_cutoff=LEAST_ALIKE
    )
    return [place for _, _, place in found]
