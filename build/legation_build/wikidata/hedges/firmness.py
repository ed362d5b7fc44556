"""Find what says how firmly documents say a content: hedges, supporters and deniers. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from legation_build.dataset import (
    ASSERTED,
    COMMITTED,
    PLAIN,
    STATED,
    asserted,
    status_of,
    values,
)
from legation_build.namespaces import BIL
from legation_build.wikidata.hedges.tables import (
    BY_MODALITY,
    BY_STATUS,
    DISPUTED_BY,
    NO_SUPPORT,
    SUPPORTED_BY,
    Hedge,
)
from legation_build.wikidata.model import NO_ITEM, NOT_ASSERTED, Snak
from legation_build.wikidata.reading import CannotSayError, Facts
from legation_build.wikidata.values import Item


@dataclass(frozen=True)
class Firmness:
    """How firmly documents say a content, as qualifiers of its statements."""

    qualifiers: tuple[Snak, ...]
    plain: bool
    hedged: bool


def firmness(facts: Facts, claims: Sequence[str]) -> Firmness:
    """Return how firmly all claims that state a content say it.

    Raises CannotSayError when Wikidata cannot say it with checked items: it would look like plain
    truth then, or be hedged otherwise than the document hedges it. So it does when a document says
    in its own voice that it is not so: then it is not "disputed".
    """
    status = status_of(claims, facts.index)
    affirming = facts.affirming(claims)
    denying = [claim for claim in claims if claim not in affirming]
    if status == STATED:
        return Firmness((), plain=True, hedged=False)
    if status in ASSERTED:
        plain = [claim for claim in affirming if asserted([claim], facts.index)]
        return Firmness(tuple(_named_supporters(facts, plain)), plain=False, hedged=False)
    modalities = {m for claim in affirming for m in _modalities(facts, claim)}
    uncommitted = sorted(modalities - COMMITTED)
    hedges = [BY_MODALITY[code] for code in uncommitted if code in BY_MODALITY]
    unsaid = [code.rsplit("/", 1)[-1] for code in uncommitted if code not in BY_MODALITY]
    if any(_modalities(facts, claim) == PLAIN for claim in denying) or not affirming:
        unsaid.append("denied")
    hedges += [BY_STATUS[status]] if status in BY_STATUS else []
    if unsaid or not hedges:
        raise CannotSayError(NOT_ASSERTED, ", ".join(unsaid))
    supporting = [claim for claim in affirming if not _modalities(facts, claim) & NO_SUPPORT]
    qualifiers = (
        *_snaks(hedges),
        *_sources(facts, supporting, SUPPORTED_BY),
        *_sources(facts, denying, DISPUTED_BY),
    )
    return Firmness(qualifiers, plain=False, hedged=True)


def _modalities(facts: Facts, claim: str) -> set[str]:
    return set(values(facts.index, claim, BIL + "modality"))


def _named_supporters(facts: Facts, claims: Iterable[str]) -> Iterator[Snak]:
    """Yield on whose word a content stands; raises CannotSayError when that has no item."""
    sources = {s for claim in claims for s in values(facts.index, claim, BIL + "attributedTo")}
    if not sources & facts.items.keys():
        named = " ".join(sorted(source.rsplit("/", 1)[-1] for source in sources))
        raise CannotSayError(NO_ITEM, named or "whose word it is")
    yield from _sources(facts, claims, SUPPORTED_BY)


def _sources(facts: Facts, claims: Iterable[str], property: str) -> Iterator[Snak]:
    sources = {s for claim in claims for s in values(facts.index, claim, BIL + "attributedTo")}
    for source in sorted(sources & facts.items.keys()):
        yield Snak(property, Item(facts.items[source]))


def _snaks(hedges: Iterable[Hedge]) -> Iterator[Snak]:
    for hedge in dict.fromkeys(hedges):
        yield Snak(hedge.property, Item(hedge.item))
