"""Say of names that are unknown where they are known: what the author may have forgotten. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

from legation_build.errors import Problem
from legation_build.mapping import FOLDER_FILE, DocumentMapping, Mappings
from legation_build.namespaces import CODE

_UNKNOWN_CODE = re.compile(r"unknown code '([^']+)' \('([^']+)'\)")
_UNKNOWN_ENTITY = re.compile(r"unknown entity '([^']+)'")
# So many names show what is meant.
_SHOWN = 3


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
) -> Iterator[tuple[str, str, str, list[Problem]]]:
    """Yield each folder without `uses` that names entities it lacks.

    That is its root, its folder.yaml, which entities in words, and the problems that are of them.
    `problems` are those of `documents`; `known` are the ids of the entities of another folder,
    which the folder may have been meant to build on.
    """
    folders = {
        file: (document.root, str(PurePath(document.document.file).parents[1] / FOLDER_FILE))
        for document in documents
        if not document.settings.uses
        for file in (
            *(source.file for source in (document.document, *document.claims)),
            str(PurePath(document.document.file).parents[1] / "entities.yaml"),
        )
    }
    lacking: dict[tuple[str, str], dict[str, list[Problem]]] = defaultdict(dict)
    for problem in problems:
        match = _UNKNOWN_ENTITY.match(problem.message)
        if match and match[1] in known and problem.file in folders:
            lacking[folders[problem.file]].setdefault(match[1], []).append(problem)
    for (root, file), names in sorted(lacking.items()):
        shown = ", ".join(f"'{name}'" for name in sorted(names)[:_SHOWN])
        more = len(names) - _SHOWN
        told = [problem for name in names for problem in names[name]]
        yield root, file, f"{shown} and {more} more" if more > 0 else shown, told
