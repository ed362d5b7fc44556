"""`legation`: the one command, whose subcommands the installed packages register."""

from importlib.metadata import entry_points

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


@click.group(cls=RegisteredCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="legation")
def main() -> None:
    """Publish what documents say about the relations of two states as linked data."""
