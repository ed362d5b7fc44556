"""Give blank nodes labels that are the same each time the same triples come in the same order."""

from collections.abc import Callable, Iterable, Iterator
from itertools import count

import pyoxigraph as ox

Naming = Callable[[ox.BlankNode], ox.BlankNode]


def numbered(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield triples with their blank nodes named b0, b1 and so on, in the order they come in.

    The engine gives a blank node of a CONSTRUCT template (SPARQL 1.1 Query, section 16.2.1)
    another label each time; such a label means nothing outside its graph (RDF 1.1 Concepts,
    section 3.4).
    """
    numbers = count()
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def name(node: ox.BlankNode) -> ox.BlankNode:
        if node not in names:
            names[node] = ox.BlankNode(f"b{next(numbers)}")
        return names[node]

    return (renamed(triple, name) for triple in triples)


def renamed(triple: ox.Triple, name: Naming) -> ox.Triple:
    """Return a triple with another name for each blank node, in the triples it holds too."""
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
        return triple
    if isinstance(subject, ox.BlankNode):
        subject = name(subject)
    elif isinstance(subject, ox.Triple):
        subject = renamed(subject, name)
    if isinstance(value, ox.BlankNode):
        value = name(value)
    elif isinstance(value, ox.Triple):
        value = renamed(value, name)
    return ox.Triple(subject, triple.predicate, value)
