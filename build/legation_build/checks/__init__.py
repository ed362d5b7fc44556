"""Find what is wrong in mappings: their form, their names, passages without claims."""

from legation_build.checks.check import check_mappings
from legation_build.checks.coverage import PassageCoverage, passage_coverage, uncovered_text
from legation_build.checks.file_checks import file_problems

__all__ = [
    "PassageCoverage",
    "check_mappings",
    "file_problems",
    "passage_coverage",
    "uncovered_text",
]
