"""An index of triples, for labels, values and references of things."""

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

import pyoxigraph as ox

from legation_server.namespaces import DCTERMS, RDF_TYPE, RDFS, SCHEMA, SKOS

LANGUAGE = "en"
# The properties of a thing's name, in order of preference.
LABELS = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title", SCHEMA + "name")
CAMEL_CASE = re.compile(r"(?<=[a-z])[A-Z](?=[a-z])|(?<=[A-Z])[A-Z](?=[a-z]{2})")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class GraphIndex:
    """Triples by subject and by object. Names are IRIs as strings; blank nodes are `_:b`."""

    def __init__(self, triples: Iterable[ox.Triple], namespaces: Iterable[str] = ()) -> None:
        """Index some triples; a thing without a label outside `namespaces` is shown by its IRI."""
        self._namespaces = tuple(namespaces)
        # A long page names the same few hundred things thousands of times.
        self._labels: dict[str, str] = {}
        self._out: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._in: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.add(triples)

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add triples that are not here yet."""
        self._labels.clear()
        # Each attribute of a triple is made anew when it is asked for; a page has some thousands.
        for subject, predicate, value in triples:
            name, by = name_of(subject), predicate.value
            self._out[name][by].append(value)
            if not isinstance(value, ox.Literal):
                self._in[name_of(value)][by].append(name)

    def described(self, start: str = "") -> list[str]:
        """Return the things that have triples here and whose names begin with `start`."""
        return [name for name in self._out if name.startswith(start)]

    def properties(self, subject: str) -> dict[str, list[Term]]:
        """Return the objects of a thing's triples, by predicate."""
        return self._out.get(subject, {})

    def values(self, subject: str, *predicates: str) -> list[Term]:
        """Return the objects of a thing's predicates."""
        found = self.properties(subject)
        if not found:
            return []
        return [value for predicate in predicates for value in found.get(predicate, [])]

    def names(self, subject: str, *predicates: str) -> list[str]:
        """Return the names of the things a thing points at."""
        return [name_of(v) for v in self.values(subject, *predicates) if not is_literal(v)]

    def literals(self, subject: str, *predicates: str) -> list[ox.Literal]:
        """Return the literals of a thing's predicates."""
        return [v for v in self.values(subject, *predicates) if isinstance(v, ox.Literal)]

    def text(self, subject: str, *predicates: str) -> str:
        """Return one literal of a thing, in English where there is one; else empty."""
        found, first = self.properties(subject), ""
        for predicate in predicates if found else ():
            for value in found.get(predicate, ()):
                if isinstance(value, ox.Literal):
                    if (value.language or LANGUAGE) == LANGUAGE:
                        return value.value
                    first = first or value.value
        return first

    def references(self, name: str) -> dict[str, list[str]]:
        """Return the things that point at a thing, by predicate."""
        return self._in.get(name, {})

    def subjects(self, predicate: str, name: str) -> list[str]:
        """Return the things that point at a thing by a predicate."""
        return self.references(name).get(predicate, [])

    def types(self, name: str) -> list[str]:
        """Return a thing's classes."""
        return self.names(name, RDF_TYPE)

    def of_type(self, kind: str) -> list[str]:
        """Return the things of a class, sorted by IRI."""
        return sorted(self.subjects(RDF_TYPE, kind))

    def label(self, name: str) -> str:
        """Return a thing's label, or the last part of its IRI."""
        if name not in self._labels:
            self._labels[name] = self._label(name)
        return self._labels[name]

    def _label(self, name: str) -> str:
        if label := self.text(name, *LABELS):
            return label
        if name.startswith(self._namespaces) or name.startswith("_:"):
            return local_name(name)
        return unquote(name.partition("://")[2] or name)


def name_of(term: Term) -> str:
    """Return the IRI of a named node, and other terms in N-Triples."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def is_literal(term: Term) -> bool:
    """Return whether a term is a literal."""
    return isinstance(term, ox.Literal)


def last_part(iri: str) -> str:
    """Return the last part of an IRI or a path.

    >>> last_part("ns#Claim"), last_part("code/modality/")
    ('Claim', 'modality')
    """
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def local_name(iri: str) -> str:
    """Return the last part of an IRI, readable.

    >>> local_name("http://www.w3.org/2004/02/skos/core#exactMatch")
    'exact match'
    >>> local_name("http://www.w3.org/ns/shacl#SPARQLAskExecutable")
    'SPARQL ask executable'
    """
    last = unquote(last_part(iri))
    return CAMEL_CASE.sub(lambda edge: " " + edge[0].lower(), last) or iri
