"""Say of a key that is unknown or missing what to write instead. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from jsonschema.exceptions import ValidationError

from legation_build.checks.forms.levels import level_of_key
from legation_build.checks.suggestions import nearest, suggestion
from legation_build.errors import Problem
from legation_build.mapping import Source

_ANCHORS = "Run: legation anchors --write --source FOLDER, where FOLDER holds the text."
# Keys that a command writes, or that are easily forgotten: what to do when they are missing.
_MISSING = {
    "length": _ANCHORS,
    "sha256": _ANCHORS,
    "claims": "Write claims: on the first line, and each claim below it with a hyphen.",
    "states": "Write what the claim says, or the id of a content that says it.",
    "evidence": "Write the id of the passage, as passages.csv has it.",
    "modality": "Write how firmly the document says it, such as 'asserted'.",
    "stance": "Write 'affirms' or 'denies'.",
}
# The same, for a key below which nothing stands.
INSTEAD_OF_NOTHING = {key: _MISSING[key] for key in ("states", "evidence", "modality", "stance")}
# So many keys can be read at a glance.
_FEW_KEYS = 8
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


def unknown_keys(
    source: Source, error: ValidationError, definitions: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield the keys of a block that it cannot have, with where they belong."""
    block: Any = error.instance
    allowed = _schema(error).get("properties", {})
    for key in sorted(block.keys() - allowed.keys()):
        path = tuple(error.absolute_path)
        line = source.line((*path, key))
        if level := level_of_key(source, path, key, definitions):
            yield Problem(source.file, line, level.message, level.remedy)
            continue
        remedy = _MEANT.get(key) if "when" in allowed else None
        remedy = remedy or suggestion(key, allowed, _instead_of_key(key, allowed))
        yield Problem(source.file, line, f"unknown key '{key}'.", remedy)


def _instead_of_key(key: str, allowed: Collection[str]) -> str:
    """Return what to do without a key: all that there are, if they are few."""
    if len(allowed) <= _FEW_KEYS:
        return f"Known: {', '.join(sorted(allowed))}."
    near = nearest(key, allowed, slips=len(key) // 2)
    return (f"The nearest is '{near}'. " if near else "") + (
        "All keys are in docs/writing-claims.md; 'legation example' shows what is said with which."
    )


def missing_key(source: Source, error: ValidationError) -> Problem:
    """Return that a key is missing, with what to write."""
    block: Any = error.instance
    name, key = block.get("id"), missing(error)
    of = f" of '{name}'" if isinstance(name, str) else ""
    wanted = _schema(error).get("properties", {}).get(key, {})
    remedy = _MISSING.get(key, "Add it.")
    if key == "type":
        known = wanted.get("enum", [wanted.get("const")])
        remedy = (
            f"Add 'type: {known[0]}'." if len(known) == 1 else f"Add one of: {', '.join(known)}."
        )
    return Problem(
        source.file,
        source.line(tuple(error.absolute_path)),
        f"the key '{key}'{of} is missing.",
        remedy,
    )


def is_misspelt(error: ValidationError) -> bool:
    """Return whether the required key is there with a slip, which is told as an unknown key."""
    block: Any = error.instance
    allowed = _schema(error).get("properties", {})
    unknown = block.keys() - allowed.keys()
    return any(nearest(str(key), allowed) == missing(error) for key in unknown)


def missing(error: ValidationError) -> str:
    """Return the required key, which only the message of `error` names."""
    return error.message.split("'")[1]


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}
