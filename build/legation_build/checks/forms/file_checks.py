"""Find what is wrong in each mapping file by itself: its YAML, and its schema. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from legation_build.checks.forms.keys import (
    INSTEAD_OF_NOTHING,
    is_misspelt,
    missing,
    missing_key,
    unknown_keys,
)
from legation_build.checks.forms.known_names import KnownNames, several_passages
from legation_build.checks.forms.levels import misplaced_blocks
from legation_build.checks.suggestions import suggestion, with_article
from legation_build.errors import Problem
from legation_build.mapping import Mappings, Path, Source

# How a file of each part of the schema begins.
_FIRST = {
    "entitiesFile": "the line entities:",
    "documentFile": "the line title: and the title of the document.",
    "codesFile": "the line codes:",
    "auditFile": "the line reviews: or samples:",
    "folderFile": "a setting, such as title: and the title of the dataset.",
    "claimsFile": "the line claims:",
}
_REASONS = "Give a reason for each passage, as in withoutClaims: "


def file_problems(
    mappings: Mappings, optional_keys: Collection[str] = (), names: KnownNames | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with each file by itself: its YAML, its keys and the form of its values.

    The keys `optional_keys` may be missing. `names` are the ids that messages lead to.
    """
    names = names or KnownNames(mappings)
    for source, part in _parts(mappings):
        yield from source.problems
        yield from _schema_problems(source, mappings.schema, part, optional_keys, names)


def _parts(mappings: Mappings) -> Iterator[tuple[Source, str]]:
    for source in mappings.settings_files:
        yield source, "folderFile"
    for source in mappings.entities:
        yield source, "entitiesFile"
    for document in mappings.documents:
        yield document.document, "documentFile"
        if document.codes is not None:
            yield document.codes, "codesFile"
        if document.audit is not None:
            yield document.audit, "auditFile"
        for source in document.claims:
            yield source, "claimsFile"


def _schema_problems(
    source: Source,
    schema: Mapping[str, Any],
    part: str,
    optional_keys: Collection[str],
    names: KnownNames,
) -> Iterator[Problem]:
    if source.data is None:
        if not source.problems:
            yield Problem(source.file, 1, "the file is empty.", f"Begin it with {_FIRST[part]}")
        return
    if not isinstance(source.data, dict):
        if not source.problems:
            message = "the file does not begin with a key and a colon."
            yield Problem(source.file, 1, message, f"Begin it with {_FIRST[part]}")
        return
    errors = _errors(source.data, schema, part)
    definitions = schema["$defs"]
    told: set[Path] = set()
    for problem, paths in misplaced_blocks(source, definitions) if errors else ():
        yield problem
        told |= paths
    for cause in (cause for error in errors for cause in _causes(error)):
        path = tuple(cause.absolute_path)
        if any(path[:length] in told for length in range(len(path) + 1)):
            continue
        if _is_close_colon(path, cause):
            continue
        if cause.validator == "additionalProperties":
            yield from unknown_keys(source, cause, definitions)
        elif cause.validator not in _BY_RULE:
            yield _bad_value(source, cause, names)
        elif cause.validator != "required" or not (
            missing(cause) in optional_keys or is_misspelt(cause)
        ):
            yield _BY_RULE[str(cause.validator)](source, cause)


def _is_close_colon(path: Path, cause: ValidationError) -> bool:
    """Return whether an exception has no reason because its name has it, which is told by itself.

    In braces YAML takes a colon without a space after it for a part of the name.
    """
    is_reason = path[:1] == ("withoutClaims",) and len(path) > 1 and cause.instance == ""
    return is_reason and ":" in str(path[1])


# A check at every save looks at all files, and most hold what they held: data → its errors.
_KNOWN: dict[tuple[int, str], tuple[Any, list[ValidationError]]] = {}
_MOST_KNOWN = 256


def _errors(data: Any, schema: Mapping[str, Any], part: str) -> list[ValidationError]:
    key = (id(data), part)
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        definitions = schema["$defs"]
        validator = Draft202012Validator(_spelled_out(definitions[part], definitions))
        # The data are kept too, so that no other data get their place in memory.
        _KNOWN[key] = (data, list(validator.iter_errors(data)))
    return _KNOWN[key][1]


def forget_checks() -> None:
    """Forget the files that were checked: whoever checks thousands does not check them again."""
    _KNOWN.clear()


def _spelled_out(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """Return a schema with what it refers to in its place: each look-up costs, and none goes round.

    A reference stands alone, as "#/$defs/" and the name of a definition.
    """
    if isinstance(schema, list):
        return [_spelled_out(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _spelled_out(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {key: _spelled_out(value, definitions) for key, value in schema.items()}


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


def _unknown_value(source: Source, error: ValidationError) -> Problem:
    wanted: Any = error.validator_value
    known = [wanted] if error.validator == "const" else [str(value) for value in wanted]
    message = f"unknown {_key(error)} '{error.instance}'."
    remedy = suggestion(str(error.instance), known, few=len(known))
    return Problem(source.file, _line(source, error), message, remedy)


def _wrong_type(source: Source, error: ValidationError) -> Problem:
    message = f"'{_key(error)}' is not {with_article(str(error.validator_value))}."
    remedy = ""
    if error.validator_value == "array" and isinstance(error.instance, dict) and error.instance:
        first = next(iter(error.instance))
        message = f"the dash of the first item is missing before '{first}'."
        line = source.line((*error.absolute_path, first))
        return Problem(source.file, line, message, f"Write '- {first}:'.")
    if _key(error) == "withoutClaims":
        found: Any = error.instance
        named = [str(one) for one in found] if isinstance(found, list) else [str(found)]
        reasons = ", ".join(f"{name}: your reason" for name in named if name.startswith("p-"))
        remedy = f"{_REASONS}{{{reasons or 'p-lead-1: your reason'}}}"
    return Problem(source.file, _line(source, error), message, remedy)


def _bad_value(source: Source, error: ValidationError, names: KnownNames) -> Problem:
    wanted, key, value = _schema(error).get("description", ""), _key(error), error.instance
    message = f"{value!r} is not allowed as '{key}'."
    if key == "withoutClaims" and ":" in str(value):
        name, _, reason = str(value).partition(":")
        message = f"there is no space after the colon in '{value}' ('withoutClaims')."
        remedy = f"Write '{name}: {reason}'."
    elif tuple(error.absolute_path)[:1] == ("withoutClaims",) and value == "":
        message = f"'{key}' has no reason ('withoutClaims')."
        remedy = f"{_REASONS}{{{key}: your reason}}"
    elif value == "" and key in INSTEAD_OF_NOTHING:
        message, remedy = f"'{key}' has no value.", INSTEAD_OF_NOTHING[key]
    elif isinstance(value, str) and (several := several_passages(value)):
        remedy = f"Several values stand in brackets: [{', '.join(several)}]."
    elif wanted == "lower-case letters, digits and hyphens" and isinstance(value, str):
        remedy = names.instead(key, value)
    elif wanted:
        remedy = f"Write {wanted}."
    elif error.validator == "minItems" and isinstance(value, list) and value:
        message = f"'{key}' has fewer than {error.validator_value} values."
        remedy = f"Name the other too, as in {key}: [{', '.join(map(str, value))}, another]."
    elif error.validator == "anyOf":
        remedy = "Write one value, or a list of values."
    else:
        remedy = f"{error.message}."
    return Problem(source.file, _line(source, error), message, remedy)


# What explains an error, by the keyword of JSON Schema that the value breaks.
_BY_RULE: Mapping[str, Callable[[Source, ValidationError], Problem]] = {
    "required": missing_key,
    "enum": _unknown_value,
    "const": _unknown_value,
    "type": _wrong_type,
}


def _key(error: ValidationError) -> str:
    """Return the innermost key around the value that is wrong."""
    keys = (str(step) for step in reversed(error.absolute_path) if isinstance(step, str))
    return next(keys, "the file")


def _line(source: Source, error: ValidationError) -> int:
    return source.line(tuple(error.absolute_path))


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}
