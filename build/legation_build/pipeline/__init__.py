"""Run a build step by step, from the files of mappings to the files of a release."""

from legation_build.pipeline.draft import Draft, DraftState
from legation_build.pipeline.steps import (
    STEPS,
    Inputs,
    assemble_and_validate,
    build,
    checked_texts,
    facts_in,
    load,
    model_bytes,
    read,
)

__all__ = [
    "STEPS",
    "Draft",
    "DraftState",
    "Inputs",
    "assemble_and_validate",
    "build",
    "checked_texts",
    "facts_in",
    "load",
    "model_bytes",
    "read",
]
