"""Read entities from the index of pages when they are asked for, and keep those asked for last."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock

from legation_server.reconciliation.matching.catalogue import Entity
from legation_server.reconciliation.matching.vocabulary import Vocabulary
from legation_server.site_index import (
    SiteIndex,
    absolute,
    classes_of,
    entities,
    entity_count,
    entity_items,
    entity_names,
    entity_numbers,
    paths_in_order,
)

SPACE = "id/"
MOST_KEPT = 20_000


class EntityReader(Mapping[str, Entity]):
    """Entities by their ids, read when they are asked for; those asked for last are kept."""

    def __init__(self, index: SiteIndex, vocabulary: Vocabulary, base: str) -> None:
        """Read from an index."""
        self._index = index
        self._vocabulary = vocabulary
        self._base = base
        self._kept: OrderedDict[int, Entity] = OrderedDict()
        self._lock = Lock()

    def __getitem__(self, name: str) -> Entity:
        """Return an entity; raises KeyError."""
        found = entity_numbers(self._index, [SPACE + name])
        if not found:
            raise KeyError(name)
        return self.numbered(found.values())[0]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all entities, in order."""
        for path in paths_in_order(self._index, 0, len(self)):
            yield path.removeprefix(SPACE)

    def __len__(self) -> int:
        """Return how many there are."""
        return entity_count(self._index)

    def named(self, names: Sequence[str]) -> list[Entity]:
        """Return the entities with some ids, in their order; of ids that none has, nothing."""
        paths = [SPACE + name for name in names]
        numbers = entity_numbers(self._index, paths)
        return self.numbered(numbers[path] for path in paths if path in numbers)

    def numbered(self, numbers: Iterable[int]) -> list[Entity]:
        """Return the entities with some numbers, in their order."""
        wanted = list(dict.fromkeys(numbers))
        found = self.by_number(wanted)
        return [found[number] for number in wanted]

    def by_number(self, numbers: Iterable[int]) -> dict[int, Entity]:
        """Return entities by their numbers."""
        wanted = set(numbers)
        with self._lock:
            found = {number: self._kept[number] for number in wanted if number in self._kept}
            for number in found:
                self._kept.move_to_end(number)
        new = self._made(sorted(wanted - found.keys()))
        with self._lock:
            self._kept.update(new)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found | new

    def types_of(self, classes: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return the ids of the most specific of some classes, and of all above them."""
        return self._vocabulary.types_of({absolute(each, self._base) for each in classes})

    def _made(self, numbers: list[int]) -> dict[int, Entity]:
        kinds, items = classes_of(self._index, numbers), entity_items(self._index, numbers)
        names = entity_names(self._index, numbers)
        made = {}
        for number, one in entities(self._index, numbers).items():
            types, all_types = self.types_of(kinds.get(number, ()))
            known = names.get(number, ())
            full = {each.value for each in known if each.kind == "pref"}
            made[number] = Entity(
                one.path.removeprefix(SPACE),
                one.label or one.path.removeprefix(SPACE),
                one.description,
                types,
                all_types,
                tuple(sorted(full | ({one.label} if one.label else set()))),
                tuple(sorted({each.value for each in known if each.kind == "alt"})),
                tuple(sorted(items.get(number, ()))),
            )
        return made
