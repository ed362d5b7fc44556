"""Find what is wrong in each mapping file by itself: its YAML, and its schema. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from legation_build.checks.name_checks import suggestion, with_article
from legation_build.errors import Problem
from legation_build.mapping import Mappings, Source, slug

# How a file of each part of the schema begins.
_FIRST = {
    "entitiesFile": "the line entities:",
    "documentFile": "the line title: and the title of the document.",
    "codesFile": "the line codes:",
    "auditFile": "the line reviews: or samples:",
    "folderFile": "a setting, such as title: and the title of the dataset.",
    "claimsFile": "the line claims:",
}
_ANCHORS = "Run: legation anchors --write --source FOLDER, where FOLDER holds the text."
# Keys that a command writes, or that are easily forgotten: what to do when they are missing.
_MISSING = {
    "length": _ANCHORS,
    "sha256": _ANCHORS,
    "claims": "Write claims: on the first line, and each claim below it with a hyphen.",
    "states": "Write what the claim says, or the id of a content that says it.",
    "evidence": "Write the id of the passage, as passages.csv has it.",
}
# Keys that newcomers expect in a content: what to do instead.
_MEANT = {
    **dict.fromkeys(("date", "time", "year"), "Write it as 'when'."),
    **dict.fromkeys(
        ("startDate", "endDate", "start", "end", "from", "until"),
        "Write both ends in 'when', as in 1920/1925, 1920/.. or ../1925.",
    ),
    "status": "Leave it out: the build derives it from modality and stance.",
    "description": "Say it in 'label', or in 'note' if it is about how you read the sentence.",
}


def file_problems(mappings: Mappings, optional_keys: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what is wrong with each file by itself: its YAML, its keys and the form of its values.

    The keys `optional_keys` may be missing.
    """
    for source, part in _parts(mappings):
        yield from source.problems
        yield from _schema_problems(source, mappings.schema, part, optional_keys)


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
    source: Source, schema: Mapping[str, Any], part: str, optional_keys: Collection[str]
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
    for error in _errors(source.data, schema, part):
        for cause in _causes(error):
            if not (cause.validator == "required" and _missing(cause) in optional_keys):
                yield from _schema_problem(source, cause)


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


def _missing(error: ValidationError) -> str:
    """Return the required key, which only the message of `error` names."""
    return error.message.split("'")[1]


def _schema_problem(source: Source, error: ValidationError) -> Iterator[Problem]:
    return _BY_RULE.get(str(error.validator), _bad_value)(source, error)


def _unknown_keys(source: Source, error: ValidationError) -> Iterator[Problem]:
    block: Any = error.instance
    allowed = _schema(error).get("properties", {})
    for key in sorted(block.keys() - allowed.keys()):
        line = source.line((*error.absolute_path, key))
        remedy = _MEANT.get(key) if "when" in allowed else None
        remedy = remedy or suggestion(key, allowed, few=99)
        yield Problem(source.file, line, f"unknown key '{key}'.", remedy)


def _missing_key(source: Source, error: ValidationError) -> Iterator[Problem]:
    block: Any = error.instance
    name = block.get("id")
    of = f" of '{name}'" if isinstance(name, str) else ""
    message = f"the key '{_missing(error)}'{of} is missing."
    remedy = _MISSING.get(_missing(error), "Add it.")
    yield Problem(source.file, _line(source, error), message, remedy)


def _unknown_value(source: Source, error: ValidationError) -> Iterator[Problem]:
    wanted: Any = error.validator_value
    known = [wanted] if error.validator == "const" else [str(value) for value in wanted]
    message = f"unknown {_key(error)} '{error.instance}'."
    remedy = suggestion(str(error.instance), known, few=len(known))
    yield Problem(source.file, _line(source, error), message, remedy)


def _wrong_type(source: Source, error: ValidationError) -> Iterator[Problem]:
    message = f"'{_key(error)}' is not {with_article(str(error.validator_value))}."
    yield Problem(source.file, _line(source, error), message)


def _bad_value(source: Source, error: ValidationError) -> Iterator[Problem]:
    wanted = _schema(error).get("description", "")
    if wanted:
        remedy = f"Write {wanted}{_instead(error)}."
    elif error.validator == "anyOf":
        remedy = "Write one value, or a list of values."
    else:
        remedy = error.message + "."
    message = f"{error.instance!r} is not allowed as '{_key(error)}'."
    yield Problem(source.file, _line(source, error), message, remedy)


def _instead(error: ValidationError) -> str:
    """Return an id that would be allowed in place of one with capitals, accents or blanks."""
    if _schema(error).get("description") != "lower-case letters, digits and hyphens":
        return ""
    if "," in str(error.instance):
        several = ", ".join(filter(None, map(slug, str(error.instance).split(","))))
        return f"; several values stand in brackets: [{several}]"
    plain = slug(str(error.instance))
    return f", such as '{plain}'" if plain else ""


# What explains an error, by the keyword of JSON Schema that the value breaks.
_BY_RULE: Mapping[str, Callable[[Source, ValidationError], Iterator[Problem]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
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
