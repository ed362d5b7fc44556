"""Make the rows that say which properties things of a class have, and codes of which list. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from legation_build.namespaces import RDF, SKOS
from legation_build.site_index.numbering import Numbered, Table, path

# Of things of a class: a property. Of a property: a list that codes among its values are from.
Pair = tuple[str, str]
# All entities, of whatever classes, are told as one more class.
ENTITIES = "id/"
ON_CLASSES, FROM_LISTS = "class_property", "property_list"


def term_uses(made: Numbered) -> dict[str, list[Pair]]:
    """Return the rows of both tables, each once, sorted.

    IRIs of the site are paths, as in ns#Event.
    """
    on_classes: set[Pair] = set()
    from_lists: set[Pair] = set()
    for iri, about in made.index.items():
        names = [path(name) for name in about]
        if iri in made.entities:
            on_classes.update((name, ENTITIES) for name in names)
        for kind in about.get(RDF + "type", ()):
            on_classes.update((name, path(str(kind)[1:-1])) for name in names)
        for name, values in about.items():
            for value in values:
                # Few things are codes, so that it is asked first.
                if (code := str(value)[1:-1]) in made.codes:
                    lists = made.values(code, SKOS + "inScheme")
                    from_lists.update((path(name), one.rpartition("/")[2]) for one in lists)
    return {ON_CLASSES: sorted(on_classes), FROM_LISTS: sorted(from_lists)}


@dataclass
class TermUses:
    """The rows of both tables for documents that come one after the other."""

    found: dict[str, set[Pair]] = field(
        default_factory=lambda: {ON_CLASSES: set(), FROM_LISTS: set()}
    )

    def add(self, uses: Mapping[str, Iterable[Sequence[str]]]) -> None:
        """Take what `term_uses` returned for a document, or the same as JSON has it."""
        for name, rows in uses.items():
            self.found[name].update((first, second) for first, second in rows)

    def tables(self) -> Iterator[Table]:
        """Yield the tables."""
        for name, pairs in self.found.items():
            yield name, sorted(pairs)
