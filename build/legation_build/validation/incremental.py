"""Check data that change against the shapes: after the first time, only what changed."""

from collections.abc import Iterable

import pyshacl
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, Graph, URIRef

from legation_build.validation.shacl import Violation, parsed, violations_of

# More nodes than these are checked as a whole: choosing them would take longer.
_MOST_NODES = 500
_TARGETS = {SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf}


class IncrementalValidator:
    """The shapes, the data as they were last, and what was wrong in them."""

    def __init__(self, shapes: bytes) -> None:
        """Take the shapes, in Turtle."""
        self._rules = parsed(shapes, "turtle")
        self._shapes = ShapesGraph(self._rules)
        self._data = Graph()
        self._triples: frozenset[Triple] = frozenset()
        self._found: frozenset[Violation] = frozenset()

    def check(self, triples: Iterable[Triple]) -> tuple[Violation, ...]:
        """Return what is wrong in `triples`, sorted, as a check of all of them would.

        Only nodes whose triples changed are checked, and those that name them or that they name.
        """
        now = frozenset(triples)
        changed = now ^ self._triples
        nodes = _named(changed)
        nodes |= _named(t for t in now | self._triples if _named([t]) & nodes)
        whole = not self._triples or len(nodes) > _MOST_NODES
        for old in _as_graph(self._triples - now):
            self._data.remove(old)
        self._data += _as_graph(now - self._triples)
        self._triples = now
        if not changed:
            return tuple(sorted(self._found))
        kept = [] if whole else [v for v in self._found if v.focus not in nodes]
        self._found = frozenset(kept) | self._results(None if whole else nodes)
        return tuple(sorted(self._found))

    def _results(self, nodes: set[str] | None) -> set[Violation]:
        """Return what is wrong with `nodes`, or with all nodes.

        The engine's own option for chosen nodes would also leave out their values. So the shapes
        get the chosen nodes as their targets.
        """
        rules = self._rules
        if nodes is not None:
            wanted = {URIRef(node) for node in nodes}
            rules = Graph()
            rules += (t for t in self._rules if t[1] not in _TARGETS)
            for shape in self._shapes.shapes:
                if any(map(any, shape.target())):
                    for node in shape.focus_nodes(self._data) & wanted:
                        rules.add((shape.node, SH.targetNode, node))
        _, report, _ = pyshacl.validate(self._data, shacl_graph=rules, inference="none")
        assert isinstance(report, Graph)
        return violations_of(report, self._rules)


def _named(triples: Iterable[Triple]) -> set[str]:
    """Return the IRIs of the subjects and objects of `triples`."""
    ends = (end for triple in triples for end in (triple.subject, triple.object))
    return {end.value for end in ends if isinstance(end, NamedNode)}


def _as_graph(triples: Iterable[Triple]) -> Graph:
    return parsed(serialize(triples, format=RdfFormat.N_TRIPLES) or b"", "nt")
