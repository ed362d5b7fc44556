"""Validate graphs by the SHACL shapes."""

from legation_build.validation.engines import chosen_engine, engine_name, validate_all
from legation_build.validation.incremental import IncrementalValidator
from legation_build.validation.report import Report, Violation, merged, shape_checks

__all__ = [
    "IncrementalValidator",
    "Report",
    "Violation",
    "chosen_engine",
    "engine_name",
    "merged",
    "shape_checks",
    "validate_all",
]
