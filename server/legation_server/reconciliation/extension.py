"""Data extension: the values of properties of entities that were matched (section 7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from legation_server.errors import Problem
from legation_server.namespaces import XSD
from legation_server.reconciliation.batches import Extension
from legation_server.reconciliation.matching.candidates import ValuesOf
from legation_server.reconciliation.matching.catalogue import Catalogue
from legation_server.reconciliation.matching.evidence import PropertyValue
from legation_server.reconciliation.matching.given_values import ITEM_PATTERN
from legation_server.reconciliation.strict_json import PROBLEM_KIND, whole_number

INTEGER_TYPES = (XSD + "integer", XSD + "nonNegativeInteger", XSD + "positiveInteger", XSD + "int")
DECIMAL_TYPES = (XSD + "decimal", XSD + "double", XSD + "float")
CONTENTS = {"entity": "entities", "name": "names", "iri": "IRIs"}
EVERY_LANGUAGE = "*"
SETTINGS: list[dict[str, Any]] = [
    {
        "name": "limit",
        "label": "Most values",
        "type": "number",
        "default": 0,
        "help_text": "The greatest number of values; 0 for all.",
    },
    {
        "name": "content",
        "label": "Give things as",
        "type": "select",
        "default": "entity",
        "help_text": "What to write into a cell for a value that is a thing.",
        "choices": [{"value": value, "name": name} for value, name in CONTENTS.items()],
    },
    {
        "name": "language",
        "label": "Language",
        "type": "text",
        "default": "en",
        "help_text": "Language of names and descriptions, such as en or ru; * for every language.",
    },
]


def extend(asked: Extension, catalogue: Catalogue, values: ValuesOf) -> dict[str, Any]:
    """Return the answer to a request for data.

    Unknown ids and properties get empty lists, and so do properties with a wrong setting, which
    have a warning.
    """
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {name: {} for name in asked.ids}
    meant = {name: catalogue.identified(name) for name in asked.ids}
    warnings = [*asked.warnings]
    for number, (wanted, term, settings) in enumerate(asked.properties):
        for row in rows.values():
            row[wanted] = []
        if term is None:
            continue
        try:
            chosen = read_settings(settings, f"extend.properties[{number}].settings")
        except Problem as problem:
            warnings.append(problem.detail)
            continue
        limit, content, language = chosen
        held = values(term.id, [each.id for found in meant.values() for each in found])
        for name, row in rows.items():
            found = [
                value
                for entity in meant[name]
                for value in in_language(held.get(entity.id, ()), language)
            ]
            cells = [cell(value, content) for value in found]
            row[wanted] = cells[:limit] if limit else cells
    names = [(wanted, term.name if term else wanted) for wanted, term, _ in asked.properties]
    meta = [{"id": wanted, "name": name} for wanted, name in names]
    return {"meta": meta, "rows": rows, **({"warnings": warnings} if warnings else {})}


def read_settings(settings: Mapping[str, Any], place: str) -> tuple[int, str, str]:
    """Return the limit (0 for none), content and language that settings ask for.

    Clients send them as texts of a form; raises Problem for values that are not allowed.
    """
    given = {row["name"]: settings.get(row["name"]) for row in SETTINGS}
    chosen = {row["name"]: given[row["name"]] or row["default"] for row in SETTINGS}
    if not isinstance(chosen["content"], str) or chosen["content"] not in CONTENTS:
        raise Problem(PROBLEM_KIND, f"{place}.content is not one of {', '.join(CONTENTS)}.")
    if not isinstance(chosen["language"], str):
        raise Problem(PROBLEM_KIND, f"{place}.language is not a text.")
    limit = whole_number(chosen["limit"], f"{place}.limit", least=0)
    return limit, chosen["content"], chosen["language"].strip().casefold()


def in_language(values: Sequence[PropertyValue], language: str) -> list[PropertyValue]:
    """Return the values in a language, and those without a language."""
    return [
        value
        for value in values
        if language in (EVERY_LANGUAGE, value.language.casefold()) or not value.language
    ]


def cell(value: PropertyValue, content: str) -> dict[str, Any]:
    """Return a value as a cell (section 7.4); items of Wikidata are given by their ids."""
    if value.entity and content == "entity":
        return {"id": value.entity, "name": value.text}
    if value.iri:
        item = ITEM_PATTERN.match(value.iri)
        return {"str": value.iri if content == "iri" else item[1] if item else value.text}
    if value.datatype in INTEGER_TYPES:
        return {"int": int(value.text)}
    if value.datatype in DECIMAL_TYPES:
        return {"float": float(value.text)}
    if value.datatype == XSD + "date" and len(value.text) == 10:
        return {"date": value.text + "T00:00:00Z"}
    return {"str": value.text}
