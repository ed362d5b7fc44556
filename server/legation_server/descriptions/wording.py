"""Say how a term of the data looks on a page: its text, its link and what to know of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from legation_server.namespaces import DCTERMS, SCHEMA, SKOS, WIKIDATA_ENTITY
from legation_server.rdf.index import LABELS, GraphIndex, Term, name_of

DESCRIPTIONS = (SCHEMA + "description", SKOS + "definition", DCTERMS + "description")
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Value:
    """A value on a page: text, and where it links to, if anywhere; `verbatim` keeps its lines."""

    text: str
    href: str = ""
    note: str = ""
    language: str = ""
    verbatim: bool = False


class ValueMaker:
    """Makes values out of the terms of some triples."""

    def __init__(self, index: GraphIndex, namespace: str, local: Callable[[str], str]) -> None:
        """Take labels from an index.

        `namespace` is the ontology's; `local` gives the address of an IRI.
        """
        self.index = index
        self.namespace = namespace
        self.local = local

    def value(self, term: Term) -> Value:
        """Return how a term looks."""
        if isinstance(term, ox.Literal):
            return Value(term.value, language=term.language or "", verbatim="\n" in term.value)
        name = name_of(term)
        if not isinstance(term, ox.NamedNode):
            parts = [
                f"{self.index.label(predicate)}: {self._plain(value)}"
                for predicate, values in self.index.properties(name).items()
                for value in values
            ]
            return Value("; ".join(parts) or name)
        return self.named(name)

    def named(self, iri: str) -> Value:
        """Return how an IRI looks."""
        label = self.label(iri)
        # Items in Wikidata have the labels of our own things, from which their ids tell them apart.
        if iri.startswith(WIKIDATA_ENTITY) and label != (id := iri.removeprefix(WIKIDATA_ENTITY)):
            label = f"{label} ({id})"
        return Value(label, self.local(iri), self.index.text(iri, *DESCRIPTIONS))

    def label(self, name: str) -> str:
        """Return a thing's label; a claim without one is called by what it states."""
        stated = self.index.names(name, self.namespace + "states")
        if stated and not self.index.text(name, *LABELS):
            first, *others = sorted(self.index.label(content) for content in stated)
            return f"{first} (and {len(others)} more)" if others else first
        return self.index.label(name)

    def _plain(self, term: Term) -> str:
        return term.value if isinstance(term, ox.Literal) else self.index.label(name_of(term))


def natural(text: str) -> str:
    """Return a text to sort by, with its numbers in the order people count in."""
    return NUMBER.sub(lambda number: number[0].zfill(9), text.casefold())
