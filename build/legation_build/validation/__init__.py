"""Validate graphs by the SHACL shapes."""

from legation_build.validation.incremental import IncrementalValidator
from legation_build.validation.shacl import (
    ENGINE,
    Report,
    Violation,
    merged,
    shape_checks,
    validate_all,
)

__all__ = [
    "ENGINE",
    "IncrementalValidator",
    "Report",
    "Violation",
    "merged",
    "shape_checks",
    "validate_all",
]
