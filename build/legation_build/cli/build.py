"""The commands `build`, `validate` and `anchors`: read options, call the wings, print results."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from legation_build.errors import LegationError
from legation_build.namespaces import BASE
from legation_build.resources import resource

Command = TypeVar("Command", bound=Callable[..., Any])


class _Failure(click.ClickException):
    """An error as text or, with --json, as JSON; exit status 1."""

    def __init__(self, error: LegationError, as_json: bool) -> None:
        super().__init__(error.summary)
        self.error, self.as_json = error, as_json

    def show(self, file: Any = None) -> None:
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
        raise _Failure(error, as_json) from error


@contextmanager
def _progress(quiet: bool, steps: tuple[str, ...]) -> Iterator[Callable[[str], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda name: None
        return
    with click.progressbar(
        length=len(steps), file=sys.stderr, item_show_func=lambda name: name or ""
    ) as bar:
        yield lambda name: bar.update(1, name)


def _folder(value: str) -> Path:
    return Path(value)


def _base(_: click.Context, __: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.:-]+/([A-Za-z0-9._~-]+/)*", value):
        raise click.BadParameter("give a web address that ends in a slash, such as " + BASE)
    return value


def _common_options(command: Command) -> Command:
    for option in (
        click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong."),
        click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
        click.option(
            "--mappings",
            "roots",
            multiple=True,
            type=_folder,
            metavar="DIR",
            help="Folder of mappings; may be given several times. [default: Legation's own]",
        ),
    ):
        command = option(command)
    return command


_JOBS = click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    show_default="the number of processors",
    help="How many documents to validate at a time.",
)


def _roots(given: tuple[Path, ...]) -> list[Path]:
    return list(given) or [resource("mappings")]


@click.command()
@click.option("--source", type=_folder, metavar="TEXT_DIR", help="Folder of the source texts.")
@click.option(
    "--output",
    type=_folder,
    default="dataset",
    show_default=True,
    metavar="DIR",
    help="Dataset folder, to which the release is added.",
)
@click.option(
    "--base",
    default=BASE,
    show_default=True,
    callback=_base,
    help="Base of all IRIs; it ends in a slash.",
)
@_JOBS
@_common_options
def build(
    source: Path | None,
    output: Path,
    base: str,
    jobs: int,
    roots: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Build a checked release of the dataset from the mappings.

    With --source, every passage is checked against the text. The text of the passages is added as a
    graph and a dump of its own, under its own licence.
    """
    from legation_build import pipeline

    quiet = quiet or as_json
    with reporting(as_json), _progress(quiet, pipeline.STEPS) as step:
        manifest = pipeline.build(_roots(roots), output, source, base, jobs, step)
    if as_json:
        click.echo(json.dumps(manifest, ensure_ascii=False, indent=1))
    elif not quiet:
        size = manifest["counts"]["quads"]
        click.echo(f"{size:,} quads in {manifest['folder']}. Serve them: legation serve {output}")


@click.command()
@_JOBS
@_common_options
def validate(jobs: int, roots: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Check the mappings and the data made from them; write nothing."""
    from legation_build import pipeline
    from legation_build.validation import shape_checks

    with reporting(as_json), _progress(quiet or as_json, pipeline.STEPS[:4]) as step:
        graphs, report = pipeline.assemble_and_validate(
            pipeline.load(_roots(roots), step), {}, jobs, step
        )
    size = sum(len(graph.quads) for graph in graphs)
    if as_json:
        shapes = [vars(check) for check in shape_checks(report)]
        click.echo(json.dumps({"conforms": True, "quads": size, "shapes": shapes}, indent=1))
    elif not quiet:
        click.echo(f"All {size:,} quads conform to the shapes.")


@click.command()
@click.option(
    "--source", type=_folder, metavar="TEXT_DIR", required=True, help="Folder of the source texts."
)
@click.option("--write", is_flag=True, help="Write passages.csv anew from the texts.")
@_common_options
def anchors(source: Path, write: bool, roots: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Find every passage in the text, and show which claims each has.

    The exit status is 1 when a text is not the one that was mapped, or when a passage has no claim.
    With --write, passages.csv is written anew. Ids are kept, and so are corrections made by hand
    while the text stays the same.
    """
    from legation_build.cli.anchors import coverage_report, write_anchors

    with reporting(as_json):
        if write:
            for line in write_anchors(_roots(roots), source):
                if not quiet and not as_json:
                    click.echo(line)
        report = coverage_report(_roots(roots), source)
    if as_json:
        click.echo(json.dumps(report.data(), ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo("\n".join(report.lines()))
    sys.exit(0 if report.complete or write else 1)
