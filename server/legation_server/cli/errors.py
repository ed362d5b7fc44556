"""Show the errors of commands as people or programs read them, without a traceback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from legation_server.errors import LegationError, Problem


class Failure(click.ClickException):
    """An error of a command; exit status 1."""

    def __init__(self, message: str, as_json: bool) -> None:
        """Show a message, as JSON for programs."""
        super().__init__(message)
        self.as_json = as_json

    def show(self, file: Any = None) -> None:
        """Print the error: for people to standard error, as JSON to standard output."""
        if self.as_json:
            click.echo(json.dumps({"error": self.message, "problems": []}, indent=1))
        else:
            super().show(file)


@contextmanager
def reporting(as_json: bool = False) -> Iterator[None]:
    """Show an error that is raised on purpose, and end the command."""
    try:
        yield
    except Problem as problem:
        message = problem.detail or problem.title
        if excerpt := problem.members.get("excerpt"):
            message += f"\n{excerpt}"
        raise Failure(message, as_json) from problem
    except LegationError as error:
        raise Failure(str(error), as_json) from error
