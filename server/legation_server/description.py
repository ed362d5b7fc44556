"""What the store knows about one thing, fetched in rings around it.

The rings: the thing itself and what points at it; the things of the same document that these
name; and what those name in turn (a content, the claims that state it, their passages). Last the
labels of everything named. Each ring is a query; the queries are made here, and run by whoever
passes `construct`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
LABELS = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title", SCHEMA + "name")
RING_SIZE = 500
INCOMING = 5_000

Construct = Callable[[str], list[ox.Triple]]


@dataclass(frozen=True)
class Surroundings:
    """Which things belong to which part of the dataset; all values are IRIs."""

    base: str
    documents: tuple[str, ...]
    hash_namespaces: frozenset[str]

    def in_document(self, iri: str) -> bool:
        """Tell whether a thing was minted for one document."""
        return any(iri.startswith(document + "/") for document in self.documents)

    def is_vocabulary(self, iri: str) -> bool:
        """Tell whether a thing is a term, a code or a graph, which half of the data points at."""
        parts = ("ns", "code/", "graph/")
        return any(iri.startswith(self.base + part) for part in parts)


def describe(iri: str, around: Surroundings, construct: Construct) -> list[ox.Triple]:
    """Return the triples about a thing, without repetition; empty when it does not occur.

    `construct` runs a CONSTRUCT or DESCRIBE query.
    """
    found = dict.fromkeys(construct(about_query(iri)))
    if iri + "#" in around.hash_namespaces:
        found.update(dict.fromkeys(construct(terms_query(iri + "#"))))
    if not found:
        return []
    known = {iri}
    if not around.is_vocabulary(iri):
        for _ in range(2):
            ring = [n for n in _named(found) if around.in_document(n) and n not in known]
            known.update(ring)
            if ring:
                found.update(dict.fromkeys(construct(describe_query(ring[:RING_SIZE]))))
    labelled = {str(t.subject) for t in found if t.predicate.value in LABELS}
    unlabelled = [name for name in _named(found) if term(name) not in labelled]
    for start in range(0, len(unlabelled), 2000):
        found.update(dict.fromkeys(construct(labels_query(unlabelled[start : start + 2000]))))
    return list(found)


def about_query(iri: str) -> str:
    """Return a query for a thing's own triples and those that point at it."""
    thing = term(iri)
    return f"""CONSTRUCT {{ {thing} ?p ?o . ?b ?q ?r . ?s ?t {thing} }} WHERE {{
  {{ {thing} ?p ?o }}
  UNION {{ {thing} ?any ?b . ?b ?q ?r FILTER(isBlank(?b)) }}
  UNION {{ SELECT ?s ?t WHERE {{ ?s ?t {thing} }} LIMIT {INCOMING} }}
}}"""


def terms_query(namespace: str) -> str:
    """Return a query for the triples of all terms in a hash namespace."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(namespace)}))
}}"""


def describe_query(iris: Iterable[str]) -> str:
    """Return a query for the own triples of some things."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {_terms(iris)} }} ?s ?p ?o }}"


def labels_query(iris: Iterable[str]) -> str:
    """Return a query for the labels of some things."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?s {{ {_terms(iris)} }} ?s ?p ?o FILTER(?p IN ({_terms(LABELS, ", ")}))
}}"""


def names_query(prefix: str, limit: int) -> str:
    """Return a query for the IRIs of subjects that begin with a prefix, as `?s`."""
    return f"""SELECT DISTINCT ?s WHERE {{
  ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(prefix)}))
}} LIMIT {limit}"""


def term(iri: str) -> str:
    """Return an IRI as SPARQL writes it; raises ValueError when it is none."""
    return str(ox.NamedNode(iri))


def _terms(iris: Iterable[str], separator: str = " ") -> str:
    return separator.join(term(iri) for iri in iris)


def _named(triples: Iterable[ox.Triple]) -> list[str]:
    """Return every IRI in some triples, in the order of appearance."""
    names: dict[str, None] = {}
    for triple in triples:
        for part in (triple.subject, triple.predicate, triple.object):
            if isinstance(part, ox.NamedNode):
                names[part.value] = None
    return list(names)
