"""Make one mapping of several folders: what they both have is merged where they agree. Pure."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from legation_build.errors import Problem
from legation_build.mapping.model import DocumentMapping, author_first, each_value, items
from legation_build.mapping.strict_yaml import Path, Source

# Two folders that give an entity these keys have to give them the same values.
_AGREED = ("type", "party", "exactMatch")


def merged_entities(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return the files of entities without repeats: what a later file adds stays in it.

    Labels, aliases, notes and links add up: another label becomes an alias. The first description
    stays, and so does the first label in a language; where a later one differs, both places are in
    the later file's warnings. Where two files do not agree on what an entity is, both places are in
    the problems of the later.
    """
    seen: dict[str, tuple[Source, Path, dict[str, Any]]] = {}
    merged = []
    for source in sources:
        own: dict[str, tuple[Source, Path, dict[str, Any]]] = {}
        data, problems, warnings = deepcopy(source.data), list(source.problems), list[Problem]()
        copy = replace(source, data=data, problems=problems, warnings=warnings)
        for path, entity in items(copy, "entities"):
            identity = entity.get("id")
            if not isinstance(identity, str):
                continue
            if identity in seen:
                problems += _disagreements(source, path, entity, *seen[identity])
                warnings += _overruled(source, path, entity, *seen[identity])
                _keep_what_is_new(entity, seen[identity][2])
            own.setdefault(identity, (source, path, entity))
        seen = own | seen
        merged.append(copy)
    return tuple(merged)


def merged_documents(documents: Iterable[DocumentMapping]) -> tuple[DocumentMapping, ...]:
    """Return the documents, each once: folders of the same text and passages are made one.

    A file of claims that both folders have counts once. Folders of the same name that do not agree
    stay two.
    """
    merged: list[DocumentMapping] = []
    for document in documents:
        same = (d for d in merged if d.id == document.id and _is_same_text(d, document))
        first = next(same, None)
        if first is None:
            merged.append(document)
            continue
        known = [source.data for source in first.claims]
        added = [source for source in document.claims if source.data not in known]
        codes = first.codes or document.codes
        place = merged.index(first)
        merged[place] = replace(first, claims=(*first.claims, *added), codes=codes)
    return tuple(merged)


def _disagreements(
    source: Source,
    path: Path,
    entity: dict[str, Any],
    first: Source,
    first_path: Path,
    other: dict[str, Any],
) -> Iterable[Problem]:
    for key in _AGREED:
        values, others = (_values(block, key) for block in (entity, other))
        if values and others and values != others:
            here = (source.file, source.line((*path, key)), _shown(values))
            there = (first.file, first.line((*first_path, key)), _shown(others))
            here, there = author_first(source, here, there)
            message = f"'{key}' of '{entity['id']}' is {here[2]} here, "
            message += f"and {there[2]} at {there[0]}:{there[1]}."
            remedy = "If it is the same thing, delete it here; else choose another id."
            yield Problem(here[0], here[1], message, remedy)


def _overruled(
    source: Source,
    path: Path,
    entity: dict[str, Any],
    first: Source,
    first_path: Path,
    other: dict[str, Any],
) -> Iterable[Problem]:
    """Yield what an entity says otherwise than the first file, whose word is shown."""
    found: list[tuple[tuple[str, ...], Any, Any]] = [
        (("description",), entity.get("description"), other.get("description"))
    ]
    languages, known = entity.get("labels"), other.get("labels")
    if isinstance(languages, dict) and isinstance(known, dict):
        found += [
            (("labels", tag), languages[tag], known[tag]) for tag in languages if tag in known
        ]
    for key, value, shown in found:
        if isinstance(value, str) and isinstance(shown, str) and value != shown:
            here, there = author_first(
                source,
                (source.file, source.line((*path, *key))),
                (first.file, first.line((*first_path, *key))),
            )
            what = f"'{'.'.join(key)}' of '{entity['id']}'"
            message = f"{what} differs from that at {there[0]}:{there[1]}."
            remedy = "A release of both shows that of the first folder: let one text fit both."
            yield Problem(*here, message, remedy)


def _keep_what_is_new(entity: dict[str, Any], first: dict[str, Any]) -> None:
    """Reduce an entity to what the first file does not say of it, but for its type."""
    label = entity.get("label")
    names = _values(entity, "aliases")
    if isinstance(label, str) and label != first.get("label"):
        names |= {label}
    names -= _values(first, "aliases") | {str(first.get("label"))}
    entity.pop("aliases", None)
    if names:
        entity["aliases"] = sorted(names)
    # A file keeps its form: a label and a description are needed.
    for key in ("label", "description"):
        if key in entity and key in first:
            entity[key] = first[key]
    languages, known = entity.get("labels"), first.get("labels")
    if isinstance(languages, dict) and isinstance(known, dict):
        entity["labels"] = {k: v for k, v in languages.items() if k not in known}
        if not entity["labels"]:
            del entity["labels"]


def _is_same_text(first: DocumentMapping, second: DocumentMapping) -> bool:
    one, other = first.document.data, second.document.data
    codes = (None if d.codes is None else d.codes.data for d in (first, second))
    own = [found for found in codes if found is not None]
    return one == other and first.passages == second.passages and own[1:] in ([], own[:1])


def _values(block: dict[str, Any], key: str) -> set[str]:
    return {str(value) for _, value in each_value((), block.get(key))}


def _shown(values: set[str]) -> str:
    return " and ".join(f"'{value}'" for value in sorted(values))
