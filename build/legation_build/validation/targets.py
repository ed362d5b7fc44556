"""Find the nodes that each shape checks, in one pass over the data (SHACL, section 2.1.3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from legation_build.namespaces import RDF, RDFS, SH

_CLASS, _NODE, _SUBJECTS, _OBJECTS = (
    SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)
_Names = dict[str, set[str]]


def focus_nodes(triples: Iterable[Triple], shapes: bytes) -> Mapping[str, frozenset[str]]:
    """Return shape IRI → its focus nodes in `triples`, for each of `shapes` that has a target.

    `shapes` are in Turtle. Blank nodes are left out: their labels mean nothing outside of a graph.
    """
    targets = _targets(shapes)
    subjects: _Names = {name: set() for each in targets.values() for name in each[_SUBJECTS]}
    objects: _Names = {name: set() for each in targets.values() for name in each[_OBJECTS]}
    instances, narrower = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for subject, predicate, value in triples:
        name = predicate.value
        if name in objects and isinstance(value, NamedNode | Literal):
            objects[name].add(value.value)
        if isinstance(subject, NamedNode):
            if name in subjects:
                subjects[name].add(subject.value)
            if name == RDF + "type":
                instances[str(value)].add(subject.value)
            elif name == RDFS + "subClassOf":
                narrower[str(value)].add(str(subject))
    found = {}
    for shape, each in targets.items():
        nodes = set(each[_NODE])
        for kind in _below({str(NamedNode(name)) for name in each[_CLASS]}, narrower):
            nodes |= instances[kind]
        for name in each[_SUBJECTS]:
            nodes |= subjects[name]
        for name in each[_OBJECTS]:
            nodes |= objects[name]
        found[shape] = frozenset(nodes)
    return found


def _targets(shapes: bytes) -> dict[str, _Names]:
    """Return shape IRI → kind of target → the IRIs that it names."""
    found: dict[str, _Names] = defaultdict(lambda: defaultdict(set))
    for quad in parse(shapes, format=RdfFormat.TURTLE):
        kind, shape, value = quad.predicate.value, quad.subject, quad.object
        is_target = kind in (_CLASS, _NODE, _SUBJECTS, _OBJECTS)
        if is_target and isinstance(shape, NamedNode) and isinstance(value, NamedNode):
            found[shape.value][kind].add(value.value)
    return found


def _below(classes: set[str], narrower: Mapping[str, set[str]]) -> set[str]:
    """Return `classes` and all classes below them, as terms of N-Triples."""
    found, waiting = set(classes), list(classes)
    while waiting:
        new = narrower.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
