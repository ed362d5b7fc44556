"""Read what people write in mappings/: strict YAML, passages, EDTF, the source texts."""

from legation_build.mapping import edtf
from legation_build.mapping.folder_settings import FOLDER_FILE, STANDARD, Agent, FolderSettings
from legation_build.mapping.model import (
    PLACEHOLDERS,
    DocumentMapping,
    MappingFile,
    Mappings,
    NoTermFound,
    author_first,
    contents,
    each_value,
    entity_names,
    items,
)
from legation_build.mapping.no_term_found import NO_TERM_FOUND
from legation_build.mapping.passages import Passage, complete, digest, passage_at, renew, slug
from legation_build.mapping.passages_file import write_passages
from legation_build.mapping.places import WORK_FOLDER, DocumentPlace, document_places
from legation_build.mapping.reader import (
    AUDIT_FILE,
    UNREAD,
    document_files,
    forget_files,
    read_document,
    read_mappings,
    read_shared,
)
from legation_build.mapping.sources import (
    read_source,
    read_text,
    read_texts,
    require_texts,
    text_changes,
    text_warnings,
)
from legation_build.mapping.strict_yaml import Path, Source, parse
from legation_build.mapping.used_codes import read_used_codes

__all__ = [
    "AUDIT_FILE",
    "FOLDER_FILE",
    "NO_TERM_FOUND",
    "PLACEHOLDERS",
    "STANDARD",
    "UNREAD",
    "WORK_FOLDER",
    "Agent",
    "DocumentMapping",
    "DocumentPlace",
    "FolderSettings",
    "MappingFile",
    "Mappings",
    "NoTermFound",
    "Passage",
    "Path",
    "Source",
    "author_first",
    "complete",
    "contents",
    "digest",
    "document_files",
    "document_places",
    "each_value",
    "edtf",
    "entity_names",
    "forget_files",
    "items",
    "parse",
    "passage_at",
    "read_document",
    "read_mappings",
    "read_shared",
    "read_source",
    "read_text",
    "read_texts",
    "read_used_codes",
    "renew",
    "require_texts",
    "slug",
    "text_changes",
    "text_warnings",
    "write_passages",
]
