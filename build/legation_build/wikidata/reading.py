"""Read from our facts what Wikidata's statements need: items, times, numbers, pages. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from legation_build.dataset import (
    AFFIRMS,
    Index,
    Pattern,
    Vocabulary,
    claims_by_content,
    content_patterns,
    text,
    values,
    wikidata_items,
)
from legation_build.namespaces import BIL, CODE, DCTERMS, ENTITY, ITEM, RDF, SCHEMA, SKOS
from legation_build.wikidata.hedges.tables import BY_PRECISION, CIRCA
from legation_build.wikidata.model import NO_ITEM, NOT_EXACT, Reference, Snak
from legation_build.wikidata.rules import (
    END,
    IMPORT_URL,
    IMPORTED_FROM,
    POINT_IN_TIME,
    REFERENCE_URL,
    START,
    STATED_IN,
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

    def affirming(self, claims: Sequence[str]) -> list[str]:
        """Return those of `claims` that put their contents forward."""
        return [c for c in claims if AFFIRMS in values(self.index, c, BIL + "stance")]

    def codes(self, content: str, *names: str) -> list[str]:
        """Return the codes that a content has for properties, and all broader ones, by IRI."""
        own = [code for name in names for code in values(self.index, content, BIL + name)]
        broader = [above for code in own for above in sorted(self.broader(code))]
        return list(dict.fromkeys((*own, *broader)))

    def patterns(self, content: str) -> list[Pattern]:
        """Return the patterns of the narrowest types of a content."""
        vocabulary = self.vocabulary
        return content_patterns(content, self.index, vocabulary.patterns, vocabulary.broader)

    def broader(self, code: str) -> frozenset[str]:
        """Return all broader codes of a code, by IRI."""
        return self.vocabulary.broader.get(code, frozenset())

    def matched(self, code: str) -> list[str]:
        """Return the ids of the items that a code matches, exactly or closely."""
        found = (values(self.index, code, SKOS + name) for name in ("exactMatch", "closeMatch"))
        return [m.removeprefix(ITEM) for matches in found for m in matches if m.startswith(ITEM)]

    def with_roles(self, rule: Rule, key: str, content: str) -> Rule:
        """Return a rule for a plain property with the roles that give its subject and object."""
        for pattern in self.patterns(content):
            if key == f"predicate/{pattern.stands_for}":
                roles = {"subject": pattern.subject_role, "object": pattern.object_role}
                return replace(
                    rule,
                    subject=roles.get(rule.subject, rule.subject),
                    value=roles.get(rule.value, rule.value),
                    paired={rule.subject, rule.value} == roles.keys(),
                    qualifiers=tuple((pid, roles.get(name, name)) for pid, name in rule.qualifiers),
                )
        return rule

    def types(self, content: str, key: str) -> list[str]:
        """Return the narrowest types of an event that are a code or narrower than it.

        An event may have further types, of which a rule for the code says nothing; and of these,
        those with an item say enough.
        """
        types = values(self.index, content, BIL + "eventType")
        below = [code for code in types if code == key or key in self.broader(code)]
        above = {wider for code in below for wider in self.broader(code)}
        narrowest = sorted(set(below) - above)
        return [code for code in narrowest if code in self.items] or narrowest

    def time(self, content: str) -> tuple[Time, tuple[Snak, ...]]:
        """Return when a content was, and what hedges that if the time is approximate (EDTF `~`).

        Raises CannotSayError when it is not one time.
        """
        when = self.text(content, BIL + "when")
        time = point(when.removesuffix("~"))
        if time is None:
            raise CannotSayError(NOT_EXACT, f"time {when or 'not told'}")
        circa = (Snak(CIRCA.property, Item(CIRCA.item)),) if when.endswith("~") else ()
        return time, circa

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

    def quantity(self, content: str) -> tuple[Quantity, tuple[Snak, ...]]:
        """Return the number of a figure with its unit, and what says that it is not exact.

        Raises CannotSayError when it has no number, or is inexact in a way without an item.
        """
        number, unit, precision, excludes = (
            self.text(content, BIL + name) for name in ("value", "unit", "precision", "excludes")
        )
        if not number or excludes or (precision and precision not in BY_PRECISION):
            raise CannotSayError(NOT_EXACT, "number not exact")
        hedge = BY_PRECISION.get(precision)
        hedges = (Snak(hedge.property, Item(hedge.item)),) if hedge else ()
        if unit.removeprefix(CODE) in ("unit/person", "unit/item"):
            return Quantity(Decimal(number)), hedges
        if unit not in self.items:
            raise CannotSayError(NO_ITEM, unit.removeprefix(CODE))
        return Quantity(Decimal(number), self.items[unit]), hedges

    def reference(self, document: str) -> Reference:
        """Return what refers to a document: the work or project that it is part of, and its page.

        For a page of a Wikimedia project that says only where a statement was imported from.
        """
        address = self.text(document, SCHEMA + "url")
        host = urlsplit(address).hostname or ""
        imported = host.endswith(_WIKIMEDIA)
        whole = self.items.get(self.text(document, DCTERMS + "isPartOf"))
        page = Snak(IMPORT_URL if imported else REFERENCE_URL, Url(address))
        if whole is None:
            return (page,)
        return Snak(IMPORTED_FROM if imported else STATED_IN, Item(whole)), page

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
