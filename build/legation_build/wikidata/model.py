"""Statements in Wikidata's model, and which of them each content gave. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from legation_build.dataset import Index
from legation_build.namespaces import BASE
from legation_build.wikidata.rules import POINT_IN_TIME
from legation_build.wikidata.values import Value

# Why a content gives no statement. Of several reasons the last in REASONS is reported.
NOT_ASSERTED = "not-asserted"
NO_PROPERTY = "no-property"
NOT_EXACT = "not-exact"
NO_ITEM = "no-item"
NOT_PROPOSED = "not-proposed"
REASONS: Mapping[str, str] = {
    NOT_ASSERTED: "The document does not assert it, and no checked item says in what way.",
    NO_PROPERTY: "No checked property of Wikidata says it.",
    NOT_EXACT: "A number, time or list of parties is given in a way that Wikidata cannot say.",
    NO_ITEM: "Something in it has no checked item in Wikidata.",
    NOT_PROPOSED: "It can be said, but Wikidata surely has it, or it would be mixed up there.",
}


@dataclass(frozen=True)
class Snak:
    """A property, by its id, with a value."""

    property: str
    value: Value


Reference = tuple[Snak, ...]


@dataclass(frozen=True)
class Statement:
    """A statement of normal rank; `sources` are the IRIs of our things that it comes from.

    Each of its references is one or more snaks. It is `plain` if a document says it in its own
    voice and without a hedge. Otherwise its qualifiers say on whose word it stands or, if it is
    `hedged`, in what way.
    """

    subject: str
    main: Snak
    qualifiers: tuple[Snak, ...]
    references: tuple[Reference, ...]
    sources: tuple[str, ...]
    plain: bool = True
    hedged: bool = False

    @property
    def name(self) -> str:
        """Return the name of the statement, made of its parts: a UUID after the subject."""
        parts = [(s.property, str(s.value)) for s in (self.main, *lasting(self.qualifiers))]
        return f"{self.subject}-{uuid5(NAMESPACE_URL, f'{BASE}wikidata/{self.subject}{parts}')}"


@dataclass(frozen=True)
class Outcome:
    """The names of the statements that a content gave, and why there are none or not all."""

    content: str
    label: str
    claims: tuple[str, ...]
    statements: tuple[str, ...]
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Export:
    """All statements that Wikidata could have, and the outcome of each content.

    `things` maps the ids of items to the IRIs of our entities, codes and classes; `index` holds
    their triples.
    """

    statements: tuple[Statement, ...]
    outcomes: tuple[Outcome, ...]
    things: Mapping[str, str]
    index: Index


def lasting(qualifiers: Iterable[Snak]) -> list[Snak]:
    """Return `qualifiers` without the points in time, of which a statement may have several."""
    return [snak for snak in qualifiers if snak.property != POINT_IN_TIME]
