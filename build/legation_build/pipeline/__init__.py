"""Run a build step by step, from the files of mappings to the files of a release."""

from legation_build.pipeline.draft import Draft, DraftState
from legation_build.pipeline.loading import (
    Inputs,
    assemble_and_validate,
    checked_texts,
    facts_in,
    load,
    read,
)
from legation_build.pipeline.model import model_bytes
from legation_build.pipeline.steps import STEPS, Options, build

__all__ = [
    "STEPS",
    "Draft",
    "DraftState",
    "Inputs",
    "Options",
    "assemble_and_validate",
    "build",
    "checked_texts",
    "facts_in",
    "load",
    "model_bytes",
    "read",
]
