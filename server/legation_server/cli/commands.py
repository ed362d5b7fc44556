"""The commands `legation serve`, `mcp`, `query` and `dump`, which read the current release."""

import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import click

from legation_server.cli.errors import reporting
from legation_server.cli.options import (
    DEFAULT_DATASET,
    FOLDER,
    check_endpoints,
    dataset_option,
    settings_options,
)
from legation_server.formats import GRAPHS, SOLUTIONS, named
from legation_server.isolation import Pool
from legation_server.query import BYTE_ORDER_MARK, SPARQL, WIKIDATA, Missing, Task
from legation_server.releases import Release, as_served, open_regular, open_release
from legation_server.results import too_many_rows
from legation_server.settings import MIB, Settings

COPIED_BYTES = MIB
QUERY_SECONDS = 300.0


@click.command()
@click.argument("dataset", type=FOLDER, default=DEFAULT_DATASET)
@settings_options
def serve(dataset: Path, **values: Any) -> None:
    """Serve the current release of the folder DATASET, and each later one."""
    # Importing the web server takes time, which the other commands do without.
    from legation_server.serving import serve_dataset

    settings = Settings(**{row.name: values[row.name] for row in fields(Settings)})
    check_endpoints(settings)
    with reporting():
        serve_dataset(dataset, settings)


@click.command()
@click.argument("dataset", type=FOLDER, default=DEFAULT_DATASET)
@settings_options
def mcp(dataset: Path, **values: Any) -> None:
    """Answer an agent about the current release of DATASET, on standard input and output.

    The agent's program starts this by itself; docs/agents.md shows how to tell it.
    """
    # Importing the tools takes time, which the other commands do without.
    from legation_server.agents import serve_stdio

    settings = Settings(**{row.name: values[row.name] for row in fields(Settings)})
    check_endpoints(settings)
    with reporting():
        serve_stdio(dataset, settings)


@click.command()
@click.argument("query")
@click.option(
    "--format", "format_name", default="tsv", show_default=True, help="Format of the result."
)
@click.option(
    "--wikidata", is_flag=True, help="Read QUERY as the Wikidata Query Service does, on its view."
)
@click.option("--quiet", is_flag=True, help="Do not say what the data lack of QUERY.")
@dataset_option
def query(query: str, format_name: str, wikidata: bool, quiet: bool, dataset: Path) -> None:
    """Run QUERY on a release, without a server. `-` reads it from standard input."""
    solutions, graph = named(format_name, SOLUTIONS), named(format_name, GRAPHS)
    if solutions is None and graph is None:
        names = sorted({offer.name for offer in (*SOLUTIONS, *GRAPHS)})
        raise click.BadParameter(f"{format_name!r} is none of {', '.join(names)}.")
    text = sys.stdin.read() if query == "-" else query
    text = text.lstrip(BYTE_ORDER_MARK)
    task = Task(
        text,
        solutions=(solutions or SOLUTIONS[0]).name,
        graph=(graph or GRAPHS[0]).name,
        endpoint=WIKIDATA if wikidata else SPARQL,
    )
    settings = Settings(workers=1, long_runners=1, deadline=QUERY_SECONDS)
    with reporting():
        release = as_served(open_release(dataset), settings)
        pool = Pool(release, settings)
        try:
            answer = pool.run(task)
            output = sys.stdout.buffer
            output.write(answer.first)
            for chunk in answer.rest or ():
                output.write(chunk)
            if answer.cut:
                raise too_many_rows(settings.result_rows)
            if answer.missing and not quiet:
                output.flush()
                # JSON, and the answer false, end without a line break.
                click.echo("" if answer.first.endswith(b"\n") else "\n", nl=False, err=True)
                say_hints(answer.missing, task, release, pool)
        finally:
            pool.close()


def say_hints(missing: Missing, task: Task, release: Release, pool: Pool) -> None:
    """Say on standard error why a query may have found nothing."""
    # Importing this takes time, which queries that find something do without.
    from legation_server.endpoint import query_hints

    def ask(task: Task, seconds: float) -> Any:
        return json.loads(pool.run(task, seconds).first)["results"]["bindings"]

    for hint in query_hints(missing, task, release, ask):
        click.echo(f"Hint: {hint}", err=True)


@click.command()
@click.option(
    "--format", "format_name", default="trig", show_default=True, help="Format of the dump."
)
@dataset_option
@click.option("--output", type=click.File("wb"), default="-", help="The file to write to.")
def dump(format_name: str, dataset: Path, output: IO[bytes]) -> None:
    """Write a dump of a release."""
    with reporting():
        path = dump_path(open_release(dataset), format_name)
    with open_regular(path) as stream:
        while chunk := stream.read(COPIED_BYTES):
            output.write(chunk)


def dump_path(release: Release, format_name: str) -> Path:
    """Return the dump of a whole release in a format; raise BadParameter when there is none."""
    offer = named(format_name, GRAPHS)
    whole = {file.format: file for file in release.files if file.is_whole}
    if offer and offer.name in whole:
        return release.folder / whole[offer.name].path
    names = ", ".join(whole)
    raise click.BadParameter(f"{format_name!r} is none of the dumps: {names}.")
