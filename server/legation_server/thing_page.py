"""Say what the page of a thing shows, from the triples about it; the template only lays it out.

Which properties there are is not known here: their labels come with the data. Only the few that
carry the model (claims, evidence, modality) have a place of their own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from legation_server.description import DCTERMS, LABELS, SCHEMA, SKOS
from legation_server.graph_index import RDF_TYPE, GraphIndex, Term, local_name, name_of
from legation_server.passage_links import passage_link

DESCRIPTIONS = (SCHEMA + "description", SKOS + "definition", DCTERMS + "description")
NUMBER = re.compile(r"\d+")
RDFS_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"


@dataclass(frozen=True)
class Value:
    """A value on a page: text, and where it links to, if anywhere."""

    text: str
    href: str = ""
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class Item:
    """A thing in a list: its link, its time and what is to be known of it at once."""

    link: Value
    when: str
    badges: tuple[str, ...]
    sort_key: tuple[str, str]


@dataclass(frozen=True)
class Group:
    """Facts or things under one heading, which is a property."""

    heading: Value
    values: list[Value] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Passage:
    """A place in a document: quoted where the text is at hand, else by its first and last words."""

    link: Value
    document: Value
    section: str
    text: str
    first: str
    last: str
    source: str


@dataclass(frozen=True)
class Claim:
    """What a document says somewhere, how, and who says so."""

    link: Value
    facts: list[Group]
    states: list[Item]
    passages: list[Passage]


@dataclass(frozen=True)
class ThingPage:
    """Everything a page shows about a thing."""

    iri: str
    title: str
    description: str
    types: list[Value]
    not_asserted: tuple[str, ...]
    facts: list[Group]
    states: list[Item]
    passages: list[Passage]
    claims: list[Claim]
    mentions: list[Group]


class PageMaker:
    """Makes pages out of triples."""

    def __init__(
        self,
        index: GraphIndex,
        namespace: str,
        local: Callable[[str], str],
        urls: Mapping[str, str],
    ) -> None:
        """Make pages out of an index.

        `namespace` is the ontology's; `local` gives the address of an IRI; `urls` holds the
        address of each document's source.
        """
        self._index = index
        self._ns = namespace
        self._local = local
        self._urls = urls
        self._inline = {namespace + name for name in ("states", "statedBy", "evidence")}

    def page(self, iri: str) -> ThingPage:
        """Return what the page of a thing shows."""
        index = self._index
        is_claim = self._is(iri, "Claim")
        claims = sorted({*index.names(iri, self._ns + "statedBy"), *self._stating(iri)})
        passages = [iri] if self._is(iri, "Passage") else index.names(iri, self._ns + "evidence")
        hidden = {*LABELS, *DESCRIPTIONS, RDFS_COMMENT, RDF_TYPE, *self._inline}
        return ThingPage(
            iri=iri,
            title=self._label(iri),
            description=index.text(iri, *DESCRIPTIONS, RDFS_COMMENT),
            types=[self._value(ox.NamedNode(t)) for t in index.types(iri)],
            not_asserted=self._badges(iri) if self._is(iri, "Supposition") else (),
            facts=self._facts(iri, hidden),
            states=self._items(index.names(iri, self._ns + "states")) if is_claim else [],
            passages=[] if claims else [self._passage(p) for p in passages],
            claims=[self._claim(c) for c in claims],
            mentions=self._mentions(iri, self._inline - {self._ns + "evidence"}),
        )

    def terms(self, namespace: str, names: list[str]) -> list[ThingPage]:
        """Return the pages of the terms of a namespace, to be shown on one."""
        return [self.page(name) for name in sorted(names) if name.startswith(namespace)]

    def _is(self, iri: str, class_name: str) -> bool:
        return self._ns + class_name in self._index.types(iri)

    def _stating(self, iri: str) -> list[str]:
        return self._index.references(iri).get(self._ns + "states", [])

    def _facts(self, iri: str, hidden: set[str]) -> list[Group]:
        return [
            Group(self._value(ox.NamedNode(predicate)), [self._value(v) for v in values])
            for predicate, values in sorted(
                self._index.properties(iri).items(), key=lambda row: self._index.label(row[0])
            )
            if predicate not in hidden
        ]

    def _mentions(self, iri: str, hidden: set[str]) -> list[Group]:
        return [
            Group(self._value(ox.NamedNode(predicate)), items=self._items(names))
            for predicate, names in sorted(
                self._index.references(iri).items(), key=lambda row: self._index.label(row[0])
            )
            if predicate not in hidden
        ]

    def _items(self, names: list[str]) -> list[Item]:
        return sorted((self._item(name) for name in dict.fromkeys(names)), key=_sort_key)

    def _item(self, name: str) -> Item:
        when = self._index.text(name, self._ns + "when", self._ns + "whenText")
        start = self._index.text(name, self._ns + "start")
        begins = (
            self._index.text(name, self._ns + "earliest")
            or when
            or (start.zfill(9) if start else "~")
        )
        link = self._value(ox.NamedNode(name)) if not name.startswith("_:") else Value(name)
        return Item(link, when, self._badges(name), (begins, natural(link.text)))

    def _badges(self, name: str) -> tuple[str, ...]:
        """Return in words how far a content is from being asserted; nothing when it is."""
        if not self._is(name, "Supposition"):
            return ()
        modalities = self._index.names(name, self._ns + "modality")
        for claim in {*self._index.names(name, self._ns + "statedBy"), *self._stating(name)}:
            modalities += self._index.names(claim, self._ns + "modality")
            stances = self._index.names(claim, self._ns + "stance")
            modalities += [stance for stance in stances if not stance.endswith("/affirms")]
        return tuple(sorted({self._index.label(modality) for modality in modalities}))

    def _claim(self, iri: str) -> Claim:
        evidence = self._index.names(iri, self._ns + "evidence")
        return Claim(
            link=Value(local_name(iri), self._local(iri)),
            facts=self._facts(iri, {*LABELS, *DESCRIPTIONS, RDF_TYPE, *self._inline}),
            states=self._items(self._index.names(iri, self._ns + "states")),
            passages=[self._passage(passage) for passage in evidence],
        )

    def _passage(self, iri: str) -> Passage:
        index, ns = self._index, self._ns
        document = next(iter(index.names(iri, ns + "inDocument")), "")
        return Passage(
            link=self._value(ox.NamedNode(iri)),
            document=self._value(ox.NamedNode(document)) if document else Value(""),
            section=index.text(iri, ns + "section"),
            text=index.text(iri, ns + "text"),
            first=index.text(iri, ns + "firstWords"),
            last=index.text(iri, ns + "lastWords"),
            source=passage_link(index, ns, self._urls, iri),
        )

    def _value(self, term: Term) -> Value:
        if isinstance(term, ox.Literal):
            return Value(term.value, language=term.language or "")
        name = name_of(term)
        if not isinstance(term, ox.NamedNode):
            parts = [
                f"{self._index.label(predicate)}: {self._plain(value)}"
                for predicate, values in self._index.properties(name).items()
                for value in values
            ]
            return Value("; ".join(parts) or name)
        note = self._index.text(name, *DESCRIPTIONS)
        return Value(self._label(name), self._local(name), note)

    def _label(self, name: str) -> str:
        """Return a thing's label; a claim without one is called by what it states."""
        stated = self._index.names(name, self._ns + "states")
        if stated and not self._index.text(name, *LABELS):
            first, *others = sorted(self._index.label(content) for content in stated)
            return f"{first} (and {len(others)} more)" if others else first
        return self._index.label(name)

    def _plain(self, term: Term) -> str:
        return term.value if isinstance(term, ox.Literal) else self._index.label(name_of(term))


def natural(text: str) -> str:
    """Return a text to sort by, with its numbers in the order people count in."""
    return NUMBER.sub(lambda number: number[0].zfill(9), text.casefold())


def _sort_key(item: Item) -> tuple[str, str]:
    return item.sort_key
