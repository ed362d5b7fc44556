"""Measure how builds and servers grow with the data, keep each figure once made, and report."""

from measure.builds import (
    BuildOptions,
    article_dataset,
    measure_article,
    measure_build,
    measure_changed,
    measure_validate,
)
from measure.kept import Kept
from measure.mix import load_of, measure_mix
from measure.report import pictures, render
from measure.starts import measure_start
from measure.watched import OutOfTimeError, Used, run_watched

__all__ = [
    "BuildOptions",
    "Kept",
    "OutOfTimeError",
    "Used",
    "article_dataset",
    "load_of",
    "measure_article",
    "measure_build",
    "measure_changed",
    "measure_mix",
    "measure_start",
    "measure_validate",
    "pictures",
    "render",
    "run_watched",
]
