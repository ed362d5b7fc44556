"""The counts of a default graph, and of the graphs with a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Terms and how many triples have each; a term is written as in SPARQL.
Sizes = Mapping[str, int]


@dataclass(frozen=True)
class Counts:
    """How many triples there are, of each predicate, with each object, and in each named graph.

    `predicates` has all predicates of the default graph. `objects` has, by the predicate, the
    objects of those with few and no blank node among them. `graphs` has the named graphs with their
    triples. What is None was not counted.
    """

    predicates: Sizes | None = None
    objects: Mapping[str, Sizes] = field(default_factory=dict)
    graphs: Sizes | None = None

    def sizes(self, pattern: "Pattern") -> Sizes | None:
        """Return how many solutions a pattern has by the term of its key; None if not known."""
        if pattern.graph is not None:
            return self.graphs
        if pattern.predicate is None:
            return self.predicates
        found = self.objects.get(pattern.predicate)
        if pattern.value is not None and found is not None:
            return {pattern.value: found[pattern.value]} if pattern.value in found else None
        return found

    def total(self, pattern: "Pattern") -> int | None:
        """Return how many solutions a pattern has; None if not known."""
        if pattern.graph is None and pattern.predicate is not None and pattern.value is None:
            return (self.predicates or {}).get(pattern.predicate)
        sizes = self.sizes(pattern)
        return None if sizes is None else sum(sizes.values())


@dataclass(frozen=True)
class Pattern:
    """One triple pattern whose subject is a variable, perhaps inside GRAPH and a variable.

    `predicate` and `value` are IRIs as SPARQL writes them, None for variables. `variables` has all
    variables, and `key` is the one whose terms are few: the graph, the predicate or the object.
    """

    variables: frozenset[str]
    key: str | None
    predicate: str | None
    value: str | None
    graph: str | None = None
