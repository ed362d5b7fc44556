"""Validate graphs by the SHACL shapes."""

from legation_build.validation.shacl import ENGINE, Report, merged, shape_checks, validate_all

__all__ = ["ENGINE", "Report", "merged", "shape_checks", "validate_all"]
