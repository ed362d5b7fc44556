"""What a corpus is made from: seed, size, states, and the things that all documents share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from math import ceil, sqrt
from random import Random

from legation_build.mapping import slug

from growth.names import Names

FEWEST_STATES = 12
# Items of Wikidata have smaller numbers.
_FIRST_ITEM = 5_000_000_001


@dataclass(frozen=True)
class Thing:
    """An entity: the block that entities.yaml has of it."""

    id: str
    type: str
    label: str
    description: str
    more: Mapping[str, object] = field(default_factory=dict)

    def block(self) -> dict[str, object]:
        """Return the keys and values of its block."""
        named = {"id": self.id, "type": self.type, "label": self.label}
        return {**named, **self.more, "description": self.description}


@dataclass(frozen=True)
class State:
    """A state, and the ids of what belongs to it, by what it is."""

    id: str
    label: str
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Corpus:
    """A corpus of so many `documents` with at least so many `claims` each."""

    documents: int
    seed: int = 1
    claims: int = 60

    @cached_property
    def things(self) -> Mapping[str, Thing]:
        """All entities that documents share, by id."""
        return {thing.id: thing for thing in self._made[1]}

    @property
    def states(self) -> tuple[State, ...]:
        """The states, the one that is named most first."""
        return self._made[0]

    @cached_property
    def by_type(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the shared entities of each type, the one that is named most first."""
        found: dict[str, list[str]] = {}
        for thing in self._made[1]:
            found.setdefault(thing.type, []).append(thing.id)
        return {kind: tuple(ids) for kind, ids in found.items()}

    def pick(self, kind: str, chance: Random) -> str:
        """Return the id of a shared entity of a type: the nth is named one nth as often."""
        ids = self.by_type[kind]
        return ids[int(len(ids) ** chance.random()) - 1]

    @cached_property
    def _made(self) -> tuple[tuple[State, ...], tuple[Thing, ...]]:
        names, things = Names(str(self.seed)), []
        # As many states as have that many pairs.
        count = max(FEWEST_STATES, ceil((1 + sqrt(1 + 8 * self.documents)) / 2))
        states = []
        for number in range(count):
            state, own = _state(names, number)
            states.append(state)
            things += own
        things += _shared(names, self.documents)
        return tuple(states), tuple({thing.id: thing for thing in things}.values())


def document_ids(corpus: Corpus) -> Iterator[tuple[str, State, State]]:
    """Yield the id of each document and its two states; the best known states come first."""
    pairs = sorted(combinations(range(len(corpus.states)), 2), key=sum)
    for first, second in pairs[: corpus.documents]:
        one, other = corpus.states[first], corpus.states[second]
        yield f"{one.id}-{other.id}", one, other


def _state(names: Names, number: int) -> tuple[State, list[Thing]]:
    name = names.state()
    cities = [names.city() for _ in range(3)]
    made = {
        "state": Thing(slug(name), "Country", name, "A state", _links(name, number * 10)),
        "capital": Thing(
            slug(cities[0]), "City", cities[0], f"Capital of {name}", _links("", number * 10 + 1)
        ),
    }
    for place in cities[1:]:
        made[f"city {place}"] = Thing(slug(place), "City", place, f"City of {name}")
    for part, kind, label, text in (
        ("ministry", "GovernmentOrganization", f"Foreign Ministry of {name}", "Ministry"),
        ("parliament", "GovernmentOrganization", f"Parliament of {name}", "Parliament"),
        ("office", "GovernmentOrganization", f"Statistical Office of {name}", "Office"),
        ("court", "GovernmentOrganization", f"Supreme Court of {name}", "Court"),
        ("press", "NewsMediaOrganization", f"{name} Herald", "Newspaper"),
        ("officials", "Group", f"Officials of {name}", "Unnamed officials"),
        ("people", "People", f"People of {name}", "The people"),
        ("airfield", "Place", f"Airfield of {cities[2]}", "Airfield"),
        ("region", "AdministrativeArea", f"Region of {cities[1]}", "Region"),
        ("company", "Corporation", f"{names.body()} Works", "Company"),
        ("president", "Person", names.person(), f"President of {name}"),
        ("ambassador", "Person", names.person(), f"Ambassador of {name}"),
        ("report", "CreativeWork", f"Yearbook of {name}", "Yearbook"),
        ("plan", "Undertaking", f"Development Plan of {name}", "Plan"),
    ):
        made[part] = Thing(slug(label), kind, label, f"{text} that documents name")
    parts = {part: thing.id for part, thing in made.items()}
    return State(slug(name), name, parts), list(made.values())


def _links(name: str, number: int) -> dict[str, object]:
    labels = {"labels": {"fr": name, "de": f"{name} (Staat)"}} if name else {}
    return {**labels, "exactMatch": f"wd:Q{_FIRST_ITEM + number}"}


def _shared(names: Names, documents: int) -> Iterator[Thing]:
    for number in range(max(60, documents // 4)):
        name = names.person()
        aliases = {"aliases": [name.rpartition(" ")[2] + " the Envoy"]} if not number % 7 else {}
        yield Thing(slug(name), "Person", name, "Person that documents name", aliases)
    for number in range(max(40, documents // 10)):
        name = names.body()
        kind, label = (
            ("Organization", f"League of {name}"),
            ("Corporation", f"{name} Company"),
            ("Organization", f"{name} Fund"),
            ("Product", f"{name} pipeline"),
            ("Group", f"Friends of {name}"),
        )[number % 5]
        yield Thing(slug(label), kind, label, "Body or thing that documents name")
    for name in ("Orvism", "Telian Faith", "Old Creed"):
        yield Thing(slug(name), "Religion", name, "Religion")
    name = "World Gazetteer"
    yield Thing(slug(name), "CreativeWork", name, "Work that all documents stand in")
