"""The command `legation`, run in this process."""

from pathlib import Path

from click.testing import CliRunner, Result
from legation_build.cli import main

# Processes for a few small documents take five times as long to start as the documents to be
# worked at. A test of several asks for them with --jobs.
ONE_JOB = {command: {"jobs": 1} for command in ("build", "validate")}


def legation(*arguments: object) -> Result:
    """Run `legation` with arguments and return what it printed and its exit status.

    Documents are worked at one after another unless the arguments say otherwise.
    """
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(main, words, default_map=ONE_JOB)


def legation_on(root: Path, command: str, *options: object) -> Result:
    """Run a command on the mappings in the folder `root`/mappings."""
    return legation(command, "--mappings", root / "mappings", *options)
