"""Write items in Wikibase JSON: what Wikidata could say of each, as a proposal. Pure.

Implements the Wikibase JSON format, with one difference: `lastrevid` is 0, since Wikidata has no
such revision.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha1
from typing import Any

from pyoxigraph import Literal

from legation_build.namespaces import ENTITY, ITEM, RDFS, SCHEMA, SKOS
from legation_build.wikidata.model import Export, Reference, Snak, Statement
from legation_build.wikidata.rules import PROPERTIES
from legation_build.wikidata.values import CALENDAR, Item, Quantity, Time, Value

Json = dict[str, Any]
_DATATYPES = {
    "WikibaseItem": "wikibase-item",
    "Time": "time",
    "Quantity": "quantity",
    "Url": "url",
}


def entity_lines(export: Export) -> str:
    """Return each item that is one of our entities, as a dump of Wikidata holds them.

    That is a JSON array with one item on each line, in the order of their ids.
    """
    claims: dict[str, list[Statement]] = defaultdict(list)
    for statement in export.statements:
        claims[statement.subject].append(statement)
    items = sorted(
        (item for item, thing in export.things.items() if thing.startswith(ENTITY)),
        key=lambda item: int(item[1:]),
    )
    entities = (_entity(item, export, claims[item]) for item in items)
    lines = ",\n".join(json.dumps(entity, ensure_ascii=False) for entity in entities)
    return f"[\n{lines}\n]\n"


def _entity(item: str, export: Export, statements: Iterable[Statement]) -> Json:
    said = export.index[export.things[item]]
    claims: dict[str, list[Json]] = defaultdict(list)
    for statement in statements:
        claims[statement.main.property].append(_statement(statement))
    labels = [*_texts(said, SKOS + "prefLabel"), *_texts(said, RDFS + "label")]
    return {
        "type": "item",
        "id": item,
        "labels": {term.language: _text(term) for term in labels},
        "descriptions": {t.language: _text(t) for t in _texts(said, SCHEMA + "description")},
        "aliases": _aliases(_texts(said, SKOS + "altLabel")),
        "claims": dict(claims),
        "sitelinks": {},
        "lastrevid": 0,
    }


def _texts(said: Any, predicate: str) -> list[Literal]:
    return [t for t in said.get(predicate, []) if isinstance(t, Literal) and t.language]


def _text(term: Literal) -> Json:
    return {"language": term.language, "value": term.value}


def _aliases(terms: Iterable[Literal]) -> dict[str, list[Json]]:
    aliases: dict[str, list[Json]] = defaultdict(list)
    for term in terms:
        aliases[str(term.language)].append(_text(term))
    return dict(aliases)


def _statement(statement: Statement) -> Json:
    subject, _, name = statement.name.partition("-")
    claim = {
        "mainsnak": _snak(statement.main),
        "type": "statement",
        "id": f"{subject}${name}",
        "rank": "normal",
        "references": [_reference(one) for one in statement.references],
    }
    if statement.qualifiers:
        qualifiers = _snaks(statement.qualifiers)
        claim |= {"qualifiers": qualifiers, "qualifiers-order": list(qualifiers)}
    return claim


def _reference(reference: Reference) -> Json:
    snaks = _snaks(reference)
    digest = sha1(json.dumps(snaks).encode(), usedforsecurity=False).hexdigest()
    return {"hash": digest, "snaks": snaks, "snaks-order": list(snaks)}


def _snaks(snaks: Iterable[Snak]) -> dict[str, list[Json]]:
    by_property: dict[str, list[Json]] = defaultdict(list)
    for snak in snaks:
        by_property[snak.property].append(_snak(snak))
    return dict(by_property)


def _snak(snak: Snak) -> Json:
    return {
        "snaktype": "value",
        "property": snak.property,
        "datatype": _DATATYPES[PROPERTIES[snak.property].datatype],
        "datavalue": _datavalue(snak.value),
    }


def _datavalue(value: Value) -> Json:
    if isinstance(value, Item):
        id = {"entity-type": "item", "numeric-id": int(value.id[1:]), "id": value.id}
        return {"value": id, "type": "wikibase-entityid"}
    if isinstance(value, Time):
        time = {"time": value.stamp(), "timezone": 0, "before": 0, "after": 0}
        time |= {"precision": value.precision, "calendarmodel": ITEM + CALENDAR}
        return {"value": time, "type": "time"}
    if isinstance(value, Quantity):
        unit = ITEM + value.unit if value.unit else "1"
        return {"value": {"amount": f"{value.amount:+f}", "unit": unit}, "type": "quantity"}
    return {"value": value.address, "type": "string"}
