"""Describe what a page is about in schema.org's terms (JSON-LD in pages), from the index.

What a document does not assert is a Claim there, never an Event or a Statement.
"""

from collections.abc import Iterable
from typing import Any

from legation_server.namespaces import WIKIDATA_ENTITY
from legation_server.pages.reading.choices import FIRM
from legation_server.pages.reading.views.sentences import words_of
from legation_server.pages.things.schema_org import CONTEXT, dates
from legation_server.phrases import marks
from legation_server.site_index import (
    Entity,
    Passage,
    SiteIndex,
    Source,
    Statement,
    claim_at,
    document_at,
    documents_numbered,
    entity_at,
    parties,
    passage_at,
    statement_at,
)
from legation_server.web import site

Json = dict[str, Any]
# By the class of a statement that is asserted.
STATEMENT_TYPES = {"Event": "Event", "Utterance": "Event", "Figure": "Observation"}
# Classes of our own ontology, for which schema.org has no better type.
OWN_CLASSES = frozenset(
    ("BilateralRelation", "Group", "People", "Religion", "Undertaking", "Entity", "")
)


def structured(index: SiteIndex, kind: str, path: str) -> Json:
    """Return the description of the thing of a kind at a path; both are as the index has them."""
    iri = site().release.base + path
    about: Json = {"@context": CONTEXT, "@id": iri, "@type": "CreativeWork", "url": iri}
    match kind:
        case "statement":
            found = statement_at(index, path)
            more = _statement(index, found) if found else {}
        case "claim":
            claim = claim_at(index, path)
            more = _claim(claim) if claim else {}
        case "entity":
            entity = entity_at(index, path)
            more = _entity(entity) if entity else {}
        case "passage":
            passage = passage_at(index, path)
            more = _passage(index, passage) if passage else {}
        case _:
            document = document_at(index, path)
            more = (
                {"name": document.title, "license": document.licence, "url": document.url}
                if document
                else {}
            )
    return {name: value for name, value in (about | more).items() if value not in ("", [], {})}


def _statement(index: SiteIndex, statement: Statement) -> Json:
    about: Json = {"name": statement.label}
    if statement.status not in FIRM:
        words = [mark.word for mark in marks(statement.status, statement.modality)]
        return about | {
            "@type": "Claim",
            "disambiguatingDescription": f"Not asserted by the document: {', '.join(words)}.",
            "author": _people(statement.speakers),
            "appearance": _places(statement.passages),
        }
    about |= {
        "@type": STATEMENT_TYPES.get(statement.kind, "Statement"),
        "subjectOf": _places(statement.passages),
    }
    if about["@type"] == "Event":
        where = [one.entity for one in parties(index, statement.id) if one.role == "place"]
        about |= {**dates(statement.edtf), "location": _people(where, "Place")}
    if statement.figure and about["@type"] == "Observation":
        about |= {
            "value": float(statement.figure.value) if statement.figure.value else "",
            "observationDate": dates(statement.edtf).get("startDate", ""),
        }
    return about


def _claim(claim: Source) -> Json:
    return {
        "@type": "Claim",
        "name": claim.path.rpartition("/")[2],
        "author": _people(claim.speakers),
        "appearance": _places(claim.passages),
    }


def _entity(entity: Entity) -> Json:
    return {
        "@type": "Thing" if entity.kind in OWN_CLASSES else entity.kind,
        "name": entity.label,
        "description": entity.description,
        "sameAs": [WIKIDATA_ENTITY + entity.wikidata] if entity.wikidata else [],
    }


def _passage(index: SiteIndex, passage: Passage) -> Json:
    document = documents_numbered(index, [passage.document])[passage.document]
    return {
        "name": passage.label,
        "text": words_of(passage) if passage.text else "",
        "url": passage.link,
        "isPartOf": {
            "@type": "CreativeWork",
            "@id": site().release.base + document.path,
            "name": document.title,
        },
    }


def _people(entities: Iterable[Entity], kind: str = "Thing") -> list[Json]:
    base = site().release.base
    return [{"@type": kind, "@id": base + one.path, "name": one.label} for one in entities]


def _places(passages: Iterable[Passage]) -> list[Json]:
    base = site().release.base
    return [{"@type": "CreativeWork", "@id": base + one.path, "url": one.link} for one in passages]
