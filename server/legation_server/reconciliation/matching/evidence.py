"""What an entity's properties say for or against it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from legation_server.reconciliation.matching.catalogue import ITEM, Catalogue
from legation_server.reconciliation.matching.names import readings

SAME_FROM = 90.0
# A date as tables have it, with or without the time of day.
DATE = re.compile(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?(?=$|T)")


@dataclass(frozen=True)
class Value:
    """A value of a property.

    `text` is what people read; `iri` is there for things, `entity` for those of the catalogue, by
    id; `language` and `datatype` (an IRI) for literals that have them.
    """

    text: str
    iri: str = ""
    entity: str = ""
    language: str = ""
    datatype: str = ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Return the text's normal forms."""
        return readings(self.text)


@dataclass(frozen=True)
class Asked:
    """A value a client gives: a text or number, or an entity that was matched before, by id."""

    text: str
    entity: str = ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Return the text's normal forms."""
        return readings(self.text)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return what may identify the value."""
        return tuple(text.strip() for text in (self.entity, self.text) if text.strip())

    @cached_property
    def items(self) -> frozenset[str]:
        """Return the items in Wikidata that it may be."""
        return frozenset(found[1] for text in self.texts if (found := ITEM.match(text)))


Values = Mapping[str, Sequence[Value]]


def agree(asked: Sequence[Asked], held: Sequence[Value], catalogue: Catalogue) -> bool | None:
    """Tell whether one of the values asked for is among those held; None when none are held."""
    if not held:
        return None
    return any(same(one, value, catalogue) for one in asked for value in held)


def same(asked: Asked, held: Value, catalogue: Catalogue) -> bool:
    """Tell whether a value given by a client means a value that is held."""
    if held.entity:
        named = [entity.id for text in asked.texts for entity in catalogue.identified(text)]
        if held.entity in named or (asked.entity and named):
            return held.entity in named
        return not catalogue.forms[held.entity].isdisjoint(asked.forms)
    if held.iri:
        item = ITEM.match(held.iri)
        if item or held.iri in asked.texts:
            return held.iri in asked.texts or (item is not None and item[1] in asked.items)
    dates = DATE.match(asked.text), DATE.match(held.text)
    if dates[0] and dates[1]:
        # One of them may be less precise: 2016 is not at odds with 2016-12-13.
        return dates[0][0].startswith(dates[1][0]) or dates[1][0].startswith(dates[0][0])
    numbers = _number(asked.text), _number(held.text)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return any(
        fuzz.ratio(one, other, score_cutoff=SAME_FROM)
        for one in asked.forms
        for other in held.forms
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
