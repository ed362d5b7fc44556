"""Compare the values that a client gives with those that an entity has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.matching.given_values import ITEM_PATTERN, GivenValue
from legation_server.reconciliation.matching.names import normal_forms

LEAST_SIMILARITY = 90.0
# A date as tables have it, with or without the time of day.
DATE = re.compile(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?(?=$|T)")
# Python would take the name Nan for a number too, one that equals nothing.
NUMERAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class PropertyValue:
    """A value of a property.

    `text` is for people. Things have an `iri`, those of the catalogue also the id `entity`;
    literals have the `language` or `datatype` (an IRI) of the data.
    """

    text: str
    iri: str = ""
    entity: str = ""
    language: str = ""
    datatype: str = ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Return the text's normal forms."""
        return normal_forms(self.text)


ValuesByEntity = Mapping[str, Sequence[PropertyValue]]


def agree(
    given: Sequence[GivenValue], held: Sequence[PropertyValue], catalogue: Catalogue
) -> bool | None:
    """Return whether one of the values given is among those held; None when none are held."""
    if not held:
        return None
    return any(same(one, value, catalogue) for one in given for value in held)


def same(given: GivenValue, held: PropertyValue, catalogue: Catalogue) -> bool:
    """Return whether a value given by a client means a value that is held."""
    if held.entity:
        return _is_entity(given, held.entity, catalogue)
    for compare in (_same_iri, _same_date, _same_number):
        if (known := compare(given, held)) is not None:
            return known
    return any(
        fuzz.ratio(one, other, score_cutoff=LEAST_SIMILARITY)
        for one in given.forms
        for other in held.forms
    )


def _is_entity(given: GivenValue, entity: str, catalogue: Catalogue) -> bool:
    named = [each.id for text in given.texts for each in catalogue.identified(text)]
    if entity in named or (given.entity and named):
        return entity in named
    return not catalogue.forms(catalogue.entities[entity]).isdisjoint(given.forms)


# Each of these returns None for values that it cannot compare.


def _same_iri(given: GivenValue, held: PropertyValue) -> bool | None:
    item = ITEM_PATTERN.match(held.iri)
    if held.iri and held.iri in given.texts:
        return True
    return item[1] in given.items if item else None


def _same_date(given: GivenValue, held: PropertyValue) -> bool | None:
    one, other = DATE.match(given.text), DATE.match(held.text)
    if not (one and other):
        return None
    # One of them may be less precise: 2016 does not contradict 2016-12-13.
    return one[0].startswith(other[0]) or other[0].startswith(one[0])


def _same_number(given: GivenValue, held: PropertyValue) -> bool | None:
    one, other = _number(given.text), _number(held.text)
    return None if one is None or other is None else one == other


def _number(text: str) -> float | None:
    return float(text) if NUMERAL.fullmatch(text.strip()) else None
