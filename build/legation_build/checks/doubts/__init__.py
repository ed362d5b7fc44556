"""Find what is allowed but most often a mistake, and what the author may have forgotten."""

from legation_build.checks.doubts.entities import unnamed_entities
from legation_build.checks.doubts.likely import likely_mistakes
from legation_build.checks.doubts.texts import doubts_about_texts
from legation_build.checks.doubts.unknown_names import forgotten_uses, with_definers

__all__ = [
    "doubts_about_texts",
    "forgotten_uses",
    "likely_mistakes",
    "unnamed_entities",
    "with_definers",
]
