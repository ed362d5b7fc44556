"""The command `legation`, run in this process."""

from click.testing import CliRunner, Result
from legation_build.cli import main


def legation(*arguments: object) -> Result:
    """Run `legation` with arguments and return what it printed and its exit status."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])
