"""Say of names that are unknown where they are known: in other folders, or among the codes."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Triple

from legation_build.authoring import codes_in, found_in
from legation_build.checks import entity_ids, forgotten_uses, with_definers
from legation_build.errors import MappingError, Problem
from legation_build.mapping import Mappings, document_places, read_document, read_shared
from legation_build.namespaces import CODE
from legation_build.regular_files import is_there
from legation_build.resources import resource

# What leads to a code: the key, and the words to look for.
_NO_CODE = re.compile(
    r"(?:unknown code '(?P<name>[^']+)' \('(?P<of>\w+)'\)|"
    r"'(?P<words>[^']+)' is not allowed as '(?P<key>\w+)')"
)
_FIND = "Find one with: legation codes "
# So many codes show what there is.
_SHOWN = 3


def with_hints(
    problems: Sequence[Problem], mappings: Mappings, codes: Sequence[Triple]
) -> list[Problem]:
    """Return problems, sorted, with where unknown names are known; `codes` are the code lists.

    First, in one problem for each folder, stand the entities that another folder has.
    """
    told = _with_near_codes(_with_definers(problems, mappings), mappings, codes)
    return _with_forgotten_uses(told, mappings)


def _with_near_codes(
    problems: Sequence[Problem], mappings: Mappings, codes: Sequence[Triple]
) -> list[Problem]:
    """Return problems; those of what is no code also name the nearest codes of its list."""
    if not any(_FIND in problem.remedy for problem in problems):
        return list(problems)
    known = codes_in(codes, mappings)
    told = []
    for problem in problems:
        match = _NO_CODE.match(problem.message) if _FIND in problem.remedy else None
        if match:
            key = match["of"] or match["key"]
            vocab = str(mappings.term(key).get("@context", {}).get("@vocab", ""))
            scheme = vocab.removeprefix(CODE).rstrip("/")
            among = [code for code in known if code.kind == scheme]
            near = [code.id for code in found_in(among, match["name"] or match["words"])]
            if near:
                found, words, after = problem.remedy.partition(_FIND)
                named = ", ".join(f"'{name}'" for name in near[:_SHOWN])
                problem = replace(problem, remedy=f"{found}The nearest: {named}. {words}{after}")
        told.append(problem)
    return told


def _with_definers(problems: Sequence[Problem], mappings: Mappings) -> list[Problem]:
    """Return problems; those of unknown codes say which of Legation's own documents has them."""
    own = resource("mappings")
    if any(document.root == str(own) for document in mappings.documents):
        return list(problems)
    definers = {
        str(code.get("id")): document.id
        for place in document_places([own], may_be_empty=True)
        for document in read_document(place)
        for _, code in document.own_codes()
    }
    return with_definers(problems, mappings, definers)


def _with_forgotten_uses(problems: Sequence[Problem], mappings: Mappings) -> list[Problem]:
    """Return problems, sorted; first, in one each, what folders lack that another one has."""
    first: list[Problem] = []
    rest = set(problems)
    written = {source.file for source in mappings.settings_files}
    if not any(problem.message.startswith("unknown entity ") for problem in problems):
        return sorted(rest)
    for folder, whose in _other_folders(mappings):
        known: set[str] = set()
        with suppress(MappingError):
            known = entity_ids(read_shared([folder]))
        found = forgotten_uses(sorted(rest), mappings.documents, known)
        for root, file, names, lacking in list(found):
            if Path(root).resolve() == folder.resolve():
                continue
            place = f"{lacking[0].file}:{lacking[0].line}"
            others = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
            is_one = names.count("'") == len("''") and " more" not in names
            message = f"{names} {'is' if is_one else 'are'} known to {whose}."
            remedy = f"Does folder.yaml need `uses: {os.path.relpath(folder, root)}`?"
            remedy += f" {'It is' if is_one else 'They are'} named at {place}{others}."
            first.append(Problem(file, int(file in written), message, remedy))
            rest -= set(lacking)
    return [*first, *sorted(rest)]


def _other_folders(mappings: Mappings) -> Iterator[tuple[Path, str]]:
    """Yield the folders of mappings beside those that were read, then Legation's own; and whose."""
    own = resource("mappings")
    read = {Path(document.root).resolve() for document in mappings.documents}
    for parent in sorted({root.parent for root in read}):
        for folder in _inside(parent):
            if folder not in read | {own.resolve()} and is_there(folder / "entities.yaml"):
                yield folder, f"the mappings in '{folder.name}', beside this folder"
    yield own, "Legation's own mappings"


def _inside(parent: Path) -> list[Path]:
    """Return what a folder holds; nothing when it may not be read."""
    try:
        return sorted(parent.iterdir())
    except OSError:
        return []
