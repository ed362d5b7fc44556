"""The commands `legation release list`, `show`, `diff` and `rollback`."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from legation_server.diff import changes
from legation_server.diff.html_file import changes_file
from legation_server.diff.readable_changes import Side, readable_changes
from legation_server.errors import ReleaseError
from legation_server.releases import listing as releases
from legation_server.releases.manifest import CURRENT, MANIFEST

DATASET = click.option(
    "--dataset",
    type=click.Path(path_type=Path),
    default="dataset",
    show_default=True,
    metavar="DIR",
    help="The dataset folder.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


class _Failure(click.ClickException):
    """An error as people or machines read it; exit status 1."""

    def __init__(self, message: str, as_json: bool) -> None:
        super().__init__(message)
        self.as_json = as_json

    def show(self, file: Any = None) -> None:
        if self.as_json:
            click.echo(json.dumps({"error": self.message, "problems": []}, indent=1))
        else:
            super().show(file)


@contextmanager
def reporting(as_json: bool) -> Iterator[None]:
    """Show an error made on purpose as people or machines read it, without a traceback."""
    try:
        yield
    except ReleaseError as error:
        raise _Failure(str(error), as_json) from error


@click.group()
def release() -> None:
    """Look at the releases of a dataset, compare them, go back to an earlier one."""


@release.command("list")
@DATASET
@AS_JSON
def list_(dataset: Path, as_json: bool) -> None:
    """List the releases, the newest first; the current one has an asterisk, a damaged one a !."""
    with reporting(as_json):
        found = releases.list_releases(dataset)
    if as_json:
        click.echo(json.dumps([_row(info) for info in found], indent=1))
        return
    for info in found:
        mark = "!" if info.release is None else "*" if info.current else " "
        click.echo(f"{mark} {info.name}  {_said(info)}")


def _said(info: releases.ReleaseInfo) -> str:
    if info.release is None:
        return ("the current one, " if info.current else "") + f"damaged: {info.problem}"
    return f"{info.release.modified}  {info.release.quads:,} quads"


def _row(info: releases.ReleaseInfo) -> dict[str, Any]:
    told = {key: getattr(info.release, key, None) for key in ("digest", "modified", "version")}
    row = {"name": info.name, "current": info.current, **told}
    return {**row, "problem": info.problem} if info.problem else row


@release.command()
@click.argument("name", default=CURRENT)
@DATASET
def show(name: str, dataset: Path) -> None:
    """Print the manifest of the release that begins with NAME."""
    with reporting(False):
        manifest = releases.find_release(dataset, name) / MANIFEST
        try:
            text = manifest.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise ReleaseError(f"{manifest} cannot be read: {error}. Remove the folder.") from error
    click.echo(text, nl=False)


@release.command()
@click.argument("old")
@click.argument("new", default=CURRENT)
@DATASET
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "patch", "html"]),
    default="text",
    show_default=True,
    help="Claims and contents for people or for machines, an RDF Patch of all quads, or a page.",
)
def diff(old: str, new: str, dataset: Path, form: str) -> None:
    """Show what changed from the release OLD to NEW, by claims and contents."""
    with reporting(form == "json"):
        before, after = (
            changes.Contents.read(releases.open_named(dataset, name)) for name in (old, new)
        )
    if form == "html":
        click.echo(changes_file(readable_changes(Side(before), Side(after))), nl=False)
        return
    if form == "patch":
        click.echo("".join(changes.patch(before, after)), nl=False)
        return
    found = changes.compare(before, after)
    if form == "json":
        click.echo(json.dumps([vars(change) for change in found], ensure_ascii=False, indent=1))
        return
    for change in found:
        hedge = f"(not asserted: {', '.join(change.not_asserted)})" if change.not_asserted else ""
        told = " ".join(part for part in (change.label, hedge) if part)
        click.echo(f"{change.how}: {change.iri}" + (f"  {told}" if told else ""))
        for sign, lines in (("-", change.removed), ("+", change.added)):
            for line in lines if change.how == "changed" else ():
                click.echo(f"  {sign} {line}")
    counts = Counter(change.how for change in found)
    ways = ", ".join(f"{counts[how]} {how}" for how in ("added", "removed", "changed"))
    click.echo(f"Claims and contents: {ways}.")


@release.command()
@click.argument("name")
@DATASET
def rollback(name: str, dataset: Path) -> None:
    """Make the release that begins with NAME the current one again.

    A server that is running takes it at once.
    """
    with reporting(False):
        whole = releases.roll_back(dataset, name)
    click.echo(f"{whole} is the current release now.")
