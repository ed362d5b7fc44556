"""Turn checked mappings into RDF: JSON-LD 1.1 expansion by the context. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from legation_build.dataset.claim_parts import (
    attributions,
    names_of_entities,
    with_account_ids,
)
from legation_build.mapping import DocumentMapping, Mappings, Passage, each_value
from legation_build.namespaces import (
    BASE,
    BIL,
    CODE,
    DCTERMS,
    ENTITY,
    GRAPH,
    ITEM,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
)

ENTITIES_GRAPH = NamedNode(GRAPH + "entities")
_TYPE = NamedNode(RDF + "type")
# The section of what stands before the first heading of a section.
LEAD = "Lead"


def document_iri(document: str) -> str:
    """Return the IRI of the document with the id `document`."""
    return BASE + document


def document_graph(document: str) -> NamedNode:
    """Return the name of the graph that holds the claims of a document."""
    return NamedNode(GRAPH + document)


def text_graph(document: str) -> NamedNode:
    """Return the name of the graph that holds the text of a document's passages."""
    return NamedNode(f"{GRAPH}{document}-text")


def entity_triples(mappings: Mappings) -> list[Triple]:
    """Return the triples of all entities, without repeats, in the order written."""
    triples: dict[Triple, None] = {}
    for source in mappings.entities:
        block = {"entities": source.data["entities"]}
        triples.update(dict.fromkeys(expand(block, mappings.context, ENTITY)))
    return list(triples)


def document_triples(document: DocumentMapping, mappings: Mappings) -> list[Triple]:
    """Return the triples of a document, its passages, claims and contents."""
    triples = dict.fromkeys(_document(document))
    base = document_iri(document.id) + "/"
    names = names_of_entities(mappings)
    for source in document.claims:
        claims = source.data["claims"]
        block = {"claims": list(with_account_ids(claims))}
        triples.update(dict.fromkeys(expand(block, mappings.context, base)))
        triples.update(dict.fromkeys(attributions(claims, base, names)))
    return list(triples)


def code_triples(document: DocumentMapping) -> list[Triple]:
    """Return the triples of the codes that only a document needs.

    They have the IRIs they would have in a general list, so that a code keeps its own when it moves
    there.
    """
    triples: dict[Triple, None] = {}
    for _, code in document.own_codes():
        triples.update(dict.fromkeys(_code(code, NamedNode(document_iri(document.id)))))
    return list(triples)


def text_triples(document: DocumentMapping, text: str) -> list[Triple]:
    """Return the triples that give each passage of `document` its part of `text`."""
    predicate, base = NamedNode(BIL + "text"), document_iri(document.id) + "/"
    return [
        Triple(NamedNode(base + p.id), predicate, Literal(text[p.start : p.end]))
        for p in document.passages
    ]


def expand(block: Mapping[str, Any], context: Mapping[str, Any], base: str) -> Iterator[Triple]:
    """Yield the triples of `block`, read as JSON-LD with `context`; ids are relative to `base`."""
    document = json.dumps({"@context": context, **block})
    for quad in parse(document.encode(), format=RdfFormat.JSON_LD, base_iri=base):
        yield quad.triple


def in_graph(triples: list[Triple], graph: NamedNode) -> Iterator[Quad]:
    """Yield each of `triples` as a quad of `graph`."""
    for triple in triples:
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _document(document: DocumentMapping) -> Iterator[Triple]:
    iri, data = NamedNode(document_iri(document.id)), document.document.data
    integer = NamedNode(XSD + "integer")
    yield Triple(iri, _TYPE, NamedNode(BIL + "Document"))
    for predicate, value in (
        (RDFS + "label", Literal(data["title"], language="en")),
        (DCTERMS + "title", Literal(data["title"], language="en")),
        (BIL + "about", NamedNode(ENTITY + data["about"])),
        (SCHEMA + "url", NamedNode(data["url"])),
        (DCTERMS + "license", NamedNode(data["license"])),
        (DCTERMS + "language", Literal(data["language"])),
        (BIL + "length", Literal(data["length"], datatype=integer)),
        (BIL + "sha256", Literal(data["sha256"])),
    ):
        yield Triple(iri, NamedNode(predicate), value)
    # A year or a month counts for the release alone: the property has days.
    if len(data.get("modified", "")) == len("2026-11-23"):
        day = Literal(data["modified"], datatype=NamedNode(XSD + "date"))
        yield Triple(iri, NamedNode(BIL + "mappingModified"), day)
    if "partOf" in data:
        yield Triple(iri, NamedNode(DCTERMS + "isPartOf"), NamedNode(ENTITY + data["partOf"]))
    headings: list[Passage] = []
    for passage in document.passages:
        node = NamedNode(f"{document_iri(document.id)}/{passage.id}")
        yield Triple(node, _TYPE, NamedNode(BIL + "Passage"))
        yield Triple(node, NamedNode(BIL + "inDocument"), iri)
        kind = NamedNode(f"{CODE}passage-kind/{passage.kind}")
        yield Triple(node, NamedNode(BIL + "passageKind"), kind)
        name = Literal(_passage_name(passage), language="en")
        yield Triple(node, NamedNode(RDFS + "label"), name)
        if passage.section or passage.kind != "heading":
            yield Triple(node, NamedNode(BIL + "section"), Literal(passage.section or LEAD))
        if passage.level:
            level = Literal(passage.level, datatype=integer)
            yield Triple(node, NamedNode(BIL + "level"), level)
        if above := heading_above(passage, headings):
            heading = NamedNode(f"{document_iri(document.id)}/{above.id}")
            yield Triple(node, NamedNode(BIL + "underHeading"), heading)
        if passage.kind == "heading":
            headings.append(passage)
        for predicate, text in (
            ("sha256", passage.sha256),
            ("firstWords", passage.first_words),
            ("lastWords", passage.last_words),
        ):
            yield Triple(node, NamedNode(BIL + predicate), Literal(text))
        for predicate, offset in (("start", passage.start), ("end", passage.end)):
            yield Triple(node, NamedNode(BIL + predicate), Literal(str(offset), datatype=integer))


def _code(code: Mapping[str, Any], document: NamedNode) -> Iterator[Triple]:
    iri = NamedNode(CODE + code["id"])
    scheme = CODE + code["id"].partition("/")[0]
    yield Triple(iri, _TYPE, NamedNode(SKOS + "Concept"))
    yield Triple(iri, NamedNode(SKOS + "inScheme"), NamedNode(scheme))
    yield Triple(iri, NamedNode(DCTERMS + "source"), document)
    if "broader" in code:
        yield Triple(iri, NamedNode(SKOS + "broader"), NamedNode(f"{scheme}/{code['broader']}"))
    for key, *predicates in (
        ("label", SKOS + "prefLabel", RDFS + "label"),
        ("definition", SKOS + "definition"),
        ("example", SKOS + "example"),
        ("note", SKOS + "editorialNote"),
    ):
        for predicate in predicates:
            for _, text in each_value((), code.get(key)):
                yield Triple(iri, NamedNode(predicate), Literal(text, language="en"))
    for key in ("standsFor", "subjectRole", "objectRole", "requiredRole", "allowedRole"):
        for _, name in each_value((), code.get(key)):
            yield Triple(iri, NamedNode(BIL + key), NamedNode(BIL + name))
    for key in ("exactMatch", "closeMatch"):
        for _, item in each_value((), code.get(key)):
            match = NamedNode(ITEM + item.removeprefix("wd:"))
            yield Triple(iri, NamedNode(SKOS + key), match)


def heading_above(passage: Passage, headings: Sequence[Passage]) -> Passage | None:
    """Return the heading under which a passage stands: for a heading, the last of a lower level.

    `headings` are those before the passage, in order. None for the title.
    """
    return next(
        (h for h in reversed(headings) if not passage.level or h.level < passage.level), None
    )


def _passage_name(passage: Passage) -> str:
    """Return what a passage is called: its section, and its number or kind in it."""
    number = passage.id.rsplit("-", 1)[-1]
    if passage.kind == "heading" and not passage.section:
        return f"Title, {number}" if number.isdecimal() else "Title"
    return f"{passage.section or LEAD}, {number}"
