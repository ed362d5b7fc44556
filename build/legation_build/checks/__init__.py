"""Find what is wrong in mappings: their form, their names, passages without claims."""

from legation_build.checks.check import (
    check_documents,
    check_mappings,
    check_shared,
    entity_ids,
    name_fault,
)
from legation_build.checks.claim_checks import stated_by
from legation_build.checks.code_agreement import PlacedCode, disagreeing_codes, placed_codes
from legation_build.checks.coverage import (
    PassageCoverage,
    cited_passages,
    passage_coverage,
    uncovered_text,
)
from legation_build.checks.doubts import (
    doubts_about_texts,
    forgotten_uses,
    likely_mistakes,
    unnamed_entities,
    with_definers,
)
from legation_build.checks.forms import file_problems, forget_checks
from legation_build.checks.text_checks import text_problems

__all__ = [
    "PassageCoverage",
    "PlacedCode",
    "check_documents",
    "check_mappings",
    "check_shared",
    "cited_passages",
    "disagreeing_codes",
    "doubts_about_texts",
    "entity_ids",
    "file_problems",
    "forget_checks",
    "forgotten_uses",
    "likely_mistakes",
    "name_fault",
    "passage_coverage",
    "placed_codes",
    "stated_by",
    "text_problems",
    "uncovered_text",
    "unnamed_entities",
    "with_definers",
]
