"""Make triples whose terms are given as text. Pure."""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legation_build.namespaces import XSD


def triple(
    subject: NamedNode | BlankNode, predicate: str, value: str | NamedNode | BlankNode | Literal
) -> Triple:
    """Return a triple; `predicate` and a `value` that is text are IRIs."""
    term = NamedNode(value) if isinstance(value, str) else value
    return Triple(subject, NamedNode(predicate), term)


def english(text: str) -> Literal:
    """Return a literal in English."""
    return Literal(text, language="en")


def typed(text: str, name: str) -> Literal:
    """Return a literal of the datatype of XML Schema with the given local name."""
    return Literal(text, datatype=NamedNode(XSD + name))


def number(value: int) -> Literal:
    """Return an xsd:integer."""
    return typed(str(value), "integer")
