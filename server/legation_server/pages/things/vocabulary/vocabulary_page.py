"""Make the sections of a vocabulary's page: the terms, their relations, examples and uses.

Terms and texts come from the data; this module says in which order the sections come and which
relations between terms are shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation_server.descriptions import DESCRIPTIONS, LinkedText, Wording, natural
from legation_server.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS
from legation_server.pages.things.vocabulary.term_examples import ExampleQueries, TermQuery
from legation_server.rdf import GraphIndex, last_part
from legation_server.web import language

NIL = RDF + "nil"


@dataclass(frozen=True)
class TermKind:
    """A kind of terms: their class, the heading of their section, the graph pattern of a use."""

    type: str
    heading: str
    pattern: str


@dataclass(frozen=True)
class Relation:
    """A relation between terms that is shown, from object to subject when `inverse`."""

    heading: str
    predicate: str
    inverse: bool = False


@dataclass(frozen=True)
class Related:
    """The terms that a term has a relation to."""

    heading: str
    values: Sequence[LinkedText]


@dataclass(frozen=True)
class TermEntry:
    """A term on the page; `uses` is the number of its uses, None where it was not counted.

    `hedged` is how many of the uses are in contents that no document asserts.
    """

    iri: str
    anchor: str
    name: str
    label: str
    definition: str
    examples: Sequence[str]
    notes: Sequence[str]
    relations: Sequence[Related]
    uses: int | None
    hedged: int
    query: TermQuery

    # A page has hundreds of these sentences, and templates need thrice the time for one.
    @property
    def link_words(self) -> str:
        """Return what the link to the term itself says."""
        return language().say("Link to %(name)s", name=self.label)

    @property
    def used(self) -> str:
        """Return how often it is used, in words; empty where that was not counted."""
        if self.uses is None:
            return ""
        return language().say_count(
            "Used %(n)s time in this release", "Used %(n)s times in this release", self.uses
        )

    @property
    def query_words(self) -> str:
        """Return what the link to its query says."""
        if self.query.made:
            return language().say("Query its uses")
        return language().say("Query: %(title)s", title=self.query.title)


@dataclass(frozen=True)
class Section:
    """The terms of one kind."""

    heading: str
    anchor: str
    terms: Sequence[TermEntry]


TERM_KINDS = (
    TermKind(OWL + "Class", "Classes", "?thing a {term} ; rdfs:label ?label"),
    TermKind(OWL + "ObjectProperty", "Object properties", "?subject {term} ?object"),
    TermKind(OWL + "DatatypeProperty", "Data properties", "?subject {term} ?value"),
    TermKind(
        SKOS + "Concept",
        "Codes",
        "?thing ?property {term} OPTIONAL {{ ?thing bil:modality ?modality }}",
    ),
)
RELATIONS = (
    Relation("Subclass of", RDFS + "subClassOf"),
    Relation("Subclasses", RDFS + "subClassOf", inverse=True),
    Relation("Is one of", OWL + "disjointUnionOf"),
    Relation("Subproperty of", RDFS + "subPropertyOf"),
    Relation("Subproperties", RDFS + "subPropertyOf", inverse=True),
    Relation("Domain", RDFS + "domain"),
    Relation("Range", RDFS + "range"),
    Relation("Inverse of", OWL + "inverseOf"),
    Relation("Inverse of", OWL + "inverseOf", inverse=True),
    Relation("Derived along", OWL + "propertyChainAxiom"),
    Relation("Broader", SKOS + "broader"),
    Relation("Narrower", SKOS + "broader", inverse=True),
    Relation("Same as", SKOS + "exactMatch"),
    Relation("Close to", SKOS + "closeMatch"),
    Relation("Related to", SKOS + "relatedMatch"),
    Relation("Properties with this domain", RDFS + "domain", inverse=True),
    Relation("Properties with this range", RDFS + "range", inverse=True),
)
CHARACTERISTICS = {
    OWL + "FunctionalProperty": "at most one value",
    OWL + "SymmetricProperty": "holds both ways",
    OWL + "TransitiveProperty": "carries over from one to the next",
}


class VocabularyPage:
    """Makes the sections of a vocabulary's page."""

    def __init__(
        self,
        values: Wording,
        examples: ExampleQueries,
        uses: Mapping[str, int] | None,
        hedged: Mapping[str, int],
    ) -> None:
        """Take terms and labels from an index, and the number of uses of each term, if known.

        `hedged` is how many of these uses are in contents that no document asserts.
        """
        self._values = values
        self._index: GraphIndex = values.index
        self._examples = examples
        self._uses = uses
        self._hedged = hedged

    def sections(self, belongs: Callable[[str], bool]) -> list[Section]:
        """Return the sections of the terms that belong to the vocabulary."""
        found = []
        for kind in TERM_KINDS:
            names = [name for name in self._index.of_type(kind.type) if belongs(name)]
            anchor = "list-of-" + kind.heading.lower().replace(" ", "-")
            for source, terms in self._by_source(names):
                heading = f"Finer codes of {self._index.label(source)}" if source else kind.heading
                after = "-of-" + last_part(source) if source else ""
                entries = [self._entry(name, kind) for name in terms]
                found.append(Section(heading, anchor + after, entries))
        return found

    def _by_source(self, names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield sorted terms by the document whose mapping defines them, the general ones first."""
        sources: dict[str, list[str]] = {}
        for name in sorted(names, key=lambda name: natural(self._index.label(name))):
            source = next(iter(self._index.names(name, DCTERMS + "source")), "")
            sources.setdefault(source, []).append(name)
        yield from sorted(sources.items(), key=lambda row: natural(row[0]))

    def _entry(self, iri: str, kind: TermKind) -> TermEntry:
        index = self._index
        name = last_part(iri)
        return TermEntry(
            iri=iri,
            anchor=name,
            name=name,
            label=index.label(iri),
            definition=index.text(iri, *DESCRIPTIONS),
            examples=[v.value for v in index.literals(iri, SKOS + "example")],
            notes=[CHARACTERISTICS[t] for t in index.types(iri) if t in CHARACTERISTICS],
            relations=self._relations(iri),
            uses=None if self._uses is None else self._uses.get(iri, 0),
            hedged=self._hedged.get(iri, 0),
            query=self._examples.for_term(iri, kind.pattern),
        )

    def _relations(self, iri: str) -> list[Related]:
        """Return the relations that a term has; most have few of them."""
        out, back = self._index.properties(iri), self._index.references(iri)
        rows = (row for row in RELATIONS if row.predicate in (back if row.inverse else out))
        return [group for row in rows if (group := self._related(iri, row)).values]

    def _related(self, iri: str, row: Relation) -> Related:
        if row.inverse:
            names = self._index.subjects(row.predicate, iri)
            values = [self._values.named(n) for n in names if not n.startswith("_:")]
        else:
            names = self._index.names(iri, row.predicate)
            values = [value for name in names for value in self._expressed(name)]
        if len(values) > 1:
            values = list(dict.fromkeys(sorted(values, key=lambda value: natural(value.text))))
        return Related(row.heading, values)

    def _expressed(self, name: str) -> list[LinkedText]:
        """Return a class or property, or the members of a class expression (OWL 2, section 8)."""
        if not name.startswith("_:"):
            return [self._values.named(name)]
        index = self._index
        if index.names(name, RDF + "first"):
            rest = next(iter(index.names(name, RDF + "rest")), NIL)
            first = [v for n in index.names(name, RDF + "first") for v in self._expressed(n)]
            return first + (self._expressed(rest) if rest != NIL else [])
        if union := index.names(name, OWL + "unionOf"):
            return self._expressed(union[0])
        if on := index.names(name, OWL + "onProperty"):
            number = index.text(name, OWL + "cardinality")
            return [LinkedText(f"exactly {number} “{index.label(on[0])}”")] if number else []
        return []
