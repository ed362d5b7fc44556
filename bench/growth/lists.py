"""The code lists that a corpus takes its codes from: those of ontology/, and finer codes.

None of the general lists is missed, whatever is added to them. Documents that have the same finer
code say the same of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from legation_build.dataset import Pattern, vocabulary_of
from legation_build.namespaces import CODE, SKOS
from legation_build.resources import resource
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

# Which units suit a measure, and which measures count items.
_UNITS = {
    "export-value": ("us-dollar", "euro"),
    "trade-volume": ("us-dollar", "euro", "tonne"),
    "price": ("us-dollar", "euro"),
    "share": ("percent",),
    "share-of-imports": ("percent",),
    "growth-rate": ("percent",),
    "distance": ("kilometre",),
    "duration": ("day", "month", "year", "decade", "century"),
    "casualties": ("person",),
    "population": ("person",),
    "rank": ("rank",),
    "flow": ("barrel-per-day",),
}
_COUNTS = frozenset({"number"})

# What finer codes are called, before the name of the wider one.
_FINER = {
    "event-type": ("joint", "secret", "annual", "informal", "first-ever", "emergency"),
    "situation-type": ("limited", "formal", "seasonal", "disputed-by-some", "renewed"),
    "commodity": ("refined", "dried", "processed", "spare"),
    "topic": ("regional", "cross-border", "digital"),
    "role": ("deputy", "acting", "honorary"),
    "measure": ("yearly", "seasonally-adjusted"),
    "unit": ("thousand", "long"),
}
_KINDS = ("settlement", "magazine", "shipyard", "lobbying-firm", "university", "festival", "canal")


@dataclass(frozen=True)
class Lists:
    """The codes of each list in order, their labels by `list/code`, and the patterns of types."""

    codes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    situation_patterns: Mapping[str, Pattern]

    def label(self, scheme: str, code: str) -> str:
        """Return the label of a code; one that only a document has is its words."""
        return self.labels.get(f"{scheme}/{code}", code.replace("-", " "))

    def units(self, measure: str) -> tuple[str, ...]:
        """Return the units that suit a measure; amounts are of anything."""
        known = [unit for unit in _UNITS.get(measure, ()) if unit in self.codes["unit"]]
        if measure == "amount" or not (known or measure in _COUNTS):
            known = [unit for unit in self.codes["unit"] if unit not in ("percent", "rank")]
        return tuple(known) or ("item",)


@cache
def general_lists() -> Lists:
    """Return the general lists, read from ontology/codes.ttl and ontology/bilateral.ttl."""
    triples = [
        quad.triple
        for name in ("bilateral.ttl", "codes.ttl")
        for quad in parse((resource("ontology") / name).read_bytes(), format=RdfFormat.TURTLE)
    ]
    vocabulary = vocabulary_of(triples)
    labels = {
        triple.subject.value.removeprefix(CODE): triple.object.value
        for triple in triples
        if isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
        and triple.predicate.value == SKOS + "prefLabel"
    }
    types = sorted(vocabulary.codes["situation-type"])
    return Lists(
        codes={scheme: tuple(sorted(names)) for scheme, names in vocabulary.codes.items()},
        labels=labels,
        situation_patterns={
            name: vocabulary.patterns.get(f"{CODE}situation-type/{name}", Pattern())
            for name in types
        },
    )


def own_code(scheme: str, general: Sequence[str], chance: Random) -> dict[str, object]:
    """Return the block of codes.yaml for a code of a list; the first ones come most often."""
    if scheme == "kind":
        nth = _nth(len(_KINDS), chance)
        return _block(scheme, _KINDS[nth], general[nth % len(general)] if general else "")
    wide = general[_nth(len(general), chance)]
    finer = _FINER[scheme][_nth(len(_FINER[scheme]), chance)]
    return _block(scheme, f"{finer}-{wide}", wide)


def _block(scheme: str, name: str, wide: str) -> dict[str, object]:
    words = name.replace("-", " ")
    return {
        "id": f"{scheme}/{name}",
        **({"broader": wide} if wide else {}),
        "label": words,
        "definition": f"What a document calls {words}.",
        "example": f"A case of {words}.",
    }


def _nth(count: int, chance: Random) -> int:
    return int(count ** chance.random()) - 1
