"""Find what is wrong in mappings, with the place and the remedy. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from legation_build.checks.code_agreement import disagreeing_codes, placed_codes
from legation_build.checks.document_checks import (
    document_problems,
    is_elsewhere,
    is_unread,
)
from legation_build.checks.forms import KnownNames, file_problems
from legation_build.checks.name_checks import NameChecker, duplicate_ids
from legation_build.checks.suggestions import suggestion
from legation_build.dataset import MODEL_FILES, Vocabulary
from legation_build.errors import Problem
from legation_build.mapping import DocumentMapping, Mappings, author_first, each_value, items
from legation_build.namespaces import prefixes

# First segments of paths that the server uses, and names of graphs, prefixes and dumps: no document
# can have one of them as its id.
RESERVED = frozenset(
    {
        "about",
        "claims",
        "checksums",
        "context",
        "dataset",
        "disputes",
        "docs",
        "dumps",
        "entities",
        "errors",
        "figures",
        "graph",
        "graphs",
        "healthz",
        "http",
        "https",
        "id",
        "legation",
        "maintainers",
        "mappings",
        "mcp",
        "metrics",
        "network",
        "ns",
        "pictures",
        "provenance",
        "quality",
        "query",
        "readyz",
        "reconcile",
        "release",
        "releases",
        "search",
        "sources",
        "sparql",
        "timeline",
        "topics",
        "static",
        "stream",
        "timemap",
        "void",
        "wd",
        "wikidata",
    }
    | MODEL_FILES.keys()
    | prefixes().keys()
)
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*")


def name_fault(name: str) -> str:
    """Return why a folder of a document cannot be called `name`; "" when it can."""
    if not _FOLDER.fullmatch(name):
        return "cannot be part of an address. Use lower-case letters, digits and hyphens."
    if name in RESERVED or name.endswith("-text"):
        return "is a name that Legation's own addresses use. Choose another."
    return ""


def check_mappings(mappings: Mappings, vocabulary: Vocabulary) -> list[Problem]:
    """Return all problems of `mappings`, sorted by place; none when they can be built."""
    problems = check_shared(mappings, vocabulary)
    problems += check_documents(mappings, vocabulary, entity_ids(mappings))
    own = (document.codes for document in mappings.documents if document.codes is not None)
    problems += disagreeing_codes(placed_codes(own), placed_codes(mappings.used_codes))
    return sorted(set(problems))


def check_shared(mappings: Mappings, vocabulary: Vocabulary) -> list[Problem]:
    """Return the problems of what documents share, sorted: entities, settings and links."""
    shared = replace(mappings, documents=())
    incomplete = _incomplete(mappings)
    names = NameChecker(shared, vocabulary, entity_ids(shared), incomplete=incomplete)
    known = KnownNames(shared, vocabulary, entity_ids(shared))
    problems = [*file_problems(shared, names=known)]
    for source in shared.entities:
        for path, entity in items(source, "entities"):
            if entity.get("type") != "Claim":  # which is told to stand in another file
                problems += names.problems(source, path, entity)
    problems += _ids_that_are_keys(shared)
    problems += _no_term_problems(shared)
    problems += _licence_problems(shared)
    for source in shared.entities:
        problems += duplicate_ids(
            (source, path, str(entity.get("id")), "entity")
            for path, entity in items(source, "entities")
        )
    problems += _shared_matches(shared)
    return sorted(set(problems))


def check_documents(
    mappings: Mappings, vocabulary: Vocabulary, entities: set[str]
) -> list[Problem]:
    """Return the problems of the documents alone, sorted; `entities` are the ids of all."""
    alone = replace(mappings, entities=(), settings_files=())
    known = KnownNames(mappings, vocabulary, entities)
    problems = [*file_problems(alone, names=known), *_folder_problems(alone)]
    for document in alone.documents:
        incomplete = _incomplete(mappings)
        problems += document_problems(document, alone, vocabulary, entities, incomplete)
    return sorted(set(problems))


def _incomplete(mappings: Mappings) -> frozenset[str]:
    """Return whether there may be more entities: a file of them has another form, and is told."""
    is_told = any(one.data is None or is_unread(one) for one in mappings.entities)
    is_told |= any(is_elsewhere(one, "entities.yaml") for one in mappings.documents)
    return frozenset({"entity"} if is_told else ())


def entity_ids(mappings: Mappings) -> set[str]:
    """Return the ids of all entities."""
    return {str(e.get("id")) for source in mappings.entities for _, e in items(source, "entities")}


def _folder_problems(mappings: Mappings) -> Iterator[Problem]:
    seen: dict[str, DocumentMapping] = {}
    for document in mappings.documents:
        file = document.document.file
        if not _FOLDER.fullmatch(document.id):
            message = f"the folder '{document.id}' cannot be part of an address."
            yield Problem(file, 1, message, "Use lower-case letters, digits and hyphens.")
        if document.id in RESERVED or document.id.endswith("-text"):
            message = f"'{document.id}' is a name that Legation's own addresses use."
            yield Problem(file, 1, message, "Rename the folder.")
        if document.id in seen:
            other = seen[document.id].document.file
            message = f"the document '{document.id}' would get the same addresses as {other}."
            yield Problem(
                file,
                1,
                message,
                "Rename one of the two folders, or let them have the same text and passages.",
            )
        seen.setdefault(document.id, document)


def _licence_problems(mappings: Mappings) -> Iterator[Problem]:
    """Yield the folders that have not the licence of the release: its dumps are under one."""
    licence = mappings.settings.license
    for source in mappings.settings_files:
        own = source.data.get("license", "") if isinstance(source.data, dict) else ""
        if own != licence:
            message = f"the licence of this folder is not that of the first, '{licence or 'CC0'}'."
            remedy = (
                "A release is under one licence: build the folders one by one, or agree on one."
            )
            yield Problem(source.file, source.line(("license",)), message, remedy)


def _no_term_problems(mappings: Mappings) -> Iterator[Problem]:
    """Yield what is wrong in the list of entities without an item in Wikidata."""
    found = [entity for source in mappings.entities for _, entity in items(source, "entities")]
    linked = {str(entity.get("id")): entity.get("exactMatch") for entity in found}
    for one in mappings.no_term_found:
        if one.entity not in linked:
            message = f"unknown entity '{one.entity}'."
            yield Problem(one.file, one.line, message, suggestion(one.entity, linked))
        elif linked[one.entity]:
            message = f"'{one.entity}' has an exactMatch; this line says that no item was found."
            yield Problem(one.file, one.line, message, "Delete this line or the exactMatch.")


def _shared_matches(mappings: Mappings) -> Iterator[Problem]:
    """Yield the items of Wikidata that two entities are said to be."""
    remedy = "If they are the same thing, give both one id; else correct one match."
    seen: dict[str, tuple[str, str, int]] = {}
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            name = str(entity.get("id"))
            for place, item in each_value((*path, "exactMatch"), entity.get("exactMatch")):
                here = (name, source.file, source.line(place))
                first = seen.setdefault(str(item), here)
                if first[0] != name:
                    one, other = author_first(source, here, first)
                    where = f"{other[1]}:{other[2]}"
                    message = f"'{one[0]}' has the exactMatch '{item}' of '{other[0]}' at {where}."
                    yield Problem(one[1], one[2], message, remedy)


def _ids_that_are_keys(mappings: Mappings) -> Iterator[Problem]:
    # JSON-LD reads a value that is also a key of the context as that key, not as an entity.
    for source in mappings.entities:
        for path, entity in items(source, "entities"):
            if str(entity.get("id")) in mappings.context:
                message = f"the entity id '{entity['id']}' is a key of the mapping format."
                line = source.line((*path, "id"))
                yield Problem(source.file, line, message, "Choose another id.")
