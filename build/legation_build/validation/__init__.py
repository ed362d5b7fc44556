"""Validate graphs by the SHACL shapes."""

from legation_build.validation.engines import checker_of_changes, chosen_engine, validate_all
from legation_build.validation.gate import FAST, PYSHACL, engine_name
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
    "Report",
    "ShapeCheck",
    "Violation",
    "checker_of_changes",
    "chosen_engine",
    "engine_name",
    "merged",
    "shape_checks",
    "validate_all",
]
