"""Make triples whose terms are given as text. Pure."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legation_build.namespaces import DCTERMS, RDFS, XSD


def triple(
    subject: str | NamedNode | BlankNode,
    predicate: str,
    value: str | NamedNode | BlankNode | Literal | Triple,
) -> Triple:
    """Return a triple; whatever is given as text is an IRI."""
    return Triple(
        NamedNode(subject) if isinstance(subject, str) else subject,
        NamedNode(predicate),
        NamedNode(value) if isinstance(value, str) else value,
    )


def titled(subject: NamedNode, title: str) -> Iterator[Triple]:
    """Yield a title in English, which is the label too: not all readers look for both."""
    yield triple(subject, RDFS + "label", english(title))
    yield triple(subject, DCTERMS + "title", english(title))


def english(text: str) -> Literal:
    """Return a literal in English."""
    return Literal(text, language="en")


def typed(text: str, name: str) -> Literal:
    """Return a literal of the datatype of XML Schema with the given local name."""
    return Literal(text, datatype=NamedNode(XSD + name))


def number(value: int) -> Literal:
    """Return an xsd:integer."""
    return typed(str(value), "integer")
