"""Put terms of the data into words for a page: a text, its link and a note."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from legation_server.namespaces import DCTERMS, SCHEMA, SKOS, WIKIDATA_ENTITY
from legation_server.rdf import LABELS, GraphIndex, Term, name_of

DESCRIPTIONS = (SCHEMA + "description", SKOS + "definition", DCTERMS + "description")
NUMBER = re.compile(r"\d+")
# Digits in which the length of a number is written in a sort key.
COUNT_DIGITS = 6


@dataclass(frozen=True)
class LinkedText:
    """A text on a page with the address it links to, if any; `verbatim` keeps its line breaks."""

    text: str
    href: str = ""
    note: str = ""
    language: str = ""
    verbatim: bool = False


class Wording:
    """Puts the terms of some triples into words."""

    def __init__(self, index: GraphIndex, namespace: str, local: Callable[[str], str]) -> None:
        """Take labels from an index.

        `namespace` is the ontology's; `local` gives the address of an IRI.
        """
        self.index = index
        self.namespace = namespace
        self.local = local
        # A page of a vocabulary names the same few hundred terms thousands of times.
        self._named: dict[str, LinkedText] = {}

    def value(self, term: Term) -> LinkedText:
        """Return the words for a term."""
        if isinstance(term, ox.Literal):
            return LinkedText(term.value, language=term.language or "", verbatim="\n" in term.value)
        name = name_of(term)
        if not isinstance(term, ox.NamedNode):
            parts = [
                f"{self.index.label(predicate)}: {self._plain(value)}"
                for predicate, values in self.index.properties(name).items()
                for value in values
            ]
            return LinkedText("; ".join(parts) or name)
        return self.named(name)

    def named(self, iri: str) -> LinkedText:
        """Return the words for an IRI: its label, address and description."""
        if iri not in self._named:
            self._named[iri] = self._name(iri)
        return self._named[iri]

    def _name(self, iri: str) -> LinkedText:
        label = self.label(iri)
        # Items of Wikidata have the labels of our own things; the id keeps them apart.
        if iri.startswith(WIKIDATA_ENTITY) and label != (id := iri.removeprefix(WIKIDATA_ENTITY)):
            label = f"{label} ({id})"
        return LinkedText(label, self.local(iri), self.index.text(iri, *DESCRIPTIONS))

    def label(self, name: str) -> str:
        """Return a thing's label; of a claim without one, the label of what it states."""
        stated = self.index.names(name, self.namespace + "states")
        if stated and not self.index.text(name, *LABELS):
            first, *others = sorted(self.index.label(content) for content in stated)
            return f"{first} (and {len(others)} more)" if others else first
        return self.index.label(name)

    def _plain(self, term: Term) -> str:
        return term.value if isinstance(term, ox.Literal) else self.index.label(name_of(term))


def natural(text: str) -> str:
    """Return a sort key of a text that puts numbers in order, however long: 9 before 10."""
    return NUMBER.sub(_by_size, text.casefold())


def _by_size(number: re.Match[str]) -> str:
    """Return digits behind their count, so that of two numbers the longer is the greater."""
    digits = number[0].lstrip("0")
    return f"{len(digits):0{COUNT_DIGITS}}{digits}"
