"""Find what is wrong in each mapping file by itself: its YAML, its keys, the form of its values."""

from legation_build.checks.forms.file_checks import file_problems, forget_checks
from legation_build.checks.forms.known_names import KnownNames

__all__ = ["KnownNames", "file_problems", "forget_checks"]
