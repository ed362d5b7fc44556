"""Triples as tests write them: in Turtle with the usual prefixes, or one by one."""

from legation_build.namespaces import prefixes
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

DOCUMENT = "freedonia-sylvania"
NAMES = prefixes(documents=(DOCUMENT,))
HERE = NAMES[DOCUMENT]
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**NAMES, "": HERE}.items())


def triples(turtle: str) -> list[Triple]:
    """Return the triples of a text with all prefixes of the data; the empty one is the document."""
    return [quad.triple for quad in parse(_HEAD + turtle, format=RdfFormat.TURTLE)]


def thing(subject: str, predicate: str, value: str | Literal | BlankNode) -> Triple:
    """Return a triple; what is given as text is an IRI."""
    term = NamedNode(value) if isinstance(value, str) else value
    return Triple(NamedNode(subject), NamedNode(predicate), term)
