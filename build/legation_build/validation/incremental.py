"""Check data that change against the shapes: after the first time, only what changed."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, URIRef

from legation_build.validation.constant_graph import ConstantGraph
from legation_build.validation.gate import FAST, conforms
from legation_build.validation.queried_graph import QueriedGraph
from legation_build.validation.report import Violation
from legation_build.validation.shacl import parsed, results, violations_of

# More nodes than these are checked as a whole: choosing them would take longer.
_MOST_NODES = 500
_TARGETS = {SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf}


class IncrementalValidator:
    """The shapes, the data as they were last, and what was wrong in them."""

    def __init__(self, shapes: bytes, engine: str | None = None) -> None:
        """Take the shapes, in Turtle, and the engine that is asked first; None is pySHACL."""
        self._shape_file, self._is_gated = shapes, engine == FAST
        self._rules = parsed(shapes)
        self._shapes = ShapesGraph(self._rules)
        self._data = QueriedGraph()
        self._triples: frozenset[Triple] = frozenset()
        self._found: frozenset[Violation] = frozenset()

    def check(self, triples: Iterable[Triple]) -> tuple[Violation, ...]:
        """Return what is wrong in `triples`, sorted, as a check of all of them would.

        Only nodes whose triples changed are checked, and those that name them or that they name.
        """
        now = frozenset(triples)
        if self._is_gated and conforms(now, self._shape_file):
            return ()
        changed = now ^ self._triples
        nodes = _named(changed)
        nodes |= _named(t for t in now | self._triples if _named([t]) & nodes)
        whole = not self._triples or len(nodes) > _MOST_NODES
        self._data.change(self._triples - now, now - self._triples)
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
            rules = ConstantGraph()
            rules += (t for t in self._rules if t[1] not in _TARGETS)
            for shape in self._shapes.shapes:
                if any(map(any, shape.target())):
                    for node in shape.focus_nodes(self._data) & wanted:
                        rules.add((shape.node, SH.targetNode, node))
        return violations_of(results(self._data, rules), self._rules)


def _named(triples: Iterable[Triple]) -> set[str]:
    """Return the IRIs of the subjects and objects of `triples`."""
    ends = (end for triple in triples for end in (triple.subject, triple.object))
    return {end.value for end in ends if isinstance(end, NamedNode)}
