"""The sections of a Turtle file, in order: one row each."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A heading, and what comes under it.

    That is things with one of `classes` of the ontology, or with an IRI that begins with one of
    `paths` under the base. Of several paths that fit, the longest counts.
    """

    heading: str
    classes: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()


SECTIONS = (
    Section("The dataset", paths=("dataset", "releases/", "sparql", "dumps/")),
    Section("Documents", frozenset({"Document"})),
    Section("Relations", frozenset({"BilateralRelation"})),
    Section("Entities", paths=("id/",)),
    Section("Claims", frozenset({"Claim"})),
    Section("Attributions: who said it, who passed it on", frozenset({"Attribution"})),
    Section("Accounts: what one claim says about a content", frozenset({"Account"})),
    Section("Utterances", frozenset({"Utterance"})),
    Section("Events", frozenset({"Event"})),
    Section("Attributes", frozenset({"Attribute"})),
    Section("Situations", frozenset({"Situation"})),
    Section("Figures", frozenset({"Figure"})),
    Section("Suppositions: not asserted, or denied", frozenset({"Supposition"})),
    Section("Passages", frozenset({"Passage"})),
    Section("Ontology", paths=("ns", "alignments", "maintainers")),
    Section("Code lists", paths=("code",)),
    Section("Shapes", paths=("shapes",)),
    Section("Example queries", paths=("examples",)),
    Section("Graphs", paths=("graph/",)),
    Section("Files of mappings, and lines in them", paths=("mappings",)),
    Section("Statistics", paths=("dataset#class=", "dataset#property=")),
    Section("Other things"),
    Section("Things without names"),
)
_OTHER, _NAMELESS = len(SECTIONS) - 2, len(SECTIONS) - 1


def section_number(iri: str, types: Collection[str], base: str) -> int:
    """Return the index in SECTIONS of a thing by its IRI ("" for none) and its class IRIs.

    >>> SECTIONS[section_number("http://example.org/id/x", [], "http://example.org/")].heading
    'Entities'
    """
    if not iri:
        return _NAMELESS
    classes = {name.removeprefix(base + "ns#") for name in types if name.startswith(base + "ns#")}
    path = iri.removeprefix(base) if iri.startswith(base) else ""
    for place, row in enumerate(SECTIONS):
        if row.classes & classes:
            return place
    fitting = [
        (len(start), place)
        for place, row in enumerate(SECTIONS)
        for start in row.paths
        if path.startswith(start)
    ]
    return max(fitting, default=(0, _OTHER))[1]
