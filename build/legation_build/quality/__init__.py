"""Say how well the data fit their texts: coverage, checks, and what readers found in samples."""

from legation_build.quality.facts import Fact, draw, facts_of
from legation_build.quality.record import document_quality, quality_file
from legation_build.quality.sheet import as_sheet, read_sheets, sample_block

__all__ = [
    "Fact",
    "as_sheet",
    "document_quality",
    "draw",
    "facts_of",
    "quality_file",
    "read_sheets",
    "sample_block",
]
