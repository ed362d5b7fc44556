"""The command `audit`: draw facts for readers to check, and record what they found."""

from collections.abc import Sequence
from pathlib import Path

import click

from legation_build.cli.output import common_options, folder, reporting
from legation_build.cli.roots import mapping_roots
from legation_build.errors import MappingError
from legation_build.mapping import AUDIT_FILE, DocumentMapping, parse, read_text
from legation_build.quality import (
    Fact,
    as_sheet,
    draw,
    read_sheets,
    sample_block,
)

_DOCUMENT = click.option(
    "--document", "name", default="", help="Id of the document. [default: the only one]"
)
_SEED = click.option("--seed", required=True, help="What the drawing of lots begins with.")


@click.group()
def audit() -> None:
    """Have readers check facts that were drawn by chance, and record their verdicts.

    The rules for readers are in docs/quality.md.
    """


@audit.command("draw")
@_DOCUMENT
@click.option(
    "--size", type=click.IntRange(1), default=150, show_default=True, help="Number of facts."
)
@_SEED
@click.option(
    "--source",
    type=folder,
    required=True,
    metavar="TEXT_DIR",
    help="Folder of the source texts.",
)
@common_options
def draw_sample(
    name: str,
    size: int,
    seed: str,
    source: Path,
    roots: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Print a sheet in CSV with facts drawn by chance, each with its sentences.

    A copy goes to each reader, who fills in the columns `verdict` and `note`.
    """
    with reporting(as_json):
        document, facts = _facts(mapping_roots(roots), name)
        text = read_text(source, document.id)
        sentences = {p.id: text[p.start : p.end] for p in document.passages}
        click.echo(as_sheet(draw(facts, size, seed), sentences), nl=False)


@audit.command()
@click.argument("sheets", nargs=-1, required=True, type=folder)
@_DOCUMENT
@_SEED
@click.option("--date", required=True, help="Day on which it was drawn, as in 2026-11-30.")
@common_options
def record(
    sheets: tuple[Path, ...],
    name: str,
    seed: str,
    date: str,
    roots: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the verdicts on SHEETS, one of each reader, into the document's audit.yaml."""
    with reporting(as_json):
        document, facts = _facts(mapping_roots(roots), name)
        rows = read_sheets({str(sheet): sheet.read_text("utf-8") for sheet in sheets})
        file = Path(document.root) / document.id / AUDIT_FILE
        _append(file, sample_block(date, seed, len(facts), rows))
    if not quiet:
        click.echo(f"{len(rows)} facts recorded in {file}.")


def _facts(roots: Sequence[Path], name: str) -> tuple[DocumentMapping, list[Fact]]:
    """Return the document called `name`, or the only one, with its facts."""
    from legation_build import pipeline

    inputs = pipeline.load(roots, lambda step: None)
    known = {document.id: document for document in inputs.mappings.documents}
    if not name and len(known) > 1:
        raise MappingError(f"Which document? Give --document with one of: {', '.join(known)}.")
    if name and name not in known:
        raise MappingError(f"No document is called '{name}'. Known: {', '.join(known)}.")
    document = known[name] if name else next(iter(known.values()))
    return document, pipeline.facts_in(inputs, document.id)


def _append(file: Path, block: str) -> None:
    """Add a sample to an audit.yaml, whose last key has to be `samples`."""
    text = file.read_text("utf-8") if file.exists() else ""
    before = parse(text, str(file)).data if text.strip() else {}
    known = before.get("samples", []) if isinstance(before, dict) else []
    text = text if not text or text.endswith("\n") else text + "\n"
    text += block if known else f"samples:\n{block}"
    after = parse(text, str(file))
    if after.problems or len(after.data["samples"]) != len(known) + 1:
        raise MappingError(f"{file} was not changed. Make 'samples' the last key in it.")
    file.write_text(text, encoding="utf-8")
