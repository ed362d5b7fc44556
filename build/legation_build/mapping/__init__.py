"""Read what people write in mappings/: strict YAML, passages, EDTF, the source texts."""

from legation_build.mapping import edtf
from legation_build.mapping.model import (
    DocumentMapping,
    Mappings,
    Searched,
    contents,
    items,
    values,
)
from legation_build.mapping.passages import Passage, describe, digest, renew
from legation_build.mapping.reader import read_mappings, write_passages
from legation_build.mapping.searched import NO_TERM
from legation_build.mapping.sources import read_text, read_texts
from legation_build.mapping.strict_yaml import Path, Source

__all__ = [
    "NO_TERM",
    "DocumentMapping",
    "Mappings",
    "Passage",
    "Path",
    "Searched",
    "Source",
    "contents",
    "describe",
    "digest",
    "edtf",
    "items",
    "read_mappings",
    "read_text",
    "read_texts",
    "renew",
    "values",
    "write_passages",
]
