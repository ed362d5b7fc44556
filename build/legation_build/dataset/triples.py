"""Make triples and literals from text. Pure."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legation_build.namespaces import DCTERMS, RDFS, XSD


def triple(
    subject: str | NamedNode | BlankNode,
    predicate: str,
    value: str | NamedNode | BlankNode | Literal | Triple,
) -> Triple:
    """Return a triple; terms given as text are IRIs."""
    return Triple(
        NamedNode(subject) if isinstance(subject, str) else subject,
        NamedNode(predicate),
        NamedNode(value) if isinstance(value, str) else value,
    )


def titled(subject: NamedNode, title: str) -> Iterator[Triple]:
    """Yield an English title, as rdfs:label too: some readers look only for one of the two."""
    yield triple(subject, RDFS + "label", english(title))
    yield triple(subject, DCTERMS + "title", english(title))


def english(text: str) -> Literal:
    """Return a literal in English."""
    return Literal(text, language="en")


def typed(text: str, name: str) -> Literal:
    """Return a literal of the XML Schema datatype with the local name `name`.

    >>> str(typed("2026-11-23", "date"))
    '"2026-11-23"^^<http://www.w3.org/2001/XMLSchema#date>'
    """
    return Literal(text, datatype=NamedNode(XSD + name))


def number(value: int) -> Literal:
    """Return an xsd:integer."""
    return typed(str(value), "integer")
