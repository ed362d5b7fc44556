"""Find what the faults found in mappings leave untouched, so that it can be checked further. Pure.

A fault in one claim says nothing of the others. So that an author hears of all faults at once, the
documents whose files can be read are checked against shapes and texts too. What these checks say of
claims with faults, or of contents that these state, is left out: it may only follow from them.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from legation_build.checks import stated_by
from legation_build.errors import Problem
from legation_build.mapping import (
    FOLDER_FILE,
    UNREAD,
    DocumentMapping,
    Mappings,
    Source,
    contents,
    items,
)

# A name that is unknown: what shapes say of it only follows.
_UNKNOWN = re.compile(r"unknown (?:code|content) '([^']*)'")
# Files that define what claims name.
_NAMING = ("entities.yaml", "codes.yaml")
# Faults in names and roles: graphs can be made all the same.
_LEAVES_A_GRAPH = re.compile(
    r"unknown (code|entity|content|claim|passage) |no claim uses |'[^']*' is a code of the list "
    r"|'[^']*' is of the type |'[^']*' is a content, |'[^']*' disputes |'[^']*' has '"
    r"|the code '[^']*' (has no broader|is in the general)"
)


def untouched(mappings: Mappings, problems: Sequence[Problem]) -> Mappings:
    """Return mappings with only those documents of which graphs can be made."""
    # Without the entities of a folder that was forgotten, little else can be told.
    if any(one.file.endswith(FOLDER_FILE) for one in problems):
        return replace(mappings, documents=())
    # So with a file that stands where nothing reads it.
    if any(one.message == UNREAD for one in problems if one.file.endswith(_NAMING)):
        return replace(mappings, documents=())
    broken = {one.file for one in problems if not _LEAVES_A_GRAPH.match(one.message)}
    shared = (*mappings.entities, *mappings.settings_files)
    if any(source.file in broken for source in shared):
        return replace(mappings, documents=())
    return replace(
        mappings,
        documents=tuple(
            document
            for document in mappings.documents
            if broken.isdisjoint([document.passages_file, *(s.file for s in _files(document))])
        ),
    )


def independent(
    further: Sequence[Problem], problems: Sequence[Problem], mappings: Mappings
) -> list[Problem]:
    """Return those of `further` problems that are of claims without any of `problems`."""
    lines: dict[str, set[int]] = {}
    unknown = {match[1] for one in problems if (match := _UNKNOWN.match(one.message))}
    further = [one for one in further if not _is_of(one, unknown)]
    for one in problems:
        lines.setdefault(one.file, set()).add(one.line)
    starts: dict[str, list[int]] = {}
    faulty: set[tuple[str, int]] = set()
    tainted: set[tuple[str, int]] = set()
    for document in mappings.documents:
        names: set[str] = set()
        for source in document.claims:
            claims = list(items(source, "claims"))
            starts[source.file] = [source.line(path) for path, _ in claims]
            places = {_place(line, starts[source.file]) for line in lines.get(source.file, ())}
            faulty |= {(source.file, place) for place in places}
            for place, (_, claim) in enumerate(claims, 1):
                names |= set(stated_by(claim)) if place in places else set()
        tainted |= set(_lines(document, names))
    return [
        one
        for one in further
        if one.file in starts
        and (one.file, _place(one.line, starts[one.file])) not in faulty
        and (one.file, one.line) not in tainted
    ]


def _is_of(problem: Problem, unknown: Collection[str]) -> bool:
    """Return whether a problem is of an unknown name: of it, or of a content that has it."""
    subject, _, _ = problem.message.removeprefix("'").partition("'")
    return subject in unknown or problem.message.rpartition(" Found: ")[2] in unknown


def _files(document: DocumentMapping) -> Iterator[Source]:
    yield document.document
    yield from document.claims
    if document.codes is not None:
        yield document.codes


def _place(line: int, starts: Sequence[int]) -> int:
    """Return the number of the claim that a line is in, from 1."""
    return bisect_right(starts, line)


def _lines(document: DocumentMapping, names: set[str]) -> Iterator[tuple[str, int]]:
    """Yield file and line of each content of `names`, as problems name them."""
    for source in document.claims:
        for above, claim in items(source, "claims"):
            for path, content in contents(above, claim):
                if str(content.get("id")) in names:
                    yield source.file, source.line(path)
                    yield source.file, source.line((*path, "id"))
