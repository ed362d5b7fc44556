"""Tell how often each class and property occurs, by a dataset's partitions (VoID, 4.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from legation_server.descriptions import LinkedText, Wording, natural
from legation_server.namespaces import VOID

# Class and property partitions: what a dataset calls them, what one is of, and what is counted.
CLASSES = (VOID + "classPartition", VOID + "class", VOID + "entities")
PROPERTIES = (VOID + "propertyPartition", VOID + "property", VOID + "triples")
PARTITIONS = (CLASSES[0], PROPERTIES[0])


@dataclass(frozen=True)
class CountedPart:
    """A class or property, the fragment that names its partition, and how often it occurs."""

    anchor: str
    link: LinkedText
    count: int


@dataclass(frozen=True)
class CountedParts:
    """The classes and the properties of a dataset."""

    classes: Sequence[CountedPart] = ()
    properties: Sequence[CountedPart] = ()

    @property
    def anchors(self) -> set[str]:
        """Return the fragments of all partitions."""
        return {part.anchor for part in (*self.classes, *self.properties)}


def counted_parts(values: Wording, subject: str) -> CountedParts:
    """Return the partitions of a dataset, by name; none for whatever is no dataset."""
    return CountedParts(*(_counted(values, subject, row) for row in (CLASSES, PROPERTIES)))


def _counted(values: Wording, subject: str, row: tuple[str, str, str]) -> list[CountedPart]:
    partition, of, counted = row
    index = values.index
    found = [
        CountedPart(part.partition("#")[2], values.named(name), int(number))
        for part in index.names(subject, partition)
        for name in index.names(part, of)
        if (number := index.text(part, counted)).isdigit()
    ]
    return sorted(found, key=lambda part: (natural(part.link.text), part.anchor))
