"""Describe what each shape guarantees, and on how many things it was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation_server.descriptions import DESCRIPTIONS, natural
from legation_server.namespaces import SH
from legation_server.rdf import GraphIndex
from legation_server.releases import ShapeCheck

TARGETS = (
    (SH + "targetClass", "every {}"),
    (SH + "targetSubjectsOf", "everything with “{}”"),
    (SH + "targetObjectsOf", "every value of “{}”"),
    (SH + "targetNode", "the whole dataset, for “{}”"),
)


@dataclass(frozen=True)
class ShapeEntry:
    """A shape on the page; `check` is None where it was not counted."""

    iri: str
    anchor: str
    guarantee: str
    explanation: str
    details: Sequence[str]
    targets: Sequence[str]
    check: ShapeCheck | None


def shape_entries(
    index: GraphIndex, namespace: str, checks: Mapping[str, ShapeCheck]
) -> list[ShapeEntry]:
    """Return the shapes of a namespace: first those with targets, then those that they use."""
    shapes = [iri for iri in index.of_type(SH + "NodeShape") if iri.startswith(namespace)]
    entries = [_entry(index, iri, namespace, checks.get(iri)) for iri in shapes]
    return sorted(entries, key=lambda entry: (not entry.targets, natural(entry.anchor)))


def _entry(index: GraphIndex, iri: str, namespace: str, check: ShapeCheck | None) -> ShapeEntry:
    nodes = [iri, *index.names(iri, SH + "property")]
    messages = [message.value for node in nodes for message in index.literals(node, SH + "message")]
    guarantee = index.label(iri)
    targets = [
        form.format(index.label(name))
        for predicate, form in TARGETS
        for name in sorted(index.names(iri, predicate))
    ]
    return ShapeEntry(
        iri=iri,
        anchor=iri.removeprefix(namespace),
        guarantee=guarantee,
        explanation=index.text(iri, *DESCRIPTIONS),
        details=sorted({message for message in messages if message != guarantee}),
        targets=targets,
        check=check,
    )
