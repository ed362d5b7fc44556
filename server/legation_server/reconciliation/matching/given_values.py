"""The values that a client gives for properties: texts, numbers, items and entities."""

import re
from dataclasses import dataclass
from functools import cached_property

from legation_server.reconciliation.matching.names import normal_forms

# An item of Wikidata, by its id, prefixed name or address.
ITEM_PATTERN = re.compile(r"(?:wd:|https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)$")


@dataclass(frozen=True)
class GivenValue:
    """A value that a client gives: a text or number, or the id of an entity matched before."""

    text: str
    entity: str = ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Return the text's normal forms."""
        return normal_forms(self.text)

    @property
    def is_blank(self) -> bool:
        """Return whether it says nothing, as a dash does."""
        return not self.forms and not self.entity.strip()

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return the texts that may identify the value."""
        return tuple(text.strip() for text in (self.entity, self.text) if text.strip())

    @cached_property
    def items(self) -> frozenset[str]:
        """Return the Wikidata items that it may be."""
        return frozenset(found[1] for text in self.texts if (found := ITEM_PATTERN.match(text)))
