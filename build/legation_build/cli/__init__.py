"""Offer the build on the command line: `legation build`, `validate` and `anchors`."""

from legation_build.cli.legation import main

__all__ = ["main"]
