"""Validate graphs by the SHACL shapes."""

from legation_build.validation.incremental import IncrementalValidator
from legation_build.validation.shacl import (
    ENGINE,
    Report,
    ShapeCheck,
    Violation,
    merged,
    shape_checks,
    validate_all,
)

__all__ = [
    "ENGINE",
    "IncrementalValidator",
    "Report",
    "ShapeCheck",
    "Violation",
    "merged",
    "shape_checks",
    "validate_all",
]
