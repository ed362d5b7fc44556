"""Keep what a store rewrites, so that documents show literals as the dumps have them.

The engine keeps numbers, times and truth values as values: `"01"^^xsd:integer` comes back as
`"1"^^xsd:integer`, and types derived from xsd:integer as that one.
"""

from collections.abc import Iterable
from typing import Protocol

import pyoxigraph as ox

Triples = tuple[ox.Triple, ...]

Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
STRING = ox.Literal("").datatype
# Where a term stands while the store is asked what it makes of it.
PLACE = ox.NamedNode("urn:legation:object")


class Originals(Protocol):
    """Finds by each triple that a store has after a rewriting all that stand for it."""

    def __len__(self) -> int:
        """Return 0 when nothing was rewritten."""

    def get(self, triple: ox.Triple, default: Triples, /) -> Triples:
        """Return the triples that stand for one of the store, or what is given for the others."""


class OriginalTerms:
    """Notes of the triples that go into a store and have another object there."""

    def __init__(self) -> None:
        """Begin with none."""
        self._stored: dict[Object, Object] = {}
        self._found: dict[ox.Triple, dict[ox.Triple, None]] = {}
        # Only these can fall together with a rewritten one.
        self._kept: set[ox.Triple] = set()

    def note(self, quads: Iterable[ox.Quad]) -> None:
        """Note those of some quads that the store rewrites."""
        for quad in quads:
            if may_be_rewritten(quad.object):
                self._note(quad)

    def table(self) -> dict[ox.Triple, Triples]:
        """Return by each triple that the store has after a rewriting all that stand for it."""
        table: dict[ox.Triple, Triples] = {}
        for stored, originals in self._found.items():
            as_it_is = (stored,) if stored in self._kept else ()
            table[stored] = (*as_it_is, *originals)
        return table

    def _note(self, quad: ox.Quad) -> None:
        original = quad.object
        if original not in self._stored:
            self._stored[original] = as_stored(original)
        stored = self._stored[original]
        if stored == original:
            self._kept.add(quad.triple)
            return
        triple = ox.Triple(quad.subject, quad.predicate, stored)
        self._found.setdefault(triple, {})[quad.triple] = None


def with_originals(triples: Iterable[ox.Triple], originals: Originals) -> Iterable[ox.Triple]:
    """Return triples out of a store with their objects as they were before."""
    if not originals:
        return triples
    return (original for triple in triples for original in originals.get(triple, (triple,)))


def may_be_rewritten(term: Object) -> bool:
    """Return whether a term is, or holds, a literal with a type of its own."""
    if isinstance(term, ox.Literal):
        return term.language is None and term.datatype != STRING
    return isinstance(term, ox.Triple)


def as_stored(term: Object) -> Object:
    """Return what a store makes of a term.

    A store in memory remembers each time that a quad came and went, and takes ever longer to look
    through them: so this takes a new one.
    """
    store = ox.Store()
    store.add(ox.Quad(PLACE, PLACE, term))
    stored: Object = next(iter(store)).object
    return stored
