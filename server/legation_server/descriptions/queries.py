"""Queries for what the store holds about things; others run them."""

from collections.abc import Iterable

import pyoxigraph as ox

from legation_server.namespaces import OWL, RDF, RDFS, SH, SKOS
from legation_server.rdf import LABELS

# How many references to things, and own triples of one, are fetched of all that there may be.
MOST_REFERENCES = 2_000
# The classes of what vocabularies define; of none are there many.
_PROPERTIES = (
    "Object", "Datatype", "Annotation", "Functional", "InverseFunctional", "Transitive",
    "Symmetric", "Asymmetric", "Reflexive", "Irreflexive",
)  # fmt: skip
DEFINING = (
    OWL + "Class",
    RDFS + "Class",
    RDF + "Property",
    *(f"{OWL}{name}Property" for name in _PROPERTIES),
    OWL + "Ontology",
    SKOS + "ConceptScheme",
    SH + "NodeShape",
    SH + "PropertyShape",
    SH + "SPARQLExecutable",
)


# The triples of ?s and those of the blank nodes that it points at, as ?x ?p ?o.
_OWN_TRIPLES = "{ ?s ?p ?o BIND(?s AS ?x) } UNION { ?s ?any ?x FILTER(isBlank(?x)) ?x ?p ?o }"


def about_query(iri: str) -> str:
    """Return a query for a thing's own triples and those with it as object."""
    thing, namespace = term(iri), term(iri + "#")
    return f"""CONSTRUCT {{ {thing} ?p ?o . ?b ?q ?r . ?s ?t ?of }} WHERE {{
  {{ SELECT ?p ?o WHERE {{ {thing} ?p ?o }} LIMIT {MOST_REFERENCES} }}
  UNION {{ {thing} ?any ?b . ?b ?q ?r FILTER(isBlank(?b)) }}
  UNION {{ SELECT ?s ?t ?of WHERE {{ VALUES ?of {{ {thing} {namespace} }} ?s ?t ?of }}
    LIMIT {MOST_REFERENCES} }}
}}"""


def graph_query(ontology: str) -> str:
    """Return a query for the whole graph that declares an ontology, blank nodes and all."""
    declared = f"GRAPH ?g {{ {term(ontology)} a {term(OWL + 'Ontology')} }}"
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ SELECT DISTINCT ?g WHERE {{ {declared} }} }} GRAPH ?g {{ ?s ?p ?o }}
}}"""


def parts_query(iri: str, *, elsewhere: bool = False) -> str:
    """Return a query for the triples of everything in a document's hash namespace.

    Those of their blank nodes come with them. With `elsewhere` only what other graphs than the
    document's own say comes.
    """
    beyond = "FILTER NOT EXISTS { GRAPH ?g { ?x ?p ?o } }" if elsewhere else ""
    return f"""CONSTRUCT {{ ?x ?p ?o }} WHERE {{
  {{ SELECT DISTINCT ?s ?g WHERE {{
    {{ SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {term(iri)} a ?kind }} }} }}
    GRAPH ?g {{ ?s a ?type FILTER({_is_part("?s", iri)}) }}
  }} }}
  {_OWN_TRIPLES}
  {beyond}
}}"""


def named_parts_query(iri: str) -> str:
    """Return a query for the triples of the parts that a document names, and of their blank nodes.

    A part has the document's IRI and a fragment. However many there are, the query is short.
    """
    return f"""CONSTRUCT {{ ?x ?p ?o }} WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{ {term(iri)} ?names ?s FILTER({_is_part("?s", iri)}) }} }}
  {_OWN_TRIPLES}
}}"""


def pointing_at_parts_query(iri: str) -> str:
    """Return a query for the triples of other things whose objects are a document's named parts."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ SELECT DISTINCT ?o WHERE {{ {term(iri)} ?names ?o FILTER({_is_part("?o", iri)}) }} }}
  ?s ?p ?o FILTER(?s != {term(iri)})
}} LIMIT {MOST_REFERENCES}"""


def members_query(scheme: str) -> str:
    """Return a query for the own triples of all codes of a code list."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  ?s {term(SKOS + "inScheme")} {term(scheme)} ; ?p ?o
}}"""


def describe_query(iris: Iterable[str]) -> str:
    """Return a query for the own triples of some things."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {_terms(iris)} }} ?s ?p ?o }}"


def blank_query(iris: Iterable[str]) -> str:
    """Return a query for the triples of the blank nodes that some things point at."""
    return f"""CONSTRUCT {{ ?b ?p ?o }} WHERE {{
  VALUES ?s {{ {_terms(iris)} }} ?s ?any ?b FILTER(isBlank(?b)) ?b ?p ?o
}}"""


def references_query(iris: Iterable[str]) -> str:
    """Return a query for the triples with some things as object."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?o {{ {_terms(iris)} }} ?s ?p ?o
}} LIMIT {MOST_REFERENCES}"""


def labels_query(iris: Iterable[str], further: Iterable[str] = ()) -> str:
    """Return a query for the labels of some things, and what they have for `further` properties."""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?s {{ {_terms(iris)} }} ?s ?p ?o FILTER(?p IN ({_terms((*LABELS, *further), ", ")}))
}}"""


def names_query(graph: str, prefix: str, limit: int) -> str:
    """Return a query for the IRIs of typed things in a graph that begin with a prefix, as `?s`."""
    return f"""SELECT DISTINCT ?s WHERE {{
  GRAPH {term(graph)} {{ ?s a ?type }} FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(prefix)}))
}} LIMIT {limit}"""


def defined_query() -> str:
    """Return a query for what vocabularies define, as `?x` with its `?type`."""
    return f"""SELECT DISTINCT ?x ?type {{
  VALUES ?type {{ {_terms(DEFINING)} }} ?x a ?type FILTER(isIRI(?x))
}}"""


def term(iri: str) -> str:
    """Return an IRI in angle brackets; raises ValueError when it is not valid."""
    return str(ox.NamedNode(iri))


def _is_part(variable: str, iri: str) -> str:
    return f"isIRI({variable}) && STRSTARTS(STR({variable}), {ox.Literal(iri + '#')})"


def _terms(iris: Iterable[str], separator: str = " ") -> str:
    return separator.join(term(iri) for iri in iris)
