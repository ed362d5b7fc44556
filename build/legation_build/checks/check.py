"""Find what is wrong in mappings, with the place and the remedy. Pure: no file is touched."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from pyoxigraph import NamedNode

from legation_build.checks.file_checks import file_problems
from legation_build.checks.name_checks import Names, nearest, with_article
from legation_build.dataset import MODEL_FILES, Vocabulary
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, Path, Source, contents, items
from legation_build.namespaces import prefixes

# Addresses of the server, graphs, prefixes and dumps that are not of a document.
RESERVED = frozenset(
    {
        "claims",
        "dataset",
        "dumps",
        "entities",
        "errors",
        "graphs",
        "healthz",
        "http",
        "https",
        "id",
        "legation",
        "maintainers",
        "mappings",
        "metrics",
        "ns",
        "provenance",
        "query",
        "readyz",
        "reconcile",
        "release",
        "releases",
        "sparql",
        "static",
        "void",
        "wd",
        "wikidata",
    }
    | MODEL_FILES.keys()
    | prefixes().keys()
)
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*")


def check_mappings(mappings: Mappings, vocabulary: Vocabulary) -> list[Problem]:
    """Return all problems of `mappings`, sorted by place; an empty list means they can be built."""
    problems = [*file_problems(mappings), *_duplicate_documents(mappings)]
    entities = {str(e.get("id")) for s in mappings.entities for _, e in items(s, "entities")}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            names = Names(mappings, vocabulary, entities)
            problems += names.problems(source, path, entity)
    problems += _words_as_ids(mappings)
    problems += _searched(mappings)
    problems += _duplicates(
        (source, path, str(entity.get("id")), "entity")
        for source in mappings.entities
        for path, entity in items(source, "entities")
    )
    for document in mappings.documents:
        problems += _document_problems(document, mappings, vocabulary, entities)
    return sorted(set(problems))


def _duplicate_documents(mappings: Mappings) -> Iterator[Problem]:
    seen: dict[str, DocumentMapping] = {}
    for document in mappings.documents:
        file = document.document.file
        if not _FOLDER.fullmatch(document.id):
            message = f"the folder '{document.id}' cannot be part of an address."
            yield Problem(file, 1, message, "Name it by lower-case letters, digits and hyphens.")
        if document.id in RESERVED or document.id.endswith("-text"):
            message = f"'{document.id}' is a name that Legation's own addresses use."
            yield Problem(file, 1, message, "Rename the folder.")
        if document.id in seen:
            other = seen[document.id].document.file
            message = f"the document '{document.id}' would mint the same addresses as {other}."
            yield Problem(file, 1, message, "Rename one of the two folders.")
        seen.setdefault(document.id, document)


def _searched(mappings: Mappings) -> Iterator[Problem]:
    """Yield what cannot be among the entities that were looked for in Wikidata in vain."""
    found = [entity for source in mappings.entities for _, entity in items(source, "entities")]
    linked = {str(entity.get("id")): entity.get("exactMatch") for entity in found}
    for one in mappings.searched:
        if one.entity not in linked:
            message = f"unknown entity '{one.entity}'."
            yield Problem(one.file, one.line, message, nearest(one.entity, linked))
        elif linked[one.entity]:
            message = f"'{one.entity}' has an exactMatch, so it was not looked for in vain."
            yield Problem(one.file, one.line, message, "Delete this line or the exactMatch.")


def _words_as_ids(mappings: Mappings) -> Iterator[Problem]:
    # JSON-LD reads a value that is also a key of the context as that key, not as an entity.
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            if str(entity.get("id")) in mappings.context:
                message = f"the entity id '{entity['id']}' is a key of the mapping format."
                line = source.line((*path, "id"))
                yield Problem(source.file, line, message, "Choose another id.")


def _duplicates(found: Iterator[tuple[Source, Path, str, str]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for source, path, name, kind in found:
        line = source.line((*path, "id"))
        if name in seen:
            message = f"duplicate id '{name}' of {with_article(kind)}."
            remedy = f"It is already defined at {seen[name]}; choose another id."
            yield Problem(source.file, line, message, remedy)
        seen.setdefault(name, f"{source.file}:{line}")


def _document_problems(
    document: DocumentMapping, mappings: Mappings, vocabulary: Vocabulary, entities: set[str]
) -> Iterator[Problem]:
    claims = [(s, path, claim) for s in document.claims for path, claim in items(s, "claims")]
    defined = [(s, p, c) for s, path, claim in claims for p, c in contents(path, claim)]
    passages = {p.id for p in document.passages}
    names = Names(
        mappings,
        vocabulary,
        entities,
        claims={str(claim.get("id")) for _, _, claim in claims},
        contents={str(content.get("id")) for _, _, content in defined},
        passages=passages,
    )
    for source, path, item in [*claims, *defined]:
        yield from names.problems(source, path, item)
    yield from names.problems(document.document, (), document.document.data)
    yield from _bad_values(document.document)
    if not document.passages:
        remedy = "Run: legation anchors --write --source and the folder of the text"
        yield Problem(document.passages_file, 0, "there are no passages.", remedy)
    if not document.claims:
        remedy = "Write claims/01-lead.yaml; docs/writing-claims.md tells how."
        yield Problem(document.document.file, 1, f"'{document.id}' has no claims.", remedy)
    yield from _offsets(document)
    yield from _duplicates(
        (s, path, str(item["id"]), "claim" if item.get("type") == "Claim" else "content")
        for s, path, item in [*claims, *defined]
        if "id" in item
    )
    for source in document.claims:
        excused = source.data.get("withoutClaims") if isinstance(source.data, dict) else None
        for name in excused if isinstance(excused, dict) else ():
            if name not in passages:
                line = source.line(("withoutClaims", name))
                yield Problem(
                    source.file, line, f"unknown passage '{name}'.", nearest(name, passages)
                )


def _bad_values(source: Source) -> Iterator[Problem]:
    """Yield the values of a document.yaml that only look like an address or a date."""
    data = source.data if isinstance(source.data, dict) else {}
    readers: dict[str, tuple[Callable[[str], object], str]] = {
        "url": (NamedNode, "Write a web address."),
        "license": (NamedNode, "Write the web address of a licence."),
        "modified": (date.fromisoformat, "Write a date such as 2026-11-23."),
    }
    for key, (read, remedy) in readers.items():
        try:
            if isinstance(data.get(key), str):
                read(data[key])
        except ValueError:
            message = f"{data[key]!r} cannot stand for '{key}'."
            yield Problem(source.file, source.line((key,)), message, remedy)


def _offsets(document: DocumentMapping) -> Iterator[Problem]:
    """Yield the passages that overlap the one before, or end after the text."""
    length, position = document.document.data, 0
    text_length = length.get("length", "") if isinstance(length, dict) else ""
    for line, passage in enumerate(document.passages, 2):
        remedy = "Run: legation anchors --write"
        if passage.start < position or passage.end <= passage.start:
            message = f"passage '{passage.id}' overlaps the one before, or is empty."
            yield Problem(document.passages_file, line, message, remedy)
        elif str(text_length).isdecimal() and passage.end > int(text_length):
            message = f"passage '{passage.id}' ends after the text, at {passage.end}."
            yield Problem(document.passages_file, line, message, remedy)
        position = max(position, passage.end)
