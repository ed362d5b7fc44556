"""Make the JSON Schemas by which editors complete keys, codes and ids, with definitions. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from legation_build.authoring.catalogue import Entry
from legation_build.mapping import Mappings
from legation_build.namespaces import BIL, CODE, ENTITY, RDFS, SKOS

# The parts of the schema that files have, by the names of the files that are made.
PARTS = ("claims", "codes", "document", "entities", "folder")


def editor_schemas(
    mappings: Mappings,
    codes: Sequence[Entry],
    entities: Sequence[Entry],
    ontology: Sequence[Triple],
) -> dict[str, dict[str, Any]]:
    """Return the schema of each kind of file, by its name.

    Each is the schema that the build goes by, with the codes and ids that can be written now, and
    with the definitions of the ontology.
    """
    words = _definitions(ontology)
    schema = _as_editors_read(mappings.schema)
    definitions = schema["$defs"]
    for part in ("claim", "content", "entity"):
        for key, rule in definitions[part]["properties"].items():
            vocabulary = _vocabulary(mappings, key)
            known = _known(vocabulary, codes, entities, words)
            described = words.get(BIL + key) or words.get(_property(mappings, key), "")
            definitions[part]["properties"][key] = _completed(rule, known, described)
    for key in ("about", "partOf"):
        known = _known(ENTITY, codes, entities, words)
        rule = definitions["documentFile"]["properties"][key]
        definitions["documentFile"]["properties"][key] = _completed(rule, known, "")
    return {
        part: {"$schema": schema["$schema"], "$defs": definitions, "$ref": f"#/$defs/{part}File"}
        for part in PARTS
    }


def _as_editors_read(rule: Any) -> Any:
    """Return a rule that allows numbers and truth values for text, which editors read in 1920."""
    if isinstance(rule, Mapping):
        made = {key: _as_editors_read(value) for key, value in rule.items()}
        if made.get("type") == "string":
            made["type"] = ["string", "number", "boolean"]
        return made
    return [_as_editors_read(one) for one in rule] if isinstance(rule, list) else rule


def _definitions(ontology: Sequence[Triple]) -> dict[str, str]:
    """Return IRI → definition, or else comment, of each term."""
    found: dict[str, str] = {}
    for predicate in (SKOS + "definition", RDFS + "comment"):
        for triple in ontology:
            if (
                triple.predicate.value == predicate
                and isinstance(triple.subject, NamedNode)
                and isinstance(triple.object, Literal)
            ):
                found.setdefault(triple.subject.value, triple.object.value)
    return found


def _vocabulary(mappings: Mappings, key: str) -> str:
    context = mappings.term(key).get("@context", {})
    return str(context.get("@vocab", "")) if isinstance(context, dict) else ""


def _property(mappings: Mappings, key: str) -> str:
    return str(mappings.term(key).get("@id", "")).replace("bil:", BIL)


def _known(
    vocabulary: str, codes: Sequence[Entry], entities: Sequence[Entry], words: Mapping[str, str]
) -> dict[str, str]:
    """Return what can be written as the value of a key → its definition; empty for other keys."""
    if vocabulary == ENTITY:
        return {e.id: f"{e.label} ({e.kind}): {e.definition}" for e in entities}
    if vocabulary == CODE:
        return {f"{e.kind}/{e.id}": e.definition for e in codes}
    if vocabulary.startswith(CODE):
        kind = vocabulary.removeprefix(CODE).rstrip("/")
        return {e.id: _meaning(e) for e in codes if e.kind == kind}
    return {}


def _meaning(entry: Entry) -> str:
    return f"{entry.definition} Example: {entry.example}" if entry.example else entry.definition


def _completed(rule: dict[str, Any], known: Mapping[str, str], described: str) -> dict[str, Any]:
    """Return the rule of a key with the values it can have, one or several, and its definition."""
    about = {"markdownDescription": described, "description": described} if described else {}
    if not known:
        return {**rule, **about}
    one = {"type": "string", "enum": list(known), "markdownEnumDescriptions": list(known.values())}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}], **about}
