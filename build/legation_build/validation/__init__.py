"""Validate graphs by the SHACL shapes."""

from legation_build.validation.engines import (
    FAST,
    PYSHACL,
    chosen_engine,
    engine_name,
    validate_all,
)
from legation_build.validation.incremental import IncrementalValidator
from legation_build.validation.report import (
    Report,
    ShapeCheck,
    Violation,
    merged,
    shape_checks,
)

__all__ = [
    "FAST",
    "PYSHACL",
    "IncrementalValidator",
    "Report",
    "ShapeCheck",
    "Violation",
    "chosen_engine",
    "engine_name",
    "merged",
    "shape_checks",
    "validate_all",
]
