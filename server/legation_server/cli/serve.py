"""The subcommands of `legation` that read a release: serve, query, dump."""

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import click

from legation_server.errors import LegationError, Problem
from legation_server.formats import GRAPHS, SOLUTIONS, named
from legation_server.isolation.pool import Pool
from legation_server.query import Task
from legation_server.releases.manifest import Release, open_release
from legation_server.results.truncation import too_many_rows
from legation_server.settings import SETTINGS, SettingRow, Settings

FOLDER = click.Path(path_type=Path)
DEFAULT = Path("dataset")
dataset_option = click.option(
    "--dataset", type=FOLDER, default=DEFAULT, show_default=True, help="The dataset folder."
)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command one option for each setting."""
    for row in reversed(SETTINGS):
        command = click.option(
            row.option,
            row.name,
            type=type(row.default),
            callback=None if isinstance(row.default, bool | str) else _check(row),
            is_flag=isinstance(row.default, bool),
            default=row.default,
            show_default=True,
            envvar=row.variable,
            help=row.help,
        )(command)
    return command


def _check(row: SettingRow) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Return what refuses numbers that a setting may not have."""

    def check(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        if isinstance(value, int | float) and not row.least <= value < math.inf:
            raise click.BadParameter(f"{value} is not a number from {row.least:g} on.")
        return value

    return check


def check_endpoints(settings: Settings) -> None:
    """Raise BadParameter for an endpoint in the settings that has no address on the web."""
    asked = [("--store", settings.store)] if settings.store else []
    asked += [("--service-allow", iri) for iri in sorted(settings.allowed_services)]
    for option, iri in asked:
        if not iri.startswith(("http://", "https://")):
            raise click.BadParameter(
                f"{iri!r} is no endpoint: give its whole address, with http:// or https://.",
                param_hint=option,
            )


@click.command()
@click.argument("dataset", type=FOLDER, default=DEFAULT)
@settings_options
def serve(dataset: Path, **values: Any) -> None:
    """Serve the current release of the folder DATASET, and each later one as it comes."""
    # Importing the web server takes time that other commands need not spend.
    from legation_server.serving.server import serve_dataset

    settings = Settings(**{row.name: values[row.name] for row in fields(Settings)})
    check_endpoints(settings)
    with said_plainly():
        serve_dataset(dataset, settings)


@click.command()
@click.argument("query")
@click.option("--format", "format_name", default="tsv", show_default=True, help="How to write it.")
@dataset_option
def query(query: str, format_name: str, dataset: Path) -> None:
    """Run QUERY on a release, without a server. `-` reads it from standard input."""
    solutions, graph = named(format_name, SOLUTIONS), named(format_name, GRAPHS)
    if solutions is None and graph is None:
        names = sorted({offer.name for offer in (*SOLUTIONS, *GRAPHS)})
        raise click.BadParameter(f"{format_name!r} is none of {', '.join(names)}.")
    text = sys.stdin.read() if query == "-" else query
    task = Task(text, solutions=(solutions or SOLUTIONS[0]).name, graph=(graph or GRAPHS[0]).name)
    with said_plainly():
        settings = Settings(workers=1, long_runners=1, deadline=300.0)
        pool = Pool(open_release(dataset), settings)
        try:
            answer = pool.run(task)
            output = sys.stdout.buffer
            output.write(answer.first)
            for chunk in answer.rest or ():
                output.write(chunk)
            if answer.cut:
                raise too_many_rows(settings.result_rows)
        finally:
            pool.close()


@click.command()
@click.option("--format", "format_name", default="trig", show_default=True, help="Which dump.")
@dataset_option
@click.option("--output", type=click.File("wb"), default="-", help="The file to write to.")
def dump(format_name: str, dataset: Path, output: IO[bytes]) -> None:
    """Write a dump of a release."""
    with said_plainly():
        path = dump_path(open_release(dataset), format_name)
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            output.write(chunk)


def dump_path(release: Release, format_name: str) -> Path:
    """Return the file of a release that holds all of it in a format."""
    offer = named(format_name, GRAPHS)
    whole = {file.format: file for file in release.files if file.is_whole}
    if offer and offer.name in whole:
        return release.folder / whole[offer.name].path
    names = ", ".join(whole)
    raise click.BadParameter(f"{format_name!r} is none of the dumps: {names}.")


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn errors made on purpose into messages, so that no traceback reaches anyone."""
    try:
        yield
    except Problem as problem:
        excerpt = problem.members.get("excerpt")
        shown = f"\n{excerpt}" if excerpt else ""
        raise click.ClickException(f"{problem.detail or problem.title}{shown}") from problem
    except LegationError as error:
        raise click.ClickException(str(error)) from error
