"""Read from our facts what Wikidata's statements need: items, times, numbers, pages. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from legation_build.dataset import (
    STATED,
    Index,
    Vocabulary,
    asserted,
    claims_by_content,
    status_of,
    text,
    values,
    wikidata_items,
)
from legation_build.namespaces import BIL, CODE, ENTITY, RDF, SCHEMA
from legation_build.wikidata.model import NO_ITEM, NOT_EXACT, Snak
from legation_build.wikidata.rules import (
    END,
    IMPORT_URL,
    POINT_IN_TIME,
    REFERENCE_URL,
    START,
    SUPPORTED_BY,
    Rule,
)
from legation_build.wikidata.values import Item, Quantity, Time, Url, point

_WIKIMEDIA = (".wikipedia.org", ".wikimedia.org", ".wikivoyage.org", ".wikisource.org")


class CannotSayError(Exception):
    """Wikidata has no way to say a part of a content."""

    def __init__(self, reason: str, detail: str) -> None:
        """Say why: `reason` is a key of REASONS."""
        super().__init__(detail)
        self.why = (reason, detail)


class Facts:
    """Reads the triples that statements are made of."""

    def __init__(self, index: Index, vocabulary: Vocabulary) -> None:
        """Read `index`; things and codes have the items that `skos:exactMatch` gives them."""
        self.index, self.vocabulary = index, vocabulary
        self.contents = claims_by_content(index)
        self.items = {thing: item for thing in index for item in wikidata_items(index, thing)}

    def text(self, thing: str, predicate: str) -> str:
        """Return one value of a thing; nothing when it has none."""
        return text(self.index, thing, predicate)

    def fitting(self, content: str, role: str, kind: str) -> list[str]:
        """Return what has a role in a content and is of a class; of any when `kind` is empty."""
        found = sorted(set(values(self.index, content, BIL + role)))
        if not kind:
            return found
        return [t for t in found if kind in values(self.index, t, RDF + "type")]

    def supporters(self, claims: Sequence[str]) -> Iterator[Snak]:
        """Yield on whose word a content is asserted, when the document does not say it itself.

        Raises CannotSayError when that is somebody who has no item: it would be plain truth then.
        """
        if status_of(claims, self.index) == STATED:
            return
        plain = [claim for claim in claims if asserted([claim], self.index)]
        sources = {s for c in plain for s in values(self.index, c, BIL + "attributedTo")}
        if not sources & self.items.keys():
            named = " ".join(sorted(source.rsplit("/", 1)[-1] for source in sources))
            raise CannotSayError(NO_ITEM, named or "whose word it is")
        for source in sorted(sources & self.items.keys()):
            yield Snak(SUPPORTED_BY, Item(self.items[source]))

    def time(self, content: str) -> Time:
        """Return when a content was; raises CannotSayError when that is not one exact time."""
        when = self.text(content, BIL + "when")
        time = point(when)
        if time is None:
            raise CannotSayError(NOT_EXACT, f"time {when or 'not told'}")
        return time

    def times(self, rule: Rule, content: str) -> Iterator[Snak]:
        """Yield the qualifiers that date a content; raises CannotSayError when they cannot."""
        when = self.text(content, BIL + "when")
        if not when or not rule.dated:
            return
        first, slash, last = when.partition("/")
        ends = [(START, first), (END, last)] if slash else [(POINT_IN_TIME, first)]
        if rule.starts and not slash:
            ends = [(START, first)]
        if slash and first in ("", ".."):
            # "until" and "by" are written alike, and only one of them is an end.
            raise CannotSayError(NOT_EXACT, f"time {when}")
        for pid, end in ends:
            if end not in ("", ".."):
                if (time := point(end)) is None:
                    raise CannotSayError(NOT_EXACT, f"time {when}")
                yield Snak(pid, time)

    def quantity(self, content: str) -> Quantity:
        """Return the number of a figure; raises CannotSayError when it is not exact."""
        number, unit = (self.text(content, BIL + name) for name in ("value", "unit"))
        hedges = [self.text(content, BIL + name) for name in ("precision", "excludes")]
        if not number or any(hedges):
            raise CannotSayError(NOT_EXACT, "number not exact")
        if unit.removeprefix(CODE) in ("unit/person", "unit/item"):
            return Quantity(Decimal(number))
        if unit not in self.items:
            raise CannotSayError(NO_ITEM, unit.removeprefix(CODE))
        return Quantity(Decimal(number), self.items[unit])

    def reference(self, document: str) -> Snak:
        """Return what refers to the page of a document."""
        address = self.text(document, SCHEMA + "url")
        host = urlsplit(address).hostname or ""
        return Snak(IMPORT_URL if host.endswith(_WIKIMEDIA) else REFERENCE_URL, Url(address))

    def documents_by_entity(self) -> dict[str, set[str]]:
        """Return which documents name each entity, both by their IRIs."""
        documents = {
            subject
            for subject in self.index
            if BIL + "Document" in values(self.index, subject, RDF + "type")
        }
        named: dict[str, set[str]] = defaultdict(set)
        for subject, properties in self.index.items():
            document = subject.rpartition("/")[0]
            if document not in documents:
                continue
            for terms in properties.values():
                for term in terms:
                    if isinstance(term, NamedNode) and term.value.startswith(ENTITY):
                        named[term.value].add(document)
        return named
