"""All mapping files as one value, and the blocks in them with their places. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from legation_build.mapping.folder_settings import STANDARD, FolderSettings
from legation_build.mapping.passages import Passage
from legation_build.mapping.strict_yaml import Path, Source
from legation_build.resources import resource

_Place = TypeVar("_Place")


@dataclass(frozen=True)
class DocumentMapping:
    """One document's folder: `id` is the name of the folder, `claims` its files in order.

    `codes` are the codes that only this document needs; None where it has no codes.yaml. `audit`
    says what readers found in it; None where it has no audit.yaml. `settings` are those of the
    folder of mappings that it stands in.
    """

    id: str
    root: str
    document: Source
    passages: tuple[Passage, ...]
    passages_file: str
    claims: tuple[Source, ...]
    codes: Source | None = None
    audit: Source | None = None
    settings: FolderSettings = STANDARD

    def entity_names(self) -> set[str]:
        """Return every text in the document and its claims that may be the id of an entity."""
        sources = (self.document, *self.claims)
        return {name for source in sources for name in entity_names(source.data)}

    def all_claims(self) -> Iterator[dict[str, Any]]:
        """Yield each claim of the document, in order."""
        for source in self.claims:
            for _, claim in items(source, "claims"):
                yield claim

    @property
    def write_anchors(self) -> str:
        """Return the command that writes passages.csv anew, as it has to be typed."""
        return anchors_command(self.root)

    def own_codes(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Yield path and value of each code of the document's own."""
        if self.codes is not None:
            yield from items(self.codes, "codes")


@dataclass(frozen=True)
class MappingFile:
    """One mapping file: its path, beginning with mappings/ on every machine, and its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True)
class NoTermFound:
    """An entity, by its id, for which somebody found no item; with file and line.

    `source` is the IRI of what was searched, and `source_version` says which copy of it; both may
    be empty.
    """

    entity: str
    date: str
    comment: str
    file: str
    line: int
    source: str = ""
    source_version: str = ""


@dataclass(frozen=True)
class Mappings:
    """All mapping files: the JSON-LD context, the JSON Schema, entities and documents.

    `files` are the files that were read, `no_term_found` the entities for which no item was found,
    `model_modified` the date of the ontology, `settings` those of the release: those of the first
    folder that has any. `used_codes` are the codes.yaml of the documents in folders that are used.
    """

    context: Mapping[str, Any]
    schema: Mapping[str, Any]
    entities: tuple[Source, ...]
    documents: tuple[DocumentMapping, ...]
    files: tuple[MappingFile, ...] = ()
    no_term_found: tuple[NoTermFound, ...] = ()
    model_modified: str = ""
    settings: FolderSettings = STANDARD
    settings_files: tuple[Source, ...] = ()
    used_codes: tuple[Source, ...] = ()

    @property
    def document_ids(self) -> tuple[str, ...]:
        """Return the ids of the documents, in order."""
        return tuple(document.id for document in self.documents)

    @property
    def modified(self) -> str:
        """Return the latest date on which a document was changed, as in 2026-11-23.

        A year or month counts as its first day. When no document has a date it is that of the
        ontology, which is a part of every release.
        """
        dates = [document.document.data.get("modified") for document in self.documents]
        given = (f"{date}-01-01"[:10] for date in dates if date)
        return max(given, default=self.model_modified)

    def term(self, key: str) -> Mapping[str, Any]:
        """Return the context's definition of `key`; empty when it has none."""
        definition = self.context.get(key)
        return definition if isinstance(definition, dict) else {}


_MAY_BE_ENTITY = re.compile(r"(?:entity:)?([A-Za-z0-9][A-Za-z0-9-]*)")
# What `legation new` writes of entities that it adds, by type, until somebody describes them.
PLACEHOLDERS = MappingProxyType(
    {
        "BilateralRelation": "Relations that a document is about",
        "Country": "State that documents are about",
    }
)


def items(source: Source, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield path and value of each block in the list `key` of a file; skip what is no block."""
    found = source.data.get(key) if isinstance(source.data, dict) else None
    for number, value in enumerate(found if isinstance(found, list) else []):
        if isinstance(value, dict):
            yield (key, number), value


def entity_names(value: Any) -> Iterator[str]:
    """Yield every text in a value of YAML that may be the id of an entity, without its prefix.

    >>> sorted(set(entity_names({"actor": ["entity:japan"], "label": "Japan buys oil."})))
    ['japan']
    """
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from entity_names(one)
    elif isinstance(value, str) and (match := _MAY_BE_ENTITY.fullmatch(value)):
        yield match[1]


def anchors_command(root: str) -> str:
    """Return the command that writes passages.csv anew in the folder of mappings `root`."""
    is_own = root == str(resource("mappings"))
    return "legation anchors --write" + ("" if is_own else f" --mappings {root}")


def author_first(source: Source, here: _Place, other: _Place) -> tuple[_Place, _Place]:
    """Return two places, one of them in `source`, in the order in which a problem names them.

    A problem stands where its author can mend it: not in a folder that others only build on.
    """
    return (other, here) if source.is_used else (here, other)


def contents(path: Path, claim: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield path and value of each content that `claim` defines, not of those it refers to."""
    for place, value in each_value((*path, "states"), claim.get("states")):
        if isinstance(value, dict):
            yield place, value


def each_value(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield path and value of each of one or more values; nothing for None.

    >>> list(each_value(("party",), ["freedonia", "sylvania"]))
    [(('party', 0), 'freedonia'), (('party', 1), 'sylvania')]
    """
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield (*path, number), item
    elif value is not None:
        yield path, value
