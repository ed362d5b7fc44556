"""Find what is wrong in each mapping file by itself: its YAML, and its schema. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from legation_build.checks.name_checks import suggestion, with_article
from legation_build.errors import Problem
from legation_build.mapping import Mappings, Path, Source


def file_problems(mappings: Mappings, optional_keys: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what is wrong with each file by itself: its YAML, its keys and the form of its values.

    The keys `optional_keys` may be missing.
    """
    for source, part in _parts(mappings):
        yield from source.problems
        yield from _schema_problems(source, mappings.schema, part, optional_keys)


def _parts(mappings: Mappings) -> Iterator[tuple[Source, str]]:
    for source in mappings.entities:
        yield source, "entitiesFile"
    for document in mappings.documents:
        yield document.document, "documentFile"
        for source in document.claims:
            yield source, "claimsFile"


def _schema_problems(
    source: Source, schema: Mapping[str, Any], part: str, optional_keys: Collection[str]
) -> Iterator[Problem]:
    if source.data is None:
        if not source.problems:
            yield Problem(source.file, 0, "the file is empty.")
        return
    validator = Draft202012Validator({**schema, "$ref": f"#/$defs/{part}"})
    for error in validator.iter_errors(source.data):
        for cause in _causes(error):
            if not (cause.validator == "required" and _missing(cause) in optional_keys):
                yield from _schema_problem(source, cause)


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the errors behind `error`: those of the alternative of `anyOf` that fits the value.

    For a list, the errors of the alternative "text" would mislead.
    """
    alternatives: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        alternatives.setdefault(inner.schema_path[0], []).append(inner)
    fitting = (
        inners
        for inners in alternatives.values()
        if not any(inner.validator == "type" and not inner.relative_path for inner in inners)
    )
    chosen = next(fitting, None)
    if chosen is None:
        yield error
        return
    for inner in chosen:
        yield from _causes(inner)


def _missing(error: ValidationError) -> str:
    """Return the required key, which only the message of `error` names."""
    return error.message.split("'")[1]


def _schema_problem(source: Source, error: ValidationError) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    key = next((str(k) for k in reversed(path) if isinstance(k, str)), "the file")
    rule, value = error.validator, error.instance
    wanted: Any = error.validator_value
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    line = source.line(path)
    if rule == "additionalProperties" and isinstance(value, dict):
        allowed = schema.get("properties", {})
        for unknown in sorted(value.keys() - allowed.keys()):
            line = source.line((*path, unknown))
            remedy = suggestion(unknown, allowed)
            yield Problem(source.file, line, f"unknown key '{unknown}'.", remedy)
    elif rule == "required" and isinstance(value, dict):
        missing = _missing(error)
        name = f" of '{value['id']}'" if isinstance(value.get("id"), str) else ""
        yield Problem(source.file, line, f"the key '{missing}'{name} is missing.", "Add it.")
    elif rule in ("enum", "const"):
        known = [wanted] if rule == "const" else [str(v) for v in wanted]
        yield Problem(source.file, line, f"unknown {key} '{value}'.", suggestion(str(value), known))
    elif rule == "type":
        yield Problem(source.file, line, f"'{key}' is not {with_article(str(wanted))}.")
    else:
        meant = schema.get("description", "")
        remedy = f"Write {meant}." if meant else error.message + "."
        yield Problem(source.file, line, f"{value!r} is not allowed as '{key}'.", remedy)
