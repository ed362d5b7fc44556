"""A graph that does not change while it is read: the shapes, of which pySHACL asks again and again.

For each node that it checks, pySHACL asks rdflib for the same properties of the same shapes. Kept
answers take a fifth off a validation.
"""

from collections.abc import Generator
from typing import Any

from rdflib import Graph


class ConstantGraph(Graph):
    """An rdflib graph that keeps its answers; ask only once it is complete."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._objects: dict[tuple[Any, Any], list[Any]] = {}
        self._rows: dict[Any, list[tuple[Any, Any]]] = {}

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: bool = False
    ) -> Generator[Any, None, None]:
        """Yield the values of a property; with `unique`, or for many nodes, nothing is kept."""
        if unique or subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
            return
        key = (subject, predicate)
        if key not in self._objects:
            self._objects[key] = list(super().objects(subject, predicate))
        yield from self._objects[key]

    def predicate_objects(
        self, subject: Any = None, unique: bool = False
    ) -> Generator[tuple[Any, Any], None, None]:
        """Yield the properties and values of a node."""
        if subject not in self._rows:
            self._rows[subject] = list(super().predicate_objects(subject, unique))
        yield from self._rows[subject]
