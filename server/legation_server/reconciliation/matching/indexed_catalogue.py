"""The catalogue of a large release: each look-up reads a few rows of the index of pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from legation_server.reconciliation.matching.catalogue import (
    ITEM_PATTERN,
    Catalogue,
    Entity,
    Given,
    Named,
    last_word,
    most_similar,
)
from legation_server.reconciliation.matching.entity_reader import SPACE, EntityReader
from legation_server.reconciliation.matching.names import normal_forms
from legation_server.reconciliation.matching.vocabulary import Select, Vocabulary, load_vocabulary
from legation_server.site_index import (
    SiteIndex,
    Spelling,
    abbreviated,
    absolute,
    alike,
    beginning,
    class_properties,
    class_sets,
    ending,
    entities_of_class,
    entities_with_item,
    paths_in_order,
    spelt,
)

# The most that a look-up compares: names by their letters, names by
# their beginnings, people of the same last name, and those looked at to propose properties.
MOST_ALIKE, MOST_BEGINNING, MOST_NAMESAKES, MOST_SAMPLED = 1_000, 2_000, 200, 500
# Returns the ids of the entities that have one of some values, written as in a query.
Holders = Callable[[str, Sequence[str]], Sequence[str]]


class IndexedCatalogue(Catalogue):
    """A catalogue that holds no entity, but those that were asked about last.

    `holders` finds entities by a property.
    """

    def __init__(self, index: SiteIndex, vocabulary: Vocabulary, base: str) -> None:
        """Read from an index; the ids of entities follow `<base>id/`."""
        super().__init__([], vocabulary.types, vocabulary.properties, base + SPACE)
        self._index = index
        self._read = EntityReader(index, vocabulary, base)
        self.entities = self._read
        self.holders: Holders = lambda name, values: ()

    @property
    def size(self) -> int:
        """Return how many entities there are."""
        return len(self._read)

    def identified(self, text: str, *, by_slug: bool = True) -> list[Entity]:
        """Return the entities an id, an IRI or a Wikidata item stands for; see Catalogue."""
        if item := ITEM_PATTERN.match(text.strip()):
            return self._read.numbered(entities_with_item(self._index, item[1]))
        return super().identified(text, by_slug=by_slug)

    def exactly(self, form: str) -> list[Named]:
        """Return the names with a normal form."""
        return self._named(spelt(self._index, form))

    def with_last_word(self, entity: Entity) -> list[Entity]:
        """Return other entities whose labels end like an entity's, at most MOST_NAMESAKES."""
        found = ending(self._index, last_word(entity), MOST_NAMESAKES)
        return [each for each in self._read.numbered(found) if each.id != entity.id]

    def abbreviated(self, letters: str) -> list[Named]:
        """Return the names whose words begin with the given letters, in this order."""
        return self._named(abbreviated(self._index, letters)) if letters else []

    def similar(self, form: str) -> list[Named]:
        """Return the names that may be similar to a normal form, as a whole or in their words."""
        near = alike(self._index, form, MOST_ALIKE)
        return self._named([near[place] for place in most_similar(form, [n.form for n in near])])

    def forms(self, entity: Entity) -> frozenset[str]:
        """Return the normal forms of an entity's names."""
        names = dict.fromkeys((entity.label, *entity.labels, *entity.names))
        return frozenset(form for name in names for form in normal_forms(name))

    def beginning(self, prefix: str) -> list[Entity]:
        """Return the entities with a name that may begin with a text, or be similar to it.

        At most MOST_BEGINNING names are looked at, those of what is named most.
        """
        found: dict[int, None] = {}
        for form in normal_forms(prefix):
            found |= dict.fromkeys(beginning(self._index, form, MOST_BEGINNING))
            found |= dict.fromkeys(one.entity for one in alike(self._index, form, MOST_ALIKE))
        known = self._read.numbered(found)
        return [*known, *(each for each in self.identified(prefix) if each not in known)]

    def in_order(self, start: int, count: int) -> list[Entity]:
        """Return some entities in the order of their ids, from one place on."""
        names = [path.removeprefix(SPACE) for path in paths_in_order(self._index, start, count)]
        self._read.fetch(names)
        return [self._read[name] for name in names]

    def holding(self, name: str, given: Sequence[Given]) -> list[Entity]:
        """Return the entities that have one of the values given for a property, just as given.

        Values that are names of entities, items of Wikidata or IRIs stand for these.
        """
        found = self.holders(name, sorted({term for one in given for term in self._terms(one)}))
        self._read.fetch(found)
        return [self._read[each] for each in found if each in self._read]

    def of_type(self, kind: str) -> list[str]:
        """Return the ids of entities of a type, of any for "": at most MOST_SAMPLED."""
        wanted = [
            each
            for together in class_sets(self._index)
            if not kind or kind in self._read.types_of(together)[1]
            for each in together
            if not kind or kind in self._read.types_of([each])[1]
        ]
        return [
            one.id
            for one in self._read.numbered(entities_of_class(self._index, wanted, MOST_SAMPLED))
        ]

    def type_counts(self) -> Mapping[str, int]:
        """Return how many entities each type has."""
        counts: dict[str, int] = {}
        for together, count in class_sets(self._index).items():
            for kind in self._read.types_of(together)[1]:
                counts[kind] = counts.get(kind, 0) + count
        return counts

    def _named(self, found: Sequence[Spelling]) -> list[Named]:
        by_number = self._read.by_number(one.entity for one in found)
        return [Named(by_number[one.entity], one.name, one.form) for one in found]

    def _terms(self, given: Given) -> Iterator[str]:
        """Yield what a value given may be, as a query writes it."""
        meant = [each for text in given.texts for each in self.identified(text)]
        meant += [named.entity for form in given.forms for named in self.exactly(form)]
        for entity in meant:
            yield f"<{self.space}{entity.id}>"
        for item in given.items:
            yield f"<http://www.wikidata.org/entity/{item}>"
        for text in given.texts:
            yield from (written(text), f"{written(text)}@en")


def index_catalogue(
    index: SiteIndex, select: Select, base: str, prefixes: Mapping[str, str]
) -> IndexedCatalogue:
    """Return the catalogue of the entities in an index; `select` asks for the terms alone."""
    kinds = {kind for together in class_sets(index) for kind in together}
    used = [name for name in class_properties(index)[SPACE] if name.startswith("ns#")]
    predicates = sorted(absolute(name, base) for name in used)
    known = {absolute(kind, base) for kind in kinds}
    return IndexedCatalogue(index, load_vocabulary(select, known, predicates, prefixes), base)


def written(text: str) -> str:
    """Return a text as a query writes it."""
    return str(ox.Literal(text))
