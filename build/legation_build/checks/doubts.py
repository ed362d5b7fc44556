"""Find what is allowed but most often a mistake, and what the author may have forgotten. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from legation_build.checks.pattern_checks import RoleChecker
from legation_build.dataset import ROLES, Vocabulary
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, contents, each_value, items
from legation_build.namespaces import CODE, ENTITY

# Keys of a content that needs no role, beside those that name an entity or another content: a note
# says why there is none.
_NAMES_A_THING = frozenset({"commodity", "measure", "note"})
_UNKNOWN_CODE = re.compile(r"unknown code '([^']+)' \('([^']+)'\)")
_UNKNOWN_ENTITY = re.compile(r"unknown entity '([^']+)'")
# So many names show what is meant.
_SHOWN = 3
_MAY_DO = (
    "Say who does it ('actor'), who takes part ('participant'), to whom it is done ('target') "
    "or what it is about ('concerning')."
)


def likely_mistakes(mappings: Mappings, vocabulary: Vocabulary | None = None) -> list[Problem]:
    """Return warnings, sorted by place: nothing in them keeps a release from being built.

    With a vocabulary, contents that name nobody are told, with the roles that their types have.
    """
    found = [*_twins(mappings)]
    for source in mappings.entities:
        found += source.warnings
    for document in mappings.documents:
        found += _misnamed_claims(document)
        if vocabulary is not None:
            found += _nameless(document, mappings, RoleChecker(document, vocabulary))
    return sorted(set(found))


def _nameless(
    document: DocumentMapping, mappings: Mappings, checker: RoleChecker
) -> Iterator[Problem]:
    """Yield the contents that name no entity and no other content: a role was forgotten."""
    for source in document.claims:
        for above, claim in items(source, "claims"):
            for path, content in contents(above, claim):
                if any(_names_a_thing(key, content[key], mappings) for key in content):
                    continue
                roles = checker.roles_of(content)
                known = ", ".join(role for role in ROLES if role in roles)
                remedy = f"Add a role of its type: {known}." if known else _MAY_DO
                remedy += " If the sentence names none, say so in a 'note'."
                message = f"'{content.get('id')}' says of nobody and nothing: it has no role."
                yield Problem(source.file, source.line((*path, "id")), message, remedy)


def _names_a_thing(key: str, value: Any, mappings: Mappings) -> bool:
    term: Mapping[str, Any] = mappings.term(key)
    vocab = str(term.get("@context", {}).get("@vocab", ""))
    return bool(value) and (
        key in _NAMES_A_THING
        or (term.get("@type"), vocab) == ("@vocab", ENTITY)
        or term.get("@type") == "@id"
    )


def _misnamed_claims(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the claims whose ids begin like another passage than the one they cite."""
    names = {passage.id.replace("p-", "c-", 1) + "-": passage.id for passage in document.passages}
    for source in document.claims:
        for path, claim in items(source, "claims"):
            identity = str(claim.get("id"))
            cited = {str(name) for _, name in each_value((), claim.get("evidence"))}
            named = [names[start] for start in names if identity.startswith(start)]
            if named and not cited & set(named):
                passage = max(named, key=len)
                message = (
                    f"the claim '{identity}' has the name of '{passage}' and does not cite it."
                )
                line = source.line((*path, "evidence"))
                yield Problem(source.file, line, message, "Correct the id or the evidence.")


def _twins(mappings: Mappings) -> Iterator[Problem]:
    """Yield the entities that have type and label of another."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            key = (str(entity.get("type")), str(entity.get("label")).casefold())
            line = source.line((*path, "id"))
            first, place = seen.setdefault(key, (str(entity.get("id")), f"{source.file}:{line}"))
            if first != entity.get("id"):
                message = f"'{entity.get('id')}' has type and label of '{first}' at {place}."
                remedy = "If they are the same thing, keep one; else let the labels differ."
                yield Problem(source.file, line, message, remedy)


def with_definers(
    problems: Iterable[Problem], mappings: Mappings, definers: Mapping[str, str]
) -> list[Problem]:
    """Return problems; those of an unknown code also say who defines it.

    `definers` maps codes, as in event-type/rebuke, to the documents elsewhere that define them.
    """
    told = []
    for problem in problems:
        if match := _UNKNOWN_CODE.match(problem.message):
            vocab = mappings.term(match[2]).get("@context", {}).get("@vocab", "")
            definer = definers.get(f"{vocab.removeprefix(CODE)}{match[1]}")
            if definer is not None:
                more = f"The document '{definer}' of Legation's own mappings has it: "
                more += f"'legation codes {match[1]}' shows what to copy into codes.yaml."
                problem = replace(problem, remedy=f"{problem.remedy} {more}".lstrip())
        told.append(problem)
    return told


def forgotten_uses(
    problems: Iterable[Problem], documents: Iterable[DocumentMapping], known: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield each folder without `uses` that names entities it lacks: root, folder.yaml, and which.

    `problems` are those of `documents`; `known` are the ids of the entities of another folder,
    which the folder may have been meant to build on.
    """
    folders = {
        source.file: (
            document.root,
            str(PurePath(document.document.file).parents[1] / "folder.yaml"),
        )
        for document in documents
        if not document.settings.uses
        for source in (document.document, *document.claims)
    }
    lacking: dict[tuple[str, str], set[str]] = defaultdict(set)
    for problem in problems:
        match = _UNKNOWN_ENTITY.match(problem.message)
        if match and match[1] in known and problem.file in folders:
            lacking[folders[problem.file]].add(match[1])
    for (root, file), names in sorted(lacking.items()):
        shown = ", ".join(f"'{name}'" for name in sorted(names)[:_SHOWN])
        more = len(names) - _SHOWN
        yield root, file, f"{shown} and {more} more" if more > 0 else shown
