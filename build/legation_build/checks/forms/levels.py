"""Find blocks and keys that stand at the wrong level of a file, or in the wrong file. Pure.

A claim that is indented like a content breaks half a dozen rules of contents; the author made one
mistake, so that is what is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation_build.errors import Problem
from legation_build.mapping import Path, Source, each_value, items

# Which kind of block the list of a file holds, by the list's key.
_LISTS = {"claims": "claim", "entities": "entity", "codes": "code"}
_FILES = {
    "claim": "a file in claims/",
    "content": "the 'states' of a claim, in a file in claims/",
    "entity": "entities.yaml, and name it here by its id",
    "code": "codes.yaml, and name it here by its id",
}
# How much further in the lists of this mapping format stand than what they belong to, in spaces.
_STEP = 2


@dataclass(frozen=True)
class Level:
    """Where a key belongs, if it belongs to the claim or the content beside: what to tell."""

    message: str
    remedy: str


def misplaced_blocks(
    source: Source, definitions: Mapping[str, Any]
) -> Iterator[tuple[Problem, frozenset[Path]]]:
    """Yield blocks among those of another kind, each with the paths where it breaks other rules.

    `definitions` are those of the schema.
    """
    before: Path | None = None
    for key, kind in _LISTS.items():
        for path, block in items(source, key):
            found = _kind(block, kind, definitions)
            if found != kind:
                hollow = frozenset({(*before, "states")} if before and found == "content" else ())
                yield _misplaced(source, path, kind, found), hollow | {path}
            before = path
            places = each_value((*path, "states"), block.get("states")) if kind == "claim" else ()
            for place, value in places:
                inner = _kind(value, "content", definitions)
                if inner != "content":
                    yield _misplaced(source, place, "content", inner), frozenset({place})


def level_of_key(
    source: Source, path: Path, key: str, definitions: Mapping[str, Any]
) -> Level | None:
    """Return where an unknown `key` of the block at `path` belongs: to its claim or its contents.

    None when it belongs to neither.
    """
    if not path and "claims" in source.data and any(key in d for d in _keys(definitions)):
        return Level(
            f"'{key}' stands at the left margin, and is a key of a claim or of a content.",
            "Move it to the right, below the other keys of its claim or content.",
        )
    if path[:1] != ("claims",):
        return None
    if key in definitions["claimsFile"]["properties"]:
        return Level(
            f"'{key}' is a key of the file, and stands among those of a claim or a content.",
            "Move it to the left margin, below the last claim.",
        )
    claim = path[:2]
    steps = _steps(source, claim)
    if len(path) == len(claim) and key in definitions["content"]["properties"]:
        return Level(
            f"'{key}' is a key of a content, and stands among those of the claim.",
            f"Move it {steps} spaces to the right, to a content below 'states'.",
        )
    if len(path) > len(claim) and key in definitions["claim"]["properties"]:
        return Level(
            f"'{key}' is a key of the claim, and stands among those of a content.",
            f"Move it {steps} spaces to the left, above 'states'.",
        )
    return None


def _keys(definitions: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (definitions[kind]["properties"] for kind in ("claim", "content"))


def _misplaced(source: Source, path: Path, kind: str, found: str) -> Problem:
    name = source.data[path[0]][path[1]]
    for step in path[2:]:
        name = name[step]
    what = f"{found} '{name['id']}'" if isinstance(name.get("id"), str) else found
    line = source.line(path)
    if {kind, found} == {"claim", "content"}:
        side = "left" if found == "claim" else "right"
        below = "" if found == "claim" else ", below 'states:' of the claim above"
        message = f"the {what} is indented like a {kind}."
        move = f"Move it, with all its lines, {_steps(source, path[:2])} spaces to the {side}"
        return Problem(source.file, line, message, f"{move}{below}.")
    among = {"claim": "claims", "content": "contents", "entity": "entities", "code": "codes"}[kind]
    message = f"the {what} stands among {among}."
    return Problem(source.file, line, message, f"Move it to {_FILES[found]}.")


def _steps(source: Source, claim: Path) -> int:
    """Return how many columns the contents of this file stand further in than its claims."""
    first = [column for path, column in source.columns.items() if path[2:3] == ("states",)]
    own = source.columns.get(claim, 0)
    return first[0] - own if first and first[0] > own else _STEP


def _kind(block: Any, expected: str, definitions: Mapping[str, Any]) -> str:
    """Return which kind of block this is by the keys that only this kind has, or by its type."""
    if not isinstance(block, dict):
        return expected
    keys = {kind: frozenset(definitions[kind]["properties"]) for kind in _FILES}
    telling = {
        kind: len(block.keys() & own.difference(*(keys[k] for k in keys if k != kind)))
        for kind, own in keys.items()
    }
    most = max(telling.values())
    likely = [kind for kind, count in telling.items() if count == most]
    if expected in likely:
        typed = [kind for kind in likely if _is_of_type(block, definitions[kind])]
        return typed[0] if typed and not most else expected
    # One key that strayed makes no other block, unless the type agrees.
    if most > 1 and telling[expected] == 0:
        return likely[0]
    return next((k for k in likely if _is_of_type(block, definitions[k])), expected)


def _is_of_type(block: Mapping[str, Any], definition: Mapping[str, Any]) -> bool:
    kind = definition["properties"].get("type", {})
    known = kind.get("enum", [kind.get("const")])
    return block.get("type") is not None and block["type"] in known
