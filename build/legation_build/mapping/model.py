"""Hold what people wrote in mappings/: one value for all files. No files are read here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation_build.mapping.passages import Passage
from legation_build.mapping.strict_yaml import Path, Source


@dataclass(frozen=True)
class DocumentMapping:
    """One document's folder: `id` is the folder's name, `claims` its files in order."""

    id: str
    root: str
    document: Source
    passages: tuple[Passage, ...]
    passages_file: str
    claims: tuple[Source, ...]


@dataclass(frozen=True)
class MappingFile:
    """One file that people wrote: a path that is the same wherever it lies, and its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Searched:
    """An entity, by its id, for which no item was found in Wikidata; and where that is told."""

    entity: str
    date: str
    comment: str
    file: str
    line: int


@dataclass(frozen=True)
class Mappings:
    """All mapping files: the JSON-LD context, the JSON Schema, entities and documents.

    `files` lists those that people wrote; `searched` is what was looked for in Wikidata in vain.
    """

    context: Mapping[str, Any]
    schema: Mapping[str, Any]
    entities: tuple[Source, ...]
    documents: tuple[DocumentMapping, ...]
    files: tuple[MappingFile, ...] = ()
    searched: tuple[Searched, ...] = ()

    @property
    def document_ids(self) -> tuple[str, ...]:
        """Return the ids of the documents, in order."""
        return tuple(document.id for document in self.documents)

    @property
    def modified(self) -> str:
        """Return the day on which the newest of the documents was changed, as in 2026-11-23."""
        return str(max(document.document.data["modified"] for document in self.documents))

    def term(self, key: str) -> Mapping[str, Any]:
        """Return the context's definition of `key`; empty when it has none."""
        definition = self.context.get(key)
        return definition if isinstance(definition, dict) else {}


def items(source: Source, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield path and value of each mapping in the list `key` of a file, whatever else is wrong."""
    found = source.data.get(key) if isinstance(source.data, dict) else None
    for number, value in enumerate(found if isinstance(found, list) else []):
        if isinstance(value, dict):
            yield (key, number), value


def contents(path: Path, claim: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield path and value of each content that `claim` defines (not those it only names)."""
    for place, value in values((*path, "states"), claim.get("states")):
        if isinstance(value, dict):
            yield place, value


def values(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield path and value of each of one or more values; nothing for None."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield (*path, number), item
    elif value is not None:
        yield path, value
