"""The commands `build`, `validate` and `anchors`: read options, call the wings, print results."""

import json
import os
import re
import sys
from pathlib import Path

import click

from legation_build.cli.output import (
    common_options,
    engine_option,
    folder,
    progress,
    rare_collection,
    reporting,
    show_failures,
    show_warnings,
)
from legation_build.cli.roots import mapping_roots
from legation_build.errors import Problem
from legation_build.namespaces import BASE


def _base(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(
        r"https?://[A-Za-z0-9.:-]+/([A-Za-z0-9._~-]+/)*", value
    ):
        raise click.BadParameter("give a web address that ends in a slash, such as " + BASE)
    return value


# Exit status of a build that left documents out because it was told to.
SOME_LEFT_OUT = 3
VALIDATION_STEPS = ("read", "check", "assemble", "validate")
_JOBS = click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    show_default="the number of processors",
    help="How many documents to work at at a time.",
)


@click.command()
@click.option("--source", type=folder, metavar="TEXT_DIR", help="Folder of the source texts.")
@click.option(
    "--output",
    type=folder,
    default="dataset",
    show_default=True,
    metavar="DIR",
    help="Dataset folder, to which the release is added.",
)
@click.option(
    "--base",
    callback=_base,
    help=f"Base of all IRIs; it ends in a slash. [default: that of folder.yaml, else {BASE}]",
)
@_JOBS
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Scheduler of a Dask cluster that works at the documents instead, such as "
    "tcp://10.0.0.1:8786. Its workers need the same folders.",
)
@click.option(
    "--cache",
    type=folder,
    metavar="DIR",
    help="Folder of what was made of each document. [default: .work in the dataset folder]",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out the documents that cannot be built; the exit status is then 3.",
)
@engine_option
@common_options
def build(
    source: Path | None,
    output: Path,
    base: str | None,
    jobs: int,
    cluster: str,
    cache: Path | None,
    keep_going: bool,
    engine: str | None,
    roots: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Build a checked release of the dataset from the mappings.

    Every passage is checked against the text, if that is in --source or in work/. With --source the
    text of the passages is added as a graph and a dump of its own, under its own licence. What was
    made of a document is kept, and used again while nothing of it has changed.
    """
    from legation_build import pipeline

    quiet = quiet or as_json
    options = pipeline.Options(jobs, cluster, cache, keep_going, engine)
    with reporting(as_json), rare_collection(), progress(quiet, pipeline.STEPS) as bar:
        manifest = pipeline.build(
            mapping_roots(roots),
            output,
            source,
            base,
            options,
            bar.step,
            bar.worked,
            lambda text: None if quiet else click.echo(text, err=True),
        )
    show_warnings([Problem(**warning) for warning in manifest.get("warnings", ())], as_json)
    failures = manifest.get("failures", ())
    if not as_json:
        show_failures(failures)
    if as_json:
        click.echo(json.dumps(manifest, ensure_ascii=False, indent=1))
    elif not quiet:
        size = manifest["counts"]["quads"]
        click.echo(f"{size:,} quads in {manifest['folder']}. Serve them: legation serve {output}")
    sys.exit(SOME_LEFT_OUT if failures else 0)


@click.command()
@click.option("--source", type=folder, metavar="TEXT_DIR", help="Folder of the source texts.")
@_JOBS
@engine_option
@common_options
def validate(
    source: Path | None,
    jobs: int,
    engine: str | None,
    roots: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Check the mappings and the data made from them; write nothing.

    Every passage is checked against the text too, if that is in --source or in work/.
    """
    from legation_build import pipeline
    from legation_build.checks import doubts_about_texts
    from legation_build.validation import shape_checks

    with (
        reporting(as_json),
        rare_collection(),
        progress(quiet or as_json, VALIDATION_STEPS) as bar,
    ):
        inputs = pipeline.load(mapping_roots(roots), bar.step)
        texts = pipeline.checked_texts(source, inputs.mappings)
        graphs, report, _ = pipeline.assemble_and_validate(inputs, texts, jobs, bar.step, engine)
    warnings = sorted({*inputs.warnings, *doubts_about_texts(inputs.mappings, texts)})
    show_warnings(warnings, as_json)
    size = sum(len(graph.quads) for graph in graphs)
    if as_json:
        shapes = [vars(check) for check in shape_checks(report)]
        warned = [vars(warning) for warning in warnings]
        found = {"conforms": True, "quads": size, "shapes": shapes, "warnings": warned}
        found["texts"] = sorted(texts)
        click.echo(json.dumps(found, indent=1))
    elif not quiet:
        compared = _compared(len(texts), len(inputs.mappings.documents))
        click.echo(f"All {size:,} quads conform to the shapes{compared}.")


def _compared(texts: int, documents: int) -> str:
    """Return in words how many of some documents had their text there, whose graph then counts.

    >>> _compared(1, 3), _compared(2, 2)
    (', with the texts of 1 of 3 documents', ', with the text of each document')
    """
    if texts == documents:
        return ", with the text of each document"
    return f", with the texts of {texts:,} of {documents:,} documents"


@click.command()
@click.option(
    "--source",
    type=folder,
    metavar="TEXT_DIR",
    help="Folder of the source texts. [default: work in the folder of each document]",
)
@click.option("--write", is_flag=True, help="Write passages.csv anew from the texts.")
@common_options
def anchors(
    source: Path | None, write: bool, roots: tuple[Path, ...], as_json: bool, quiet: bool
) -> None:
    """Find every passage in the text, and show which claims each has.

    The exit status is 1 when a text is not the one that was mapped, or when a passage has no claim.
    With --write, passages.csv is written anew. Ids are kept, and so are corrections made by hand
    while the text stays the same.
    """
    from legation_build.cli.anchors import coverage_report, write_anchors

    with reporting(as_json):
        folders = mapping_roots(roots)
        if write:
            for line in write_anchors(folders, source):
                if not quiet and not as_json:
                    click.echo(line)
        report = coverage_report(folders, source)
    show_warnings(report.warnings, as_json)
    if as_json:
        click.echo(json.dumps(report.data(), ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo("\n".join(report.lines()))
    sys.exit(0 if report.complete or write else 1)
