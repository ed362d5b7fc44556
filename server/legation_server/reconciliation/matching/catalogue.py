"""The entities that can be matched, by name and identifier, with their types and properties."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from legation_server.reconciliation.matching.given_values import ITEM_PATTERN, GivenValue
from legation_server.reconciliation.matching.names import initials, normal_forms

LEAST_SIMILARITY = 60
MOST_SIMILAR_NAMES = 30


@dataclass(frozen=True)
class Entity:
    """Something that can be matched.

    `id` is the end of its IRI; `types` are the ids of its most specific types, `all_types` also
    those of their superclasses; `labels` are its full names in any language, `names` its other
    names; `items` are its items in Wikidata (Q227).
    """

    id: str
    label: str
    description: str = ""
    types: tuple[str, ...] = ()
    all_types: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """A type or property: its id, name and description.

    `broader` are the ids of the direct superclasses of a type; `synonyms` are further ids; a
    property is `open` where a thing may have more values than the data.
    """

    id: str
    name: str
    description: str = ""
    broader: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True)
class Named:
    """A name of an entity, as it is written, and one of its normal forms."""

    entity: Entity
    name: str
    form: str


@dataclass
class Terms:
    """Types or properties, found by id, synonym or name."""

    terms: Mapping[str, Term]
    _by_synonym: dict[str, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the synonyms; one that two terms share stands for neither."""
        shared: dict[str, set[str]] = defaultdict(set)
        for term in self.terms.values():
            for synonym in (*term.synonyms, term.name, term.name.casefold()):
                shared[synonym].add(term.id)
        self._by_synonym = {
            synonym: self.terms[next(iter(ids))] for synonym, ids in shared.items() if len(ids) == 1
        }

    def find(self, text: str) -> Term | None:
        """Return the term that an id, IRI or name stands for."""
        text = text.strip()
        return (
            self.terms.get(text)
            or self._by_synonym.get(text)
            or self._by_synonym.get(text.casefold())
        )


class Catalogue:
    """Entities, indexed by their names. An id follows the IRI `space`."""

    def __init__(
        self,
        entities: Iterable[Entity],
        types: Iterable[Term],
        properties: Iterable[Term],
        space: str,
    ) -> None:
        """Index entities, types and properties."""
        self.entities: Mapping[str, Entity] = {entity.id: entity for entity in entities}
        self.types = Terms({term.id: term for term in types})
        self.properties = Terms({term.id: term for term in properties})
        self.space = space
        self.named: list[Named] = []
        self._forms: dict[str, frozenset[str]] = {}
        self._last_words: dict[str, set[str]] = defaultdict(set)
        self._exact: dict[str, list[Named]] = defaultdict(list)
        self._initials: dict[str, list[Named]] = defaultdict(list)
        self._by_item: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities.values():
            self._add(entity)
        self._choices = [named.form for named in self.named]

    def _add(self, entity: Entity) -> None:
        forms: set[str] = set()
        for name in dict.fromkeys((entity.label, *entity.labels, *entity.names)):
            for form in normal_forms(name):
                named = Named(entity, name, form)
                self.named.append(named)
                self._exact[form].append(named)
                if short := initials(form):
                    self._initials[short].append(named)
                forms.add(form)
        self._forms[entity.id] = frozenset(forms)
        self._last_words[last_word(entity)].add(entity.id)
        for item in entity.items:
            self._by_item[item].append(entity)

    def identified(self, text: str, *, by_slug: bool = True) -> list[Entity]:
        """Return the entities an id, an IRI or a Wikidata item stands for.

        Without `by_slug`, an id that could be a name does not count.
        """
        text = text.strip()
        if item := ITEM_PATTERN.match(text):
            return list(self._by_item.get(item[1], ()))
        found = self.entities.get(text.removeprefix(self.space))
        if not by_slug and text.isalpha():
            found = None
        return [found] if found else []

    def exactly(self, form: str) -> list[Named]:
        """Return the names with a normal form."""
        return self._exact.get(form, [])

    def with_last_word(self, entity: Entity) -> list[Entity]:
        """Return the other entities whose labels end like an entity's."""
        ids = self._last_words[last_word(entity)] - {entity.id}
        return [self.entities[name] for name in ids]

    def abbreviated(self, letters: str) -> list[Named]:
        """Return the names whose words begin with the given letters, in this order."""
        return self._initials.get(letters, [])

    def similar(self, form: str) -> list[Named]:
        """Return the names that may be similar to a normal form, as a whole or in their words."""
        return [self.named[number] for number in most_similar(form, self._choices)]

    def forms(self, entity: Entity) -> frozenset[str]:
        """Return the normal forms of an entity's names."""
        return self._forms[entity.id]

    def beginning(self, prefix: str) -> list[Entity]:
        """Return the entities with a name that may begin with a text, or be similar to it."""
        del prefix
        return list(self.entities.values())

    def in_order(self, start: int, count: int) -> list[Entity]:
        """Return some entities in the order of their ids, from one place on."""
        return [self.entities[name] for name in sorted(self.entities)[start : start + count]]

    def holding(self, name: str, given: Sequence[GivenValue]) -> list[Entity]:
        """Return the entities that may have one of the values given for a property."""
        del name, given
        return list(self.entities.values())

    def of_type(self, kind: str) -> list[str]:
        """Return the ids of the entities of a type, of all for ""."""
        return [name for name, each in self.entities.items() if not kind or kind in each.all_types]

    def type_counts(self) -> Mapping[str, int]:
        """Return how many entities each type has."""
        return Counter(kind for each in self.entities.values() for kind in each.all_types)

    @property
    def size(self) -> int:
        """Return how many entities there are."""
        return len(self.entities)


def most_similar(form: str, choices: Sequence[str]) -> list[int]:
    """Return the places of the forms that are similar to one, as a whole or in their words."""
    found: dict[int, None] = {}
    for scorer in (fuzz.ratio, fuzz.token_set_ratio):
        rows = process.extract(
            form,
            choices,
            scorer=scorer,
            processor=None,
            limit=MOST_SIMILAR_NAMES,
            score_cutoff=LEAST_SIMILARITY,
        )
        found.update((row[2], None) for row in rows)
    return list(found)


def last_word(entity: Entity) -> str:
    """Return the last word of an entity's label, in its normal form."""
    return next(iter(normal_forms(entity.label)), "").rpartition(" ")[2]
