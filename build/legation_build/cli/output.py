"""How commands read their common options, and show results, warnings and errors."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from legation_build.errors import LegationError, Problem

# Problems that a terminal shows; programs get all.
MOST_SHOWN = 100
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
            show_problems(self.error.problems)
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


class Bar(Protocol):
    """A bar on a terminal, as Click makes it."""

    current_item: str | None

    def update(self, n_steps: int, current_item: str | None = None) -> None:
        """Move on by some steps, to an item."""

    def render_progress(self) -> None:
        """Show the bar as it is now."""


class Progress:
    """Shows on a terminal how far a command is; says nothing without a bar."""

    def __init__(self, bar: Bar | None = None) -> None:
        """Take the bar, which has a part for each step."""
        self._bar, self._begun = bar, time.monotonic()

    def step(self, name: str) -> None:
        """Show the name of a step that begins."""
        if self._bar is not None:
            self._bar.update(1, name)
            self._begun = time.monotonic()

    def worked(self, done: int, total: int) -> None:
        """Show how many of how many documents are done, how many a second, and the time left."""
        if self._bar is not None:
            self._bar.current_item = pace(done, total, time.monotonic() - self._begun)
            self._bar.render_progress()


def pace(done: int, total: int, seconds: float) -> str:
    """Return how many documents are done, at what rate, and how long the others will take.

    >>> pace(50, 20_000, 10.0)
    '50 of 20,000 documents, 5.0 a second, 1:06:30 left'
    """
    rate = done / max(seconds, 0.001)
    left = timedelta(seconds=round((total - done) / rate))
    return f"{done:,} of {total:,} documents, {rate:.1f} a second, {left} left"


@contextmanager
def progress(quiet: bool, steps: tuple[str, ...]) -> Iterator[Progress]:
    """Show a bar on a terminal; the value is told of each step as it begins."""
    if quiet or not sys.stderr.isatty():
        yield Progress()
        return
    with click.progressbar(
        length=len(steps), file=sys.stderr, item_show_func=lambda name: name or ""
    ) as bar:
        yield Progress(bar)


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


def show_problems(problems: Sequence[Problem], **style: Any) -> None:
    """Show what is wrong, in order of file and line: as much as anybody mends at a time."""
    for problem in problems[:MOST_SHOWN]:
        click.echo(click.style(str(problem), **style), err=True)
    more = len(problems) - MOST_SHOWN
    if more > 0:
        click.echo(f"… and {more:,} more problems. Mend these first; --json has all.", err=True)


def show_warnings(warnings: Iterable[Problem], as_json: bool) -> None:
    """Show what is most often a mistake; with JSON, the caller puts it into its data."""
    if not as_json:
        for warning in warnings:
            click.echo(warning.as_warning(), err=True)


def show_failures(failures: Iterable[Mapping[str, Any]]) -> None:
    """Show which documents were left out, and what is wrong in each."""
    for failure in failures:
        for problem in failure["problems"]:
            click.echo(Problem(**problem), err=True)
        click.echo(f"Left out: {failure['id']}. {failure['error']}", err=True)


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
            help="Folder of mappings; may be given several times. [default: the one where you are, "
            "else Legation's own]",
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
