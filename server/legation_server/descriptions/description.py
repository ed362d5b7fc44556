"""What the store knows about one thing, fetched in rings around it.

The rings: the thing itself and what points at it; the things of the same document that these
name; and what those name in turn (a content, the claims that state it, their passages). A code
list comes with its codes, an ontology with the whole graph that declares it. Last the labels of
everything named. Each ring is a query; the queries are made here, and run by whoever passes
`construct`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from legation_server.namespaces import OWL, RDF_TYPE, SKOS
from legation_server.rdf.index import LABELS

RING_SIZE = 4_000
INCOMING = 2_000
CHUNK = 500

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
        parts = ("ns#", "ns/", "code/", "graph/")
        return iri == self.base + "ns" or iri.startswith(tuple(self.base + p for p in parts))


@dataclass(frozen=True)
class Description:
    """The triples about `subject`, without repetition.

    `subject` is the thing asked for, or the ontology of which it is a version. `cut` tells that
    more points at the thing, or stands around it, than is here.
    """

    subject: str
    triples: list[ox.Triple]
    cut: bool = False


def describe(iri: str, around: Surroundings, construct: Construct) -> Description:
    """Return what is known about a thing; without triples when it does not occur.

    `construct` runs a CONSTRUCT or DESCRIBE query.
    """
    found = dict.fromkeys(construct(about_query(iri)))
    if subject := _versioned(found, iri):
        found.update(dict.fromkeys(construct(about_query(subject))))
    subject = subject or iri
    cut = sum(_points_at(triple, subject) for triple in found) >= INCOMING

    def add(query: str) -> None:
        found.update(dict.fromkeys(construct(query)))

    if _is(found, subject, OWL + "Ontology"):
        found = {t: None for t in found if not _has_blank(t)}
        add(graph_query(subject))
    if subject + "#" in around.hash_namespaces:
        add(parts_query(subject))
    if not found:
        return Description(subject, [])
    if _is(found, subject, SKOS + "ConceptScheme"):
        add(members_query(subject))
    parts: dict[str, None] = {}
    # A part may be named by a part alone.
    while fresh := [n for n in _named(found) if n.startswith(subject + "#") and n not in parts]:
        parts.update(dict.fromkeys(fresh))
        for chunk in _chunks(fresh, CHUNK):
            add(describe_query(chunk))
            add(blank_query(chunk))
    known = {subject}
    for _ in range(1 if around.is_vocabulary(subject) else 2):
        ring = [n for n in _named(found) if around.in_document(n) and n not in known]
        cut = cut or len(ring) > RING_SIZE
        known.update(ring)
        for chunk in _chunks(ring[:RING_SIZE], CHUNK):
            add(describe_query(chunk))
    if not around.is_vocabulary(subject):
        for chunk in _chunks(list(parts), CHUNK):
            pointing = construct(references_query(chunk))
            cut = cut or len(pointing) >= INCOMING
            found.update(dict.fromkeys(pointing))
    labelled = {str(t.subject) for t in found if t.predicate.value in LABELS}
    unlabelled = [name for name in _named(found) if term(name) not in labelled]
    for chunk in _chunks(unlabelled, 2000):
        add(labels_query(chunk))
    return Description(subject, list(found), cut)


def about_query(iri: str) -> str:
    """Return a query for a thing's own triples and those that point at it."""
    thing, namespace = term(iri), term(iri + "#")
    return f"""CONSTRUCT {{ {thing} ?p ?o . ?b ?q ?r . ?s ?t ?of }} WHERE {{
  {{ {thing} ?p ?o }}
  UNION {{ {thing} ?any ?b . ?b ?q ?r FILTER(isBlank(?b)) }}
  UNION {{ SELECT ?s ?t ?of WHERE {{ VALUES ?of {{ {thing} {namespace} }} ?s ?t ?of }}
    LIMIT {INCOMING} }}
}}"""


def graph_query(ontology: str) -> str:
    """Return a query for the whole graph that declares an ontology, blank nodes and all."""
    declared = f"GRAPH ?g {{ {term(ontology)} a {term(OWL + 'Ontology')} }}"
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ SELECT DISTINCT ?g WHERE {{ {declared} }} }} GRAPH ?g {{ ?s ?p ?o }}
}}"""


def parts_query(iri: str) -> str:
    """Return a query for the triples of everything in a document's hash namespace."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{
    {{ SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {term(iri)} a ?kind }} }} }}
    GRAPH ?g {{ ?s a ?type FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(iri + "#")})) }}
  }} }}
  ?s ?p ?o
}}"""


def members_query(scheme: str) -> str:
    """Return a query for the own triples of all codes of a code list."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  ?s {term(SKOS + "inScheme")} {term(scheme)} ; ?p ?o
}}"""


def describe_query(iris: Iterable[str]) -> str:
    """Return a query for the own triples of some things."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {_terms(iris)} }} ?s ?p ?o }}"


def blank_query(iris: Iterable[str]) -> str:
    """Return a query for the triples of the blank nodes that some things name."""
    return f"""CONSTRUCT {{ ?b ?p ?o }} WHERE {{
  VALUES ?s {{ {_terms(iris)} }} ?s ?any ?b FILTER(isBlank(?b)) ?b ?p ?o
}}"""


def references_query(iris: Iterable[str]) -> str:
    """Return a query for what points at some things."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?o {{ {_terms(iris)} }} ?s ?p ?o
}} LIMIT {INCOMING}"""


def labels_query(iris: Iterable[str]) -> str:
    """Return a query for the labels of some things."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?s {{ {_terms(iris)} }} ?s ?p ?o FILTER(?p IN ({_terms(LABELS, ", ")}))
}}"""


def names_query(graph: str, prefix: str, limit: int) -> str:
    """Return a query for the IRIs of typed things in a graph that begin with a prefix, as `?s`."""
    return f"""SELECT DISTINCT ?s WHERE {{
  GRAPH {term(graph)} {{ ?s a ?type }} FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(prefix)}))
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


def _is(triples: Iterable[ox.Triple], iri: str, kind: str) -> bool:
    wanted = ox.Triple(ox.NamedNode(iri), ox.NamedNode(RDF_TYPE), ox.NamedNode(kind))
    return wanted in triples


def _versioned(triples: Iterable[ox.Triple], iri: str) -> str:
    """Return the ontology of which an IRI is a version, if it is one."""
    for triple in triples:
        if triple.predicate.value == OWL + "versionIRI" and _points_at(triple, iri):
            return str(triple.subject)[1:-1]
    return ""


def _points_at(triple: ox.Triple, iri: str) -> bool:
    return isinstance(triple.object, ox.NamedNode) and triple.object.value == iri


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _chunks(names: list[str], size: int) -> Iterable[list[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))
