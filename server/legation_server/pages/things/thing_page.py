"""Make the content of the page of a thing, from the triples about it.

Properties and their labels come from the data. Only the few properties of the model (claims,
evidence, modality) are known here.
"""

from collections.abc import Iterable, Mapping

from legation_server.descriptions import (
    DESCRIPTIONS,
    LinkedText,
    Standing,
    Wording,
    natural,
    passage_link,
)
from legation_server.namespaces import PROV, RDF_TYPE, RDFS, SCHEMA, SKOS
from legation_server.pages.things.thing_content import (
    Claim,
    Group,
    Item,
    Part,
    Passage,
    ThingPage,
)
from legation_server.phrases import time_words
from legation_server.rdf import LABELS, Term, is_literal, local_name, name_of
from legation_server.web import language


class PageMaker:
    """Makes pages out of triples."""

    def __init__(self, values: Wording, urls: Mapping[str, str]) -> None:
        """Take terms and labels from `values`; `urls` has the address of each document's source."""
        self._values = values
        self._index = values.index
        self._ns = namespace = values.namespace
        self._urls = urls
        self._standing = Standing(values.index, namespace)
        self._inline = {namespace + name for name in ("states", "statedBy", "evidence")}

    def page(
        self, iri: str, beside: Iterable[str] = (), *, with_mentions: bool = True
    ) -> ThingPage:
        """Return the page of a thing, without the properties that are shown `beside` it.

        What points at it is left out unless `with_mentions`: a page with parts does not list it.
        """
        index = self._index
        is_claim = self._is(iri, "Claim")
        claims = sorted({*index.names(iri, self._ns + "statedBy"), *self._stating(iri)})
        passages = [iri] if self._is(iri, "Passage") else index.names(iri, self._ns + "evidence")
        record = {name for name in index.properties(iri) if name.startswith(PROV)}
        hidden = {*LABELS, *DESCRIPTIONS, RDFS + "comment", RDF_TYPE, *self._inline, *beside}
        if index.names(iri, SCHEMA + "sameAs") == index.names(iri, SKOS + "exactMatch"):
            hidden.add(SCHEMA + "sameAs")
        return ThingPage(
            iri=iri,
            title=self._values.label(iri),
            description=index.text(iri, *DESCRIPTIONS, RDFS + "comment"),
            types=self._types(iri),
            not_asserted=self._standing.doubts(iri),
            facts=self._facts(iri, hidden | record),
            states=self._items(index.names(iri, self._ns + "states")) if is_claim else [],
            passages=[] if claims else [self._passage(p) for p in passages],
            claims=[self._claim(c) for c in claims],
            mentions=(
                self._mentions(iri, self._inline - {self._ns + "evidence"}) if with_mentions else []
            ),
            record=self._facts(iri, set(index.properties(iri)) - record),
        )

    def terms(self, names: Iterable[str]) -> list[Part]:
        """Return the parts of a document, which its page shows below the document itself."""
        hidden = {*LABELS, *DESCRIPTIONS, RDFS + "comment", RDF_TYPE}
        return [
            Part(
                iri=name,
                title=self._values.label(name),
                description=self._index.text(name, *DESCRIPTIONS, RDFS + "comment"),
                types=self._types(name),
                facts=self._facts(name, hidden),
            )
            for name in sorted(names)
        ]

    def _types(self, iri: str) -> list[LinkedText]:
        """Return the classes of a thing; of those with the same name, one."""
        found: dict[str, LinkedText] = {}
        for link in map(self._values.named, self._index.types(iri)):
            found.setdefault(link.text, link)
        return list(found.values())

    def _is(self, iri: str, class_name: str) -> bool:
        return self._ns + class_name in self._index.types(iri)

    def _stating(self, iri: str) -> list[str]:
        return self._index.subjects(self._ns + "states", iri)

    def _facts(self, iri: str, hidden: set[str]) -> list[Group]:
        return [
            Group(self._values.named(predicate), [self._fact(iri, predicate, v) for v in values])
            for predicate, values in sorted(
                self._index.properties(iri).items(), key=lambda row: self._index.label(row[0])
            )
            if predicate not in hidden
        ]

    def _fact(self, iri: str, predicate: str, value: Term) -> Item:
        if is_literal(value):
            return Item(self._values.value(value))
        name = name_of(value)
        backed = self._backing(iri, predicate, name)
        return Item(
            self._values.value(value),
            self._time(name),
            self._standing.doubts(name),
            self._sources(backed) if backed else (),
        )

    def _backing(self, subject: str, predicate: str, value: str) -> list[str]:
        """Return the situations and events behind a plain triple, in both directions."""
        index, ns = self._index, self._ns
        found = [
            content
            for kind in index.subjects(ns + "standsFor", predicate)
            for roles in [(*index.names(kind, ns + "subjectRole", ns + "objectRole"),)]
            for here, there in (roles, roles[::-1])
            for content in index.subjects(here, subject)
            if value in index.names(content, there)
            and kind in index.names(content, ns + "situationType", ns + "eventType")
        ]
        return list(dict.fromkeys(found))

    def _sources(self, contents: list[str]) -> tuple[LinkedText, ...]:
        """Return links to the sentences that some contents come from."""
        passages = [p for c in contents for p in self._index.names(c, self._ns + "evidence")]
        links: list[LinkedText] = []
        for passage in dict.fromkeys(passages):
            if href := passage_link(self._index, self._ns, self._urls, passage):
                label = self._index.label(passage)
                links.append(
                    LinkedText(str(len(links) + 1), href, f"Sentence {len(links) + 1}: {label}")
                )
        return tuple(links)

    def _mentions(self, iri: str, hidden: set[str]) -> list[Group]:
        return [
            Group(self._values.named(predicate), self._items(names, (iri, predicate)))
            for predicate, names in sorted(
                self._references(iri).items(), key=lambda row: self._index.label(row[0])
            )
            if predicate not in hidden
        ]

    def _references(self, iri: str) -> dict[str, list[str]]:
        """Return the things with an IRI that point at a thing, by predicate."""
        found = {
            predicate: [name for name in names if not name.startswith("_:")]
            for predicate, names in self._index.references(iri).items()
        }
        return {predicate: names for predicate, names in found.items() if names}

    def _items(self, names: list[str], of: tuple[str, str] | None = None) -> list[Item]:
        """Return things in order; `of` is the thing that they point at, and by which property."""
        return sorted((self._item(n, of) for n in dict.fromkeys(names)), key=_sort_key)

    def _item(self, name: str, of: tuple[str, str] | None) -> Item:
        when = self._time(name)
        start = self._index.text(name, self._ns + "start")
        begins = (
            self._index.text(name, self._ns + "earliest")
            or self._index.text(name, self._ns + "when", self._ns + "whenText")
            or (start.zfill(9) if start else "~")
        )
        link = self._values.named(name) if not name.startswith("_:") else LinkedText(name)
        backed = self._backing(*of, name) if of else []
        sort_key = (begins, natural(link.text))
        return Item(
            link, when, self._standing.doubts(name), self._sources(backed or [name]), sort_key, name
        )

    def _time(self, name: str) -> str:
        """Return the time of a thing in words."""
        edtf, words = (self._index.text(name, self._ns + key) for key in ("when", "whenText"))
        lasts = bool(self._index.names(name, self._ns + "situationType"))
        return time_words(edtf, words, language(), lasts)

    def _claim(self, iri: str) -> Claim:
        evidence = self._index.names(iri, self._ns + "evidence")
        return Claim(
            link=LinkedText(local_name(iri), self._values.local(iri)),
            facts=self._facts(iri, {*LABELS, *DESCRIPTIONS, RDF_TYPE, *self._inline}),
            states=self._items(self._index.names(iri, self._ns + "states")),
            passages=[self._passage(passage) for passage in evidence],
        )

    def _passage(self, iri: str) -> Passage:
        index, ns = self._index, self._ns
        document = next(iter(index.names(iri, ns + "inDocument")), "")
        return Passage(
            link=self._values.named(iri),
            document=self._values.named(document) if document else LinkedText(""),
            section=index.text(iri, ns + "section"),
            text=index.text(iri, ns + "text"),
            first=index.text(iri, ns + "firstWords"),
            last=index.text(iri, ns + "lastWords"),
            source=passage_link(index, ns, self._urls, iri),
        )


def _sort_key(item: Item) -> tuple[str, str]:
    return item.sort_key
