"""Find what is wrong in mappings: their form, their names, passages without claims."""

from legation_build.checks.check import check_mappings, name_fault
from legation_build.checks.coverage import (
    PassageCoverage,
    cited_passages,
    passage_coverage,
    uncovered_text,
)
from legation_build.checks.doubts import likely_mistakes
from legation_build.checks.file_checks import file_problems
from legation_build.checks.text_checks import text_problems

__all__ = [
    "PassageCoverage",
    "check_mappings",
    "cited_passages",
    "file_problems",
    "likely_mistakes",
    "name_fault",
    "passage_coverage",
    "text_problems",
    "uncovered_text",
]
