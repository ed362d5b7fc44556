"""How commands read their common options, and show results, warnings and errors."""

import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from legation_build.errors import LegationError, Problem
from legation_build.resources import resource

# After so many new objects, some 50 MB, circles are looked for.
_NEW_OBJECTS = 500_000
Command = TypeVar("Command", bound=Callable[..., Any])


class Failure(click.ClickException):
    """An error as text or, with --json, as JSON; exit status 1."""

    def __init__(self, error: LegationError, as_json: bool) -> None:
        """Take the error, and whether it is wanted as JSON."""
        super().__init__(error.summary)
        self.error, self.as_json = error, as_json

    def show(self, file: Any = None) -> None:
        """Print the problems, then the summary."""
        if not self.as_json:
            for problem in self.error.problems:
                click.echo(problem, err=True)
            super().show(file)
            return
        problems = [vars(problem) for problem in self.error.problems]
        click.echo(json.dumps({"error": self.error.summary, "problems": problems}, indent=1))


@contextmanager
def reporting(as_json: bool) -> Iterator[None]:
    """Show a LegationError as text or JSON, without a traceback."""
    try:
        yield
    except LegationError as error:
        raise Failure(error, as_json) from error


@contextmanager
def progress(quiet: bool, steps: tuple[str, ...]) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal; the value is called with the name of each step as it begins."""
    if quiet or not sys.stderr.isatty():
        yield lambda name: None
        return
    with click.progressbar(
        length=len(steps), file=sys.stderr, item_show_func=lambda name: name or ""
    ) as bar:
        yield lambda name: bar.update(1, name)


@contextmanager
def rare_collection() -> Iterator[None]:
    """Have Python look for circles of unused objects seldom, while the block runs.

    A build makes millions of objects, which it keeps, and few circles: to look as often as Python
    does by itself takes a fifth of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def show_warnings(warnings: Iterable[Problem], as_json: bool) -> None:
    """Show what is most often a mistake; with JSON, the caller puts it into its data."""
    if not as_json:
        for warning in warnings:
            click.echo(warning.as_warning(), err=True)


def folder(value: str) -> Path:
    """Return the path of a folder that an option names."""
    return Path(value)


def common_options(command: Command) -> Command:
    """Give a command --mappings, --json and --quiet."""
    for option in (
        click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong."),
        click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
        click.option(
            "--mappings",
            "roots",
            multiple=True,
            type=folder,
            metavar="DIR",
            help="Folder of mappings; may be given several times. [default: Legation's own]",
        ),
    ):
        command = option(command)
    return command


engine_option = click.option(
    "--shacl-engine",
    "engine",
    type=click.Choice(["pyshacl", "fast"]),
    show_default="pyshacl; fast for large data",
    help="What checks the data against the shapes.",
)


def mapping_roots(given: tuple[Path, ...]) -> list[Path]:
    """Return the folders that --mappings gave; without any, Legation's own."""
    return list(given) or [resource("mappings")]
