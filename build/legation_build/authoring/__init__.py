"""Help people who write mappings: find codes and entities, begin a folder, see how far it is."""

from legation_build.authoring.catalogue import Entry, codes_in, codes_of, entities_in
from legation_build.authoring.editor import editor_schemas
from legation_build.authoring.near_words import found_elsewhere, found_in
from legation_build.authoring.phrases import (
    Turn,
    nearest_turns,
    page,
    turns,
    turns_for,
    unknown_words,
)
from legation_build.authoring.progress import Progress, progress_of
from legation_build.authoring.scaffold import (
    SENTENCES_FILE,
    header,
    listed_sentences,
    new_folder,
)
from legation_build.authoring.services import candidates

__all__ = [
    "SENTENCES_FILE",
    "Entry",
    "Progress",
    "Turn",
    "candidates",
    "codes_in",
    "codes_of",
    "editor_schemas",
    "entities_in",
    "found_elsewhere",
    "found_in",
    "header",
    "listed_sentences",
    "nearest_turns",
    "new_folder",
    "page",
    "progress_of",
    "turns",
    "turns_for",
    "unknown_words",
]
