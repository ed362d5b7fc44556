"""The kinds of things in a dataset, in the order in which a Turtle file has them: one row each."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A heading, and what stands under it.

    That is the classes of the ontology by name, or the paths under the base, that its things have.
    Of several paths that fit a thing, the longest counts.
    """

    heading: str
    classes: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()


KINDS = (
    Kind("The dataset", paths=("dataset", "releases/", "sparql", "dumps/")),
    Kind("Documents", frozenset({"Document"})),
    Kind("Relations", frozenset({"BilateralRelation"})),
    Kind("Entities", paths=("id/",)),
    Kind("Claims", frozenset({"Claim"})),
    Kind("Utterances", frozenset({"Utterance"})),
    Kind("Events", frozenset({"Event"})),
    Kind("Situations", frozenset({"Situation"})),
    Kind("Figures", frozenset({"Figure"})),
    Kind("Suppositions: not asserted, or denied", frozenset({"Supposition"})),
    Kind("Passages", frozenset({"Passage"})),
    Kind("Ontology", paths=("ns", "alignments", "maintainers")),
    Kind("Code lists", paths=("code",)),
    Kind("Shapes", paths=("shapes",)),
    Kind("Example queries", paths=("examples",)),
    Kind("Graphs", paths=("graph/",)),
    Kind("Files of mappings, and lines in them", paths=("mappings",)),
    Kind("Statistics", paths=("dataset#class=", "dataset#property=")),
    Kind("Other things"),
    Kind("Things without names"),
)
_OTHER, _NAMELESS = len(KINDS) - 2, len(KINDS) - 1


def kind(iri: str, types: Collection[str], base: str) -> int:
    """Return the place in KINDS of a thing with the IRI `iri` ("" for none) and class IRIs."""
    if not iri:
        return _NAMELESS
    classes = {name.removeprefix(base + "ns#") for name in types if name.startswith(base + "ns#")}
    path = iri.removeprefix(base) if iri.startswith(base) else ""
    for place, row in enumerate(KINDS):
        if row.classes & classes:
            return place
    fitting = [
        (len(start), place)
        for place, row in enumerate(KINDS)
        for start in row.paths
        if path.startswith(start)
    ]
    return max(fitting, default=(0, _OTHER))[1]
