"""`legation`: the one command, whose subcommands the installed packages register."""

from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Any

import click

GROUP = "legation.commands"


class RegisteredCommands(click.Group):
    """A group whose commands are the entry points of `legation.commands`.

    The build and the server register their commands there, so neither imports the other.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all registered commands, sorted."""
        return sorted(entry_points(group=GROUP).names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command by name; None when no package registered it."""
        for entry in entry_points(group=GROUP, name=cmd_name):
            command = entry.load()
            assert isinstance(command, click.Command)
            return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` name; an unknown one is told with the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if near := get_close_matches(args[0], self.list_commands(ctx), 1):
                said = f"{error.message} Did you mean '{near[0]}'?"
                raise click.UsageError(said, error.ctx) from None
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; of a folder without its option, say which option takes it."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            options = error.ctx.command.params if error.ctx else []
            if "unexpected extra argument" in error.message and any(
                "--mappings" in option.opts for option in options
            ):
                said = f"{error.message}. A folder of mappings is given with --mappings."
                raise click.UsageError(said, error.ctx) from None
            raise


@click.group(cls=RegisteredCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="legation")
def main() -> None:
    """Publish what documents say about the relations of two states as linked data."""
